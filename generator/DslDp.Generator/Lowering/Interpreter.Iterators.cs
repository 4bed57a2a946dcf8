using System.Linq;
using DslDp.Generator.Proof;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DslDp.Generator.Lowering;

/// <summary>
/// Methods that <c>yield</c> what they compute. They run as they are read; one that is read on the spot is run in one go here. What it has yielded so far is
/// kept in its environment under its own name, so that it takes part in loops and conditions as a list does.
/// </summary>
internal sealed partial class Interpreter
{
    private bool IsIterator(IMethodSymbol method) => method.ReturnType is INamedTypeSymbol { Name: "IEnumerable" } type && PlatformTypes.IsGenericCollection(type)
        && method.OriginalDefinition.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellation)).Any(declaration =>
            declaration.DescendantNodes(node => node == declaration || node is not (LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax)).OfType<YieldStatementSyntax>().Any());

    /// <summary>An iterator runs as far as it is read, and what reads it runs in between: it may see no variable that either of them sets.</summary>
    private static bool SharesVariablesWithReader(IMethodSymbol iterator, IOperation body) => iterator.MethodKind == MethodKind.LocalFunction && body.Descendants().Any(use => use switch
    {
        ILocalReferenceOperation { Local.ContainingSymbol: var owner } => !SymbolEqualityComparer.Default.Equals(owner.OriginalDefinition, iterator.OriginalDefinition),
        IParameterReferenceOperation { Parameter.ContainingSymbol: var owner } => !SymbolEqualityComparer.Default.Equals(owner.OriginalDefinition, iterator.OriginalDefinition),
        IInvocationOperation { TargetMethod.MethodKind: MethodKind.LocalFunction } => true,
        _ => false,
    });

    private void Yield(IOperation yielded, Frame frame)
    {
        var value = HandedOn(Evaluate(yielded, frame), frame);
        var iterator = frame.Method!.OriginalDefinition;
        frame.Environment[iterator] = frame.Environment[iterator] is var before && before is SequenceValue { Items.Count: < MaximumItems } or ManyValue
            ? Followed(before, Items([value]))
            : new UnknownValue($"{iterator.Name} yields more than the compiler follows");
    }
}
