using System.Collections.Generic;
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
    private bool HasSecondName(IInvocationOperation invocation, Frame frame)
    {
        var byReference = invocation.Arguments.Where(argument => argument.Parameter?.RefKind is not (null or RefKind.None)).ToArray();
        if (byReference.Length == 0) return false;
        var mayCall = invocation.TargetMethod.MethodKind == MethodKind.LocalFunction || invocation.Arguments.Any(argument => MayHoldFunctions(argument.Value.Type));
        var variables = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var argument in byReference)
        {
            var isRead = argument.Parameter!.RefKind is not (RefKind.Ref or RefKind.Out);
            var variable = VariableIn(argument.Value);
            if (variable is null && (isRead || argument.Value is IDiscardOperation)) continue;
            if (variable is null || !IsOwn(variable, frame) || !variables.Add(variable) || variable is IParameterSymbol { RefKind: not RefKind.None } or ILocalSymbol { IsRef: true }) return true;
            if (variable is ILocalSymbol local && (mayCall || argument.Parameter.RefKind == RefKind.Ref) && IsUsedByFunctions(local, invocation)) return true;
            if (variable is IParameterSymbol && mayCall) return true;
        }

        return false;

        static ISymbol? VariableIn(IOperation value) => value switch
        {
            IDeclarationExpressionOperation declared => VariableIn(declared.Expression),
            ILocalReferenceOperation { Local: var local } => local,
            IParameterReferenceOperation { Parameter: var parameter } => parameter,
            _ => null,
        };
    }

    /// <summary>Anything but a tensor, a number, a text or a component might have a function in it that sees the variable.</summary>
    private bool MayHoldFunctions(ITypeSymbol? type) => type is not null && !known.IsTensor(type) && !known.IsModule(type) && type.TypeKind != TypeKind.Enum && type.SpecialType is not (>= SpecialType.System_Boolean and <= SpecialType.System_String);
}
