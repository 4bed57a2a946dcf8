using System.Linq;
using DslDp.Generator.Proof;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DslDp.Generator.Lowering;

/// <summary>Parameters by reference: a method works on a copy, which is copied back when it returns. That is the same where no second name leads to the variable.</summary>
internal sealed partial class Interpreter
{
    /// <summary>A method of the project, and what it gives out through its parameters.</summary>
    private AbstractValue CallOwn(IMethodSymbol method, AbstractValue? self, IInvocationOperation invocation, Frame frame)
    {
        if (HasSecondName(invocation, frame)) return NotCalled(frame, Reason.UnsupportedCode, invocation.Syntax, $"{method.Name} is given a second name for something that it may change", "return its results, in a tuple if there are several");
        var result = Invoke(method, self, Arguments(invocation.Arguments, frame), frame, invocation.Syntax, out var atExit);
        foreach (var given in invocation.Arguments.Where(argument => argument.Parameter?.RefKind is RefKind.Out or RefKind.Ref))
        {
            var parameter = method.OriginalDefinition.Parameters[given.Parameter!.Ordinal];
            Assign(given.Value, atExit?[parameter] ?? (result is RefusedValue ? result : new UnknownValue($"{method.Name} does not set {parameter.Name} where the compiler can see it")), frame);
        }

        return result;
    }

    /// <summary>Whether a method may see, or change, a variable that it is given by reference under its own name, or under two.</summary>
    private static bool HasSecondName(IInvocationOperation invocation, Frame frame)
    {
        var isLocalFunction = invocation.TargetMethod.MethodKind == MethodKind.LocalFunction;
        if (isLocalFunction && invocation.Arguments.Any(argument => argument.Parameter?.RefKind == RefKind.Out && argument.Value.DescendantsAndSelf().OfType<ILocalReferenceOperation>().Any(set => IsUsedByFunctions(set.Local, invocation)))) return true;
        var passed = invocation.Arguments.Where(argument => argument.Parameter?.RefKind == RefKind.Ref).Select(argument => argument.Value switch
        {
            ILocalReferenceOperation { Local: { IsRef: false } local } when IsOwn(local, frame) && !IsUsedByFunctions(local, invocation) => local,
            IParameterReferenceOperation { Parameter: { RefKind: RefKind.None } parameter } when IsOwn(parameter, frame) => (ISymbol)parameter,
            _ => null,
        }).ToArray();
        return passed.Length > 0 && (isLocalFunction || passed.Any(variable => variable is null) || passed.Distinct(SymbolEqualityComparer.Default).Count() < passed.Length);
    }
}
