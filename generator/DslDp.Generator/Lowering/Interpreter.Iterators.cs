using System.Linq;
using DslDp.Generator.Proof;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

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

    private void Yield(IOperation yielded, Frame frame)
    {
        var value = HandedOn(Evaluate(yielded, frame), frame);
        var iterator = frame.Method!.OriginalDefinition;
        frame.Environment[iterator] = frame.Environment[iterator] is var before && before is SequenceValue { Items.Count: < MaximumItems } or ManyValue
            ? Followed(before, Items([value]))
            : new UnknownValue($"{iterator.Name} yields more than the compiler follows");
    }
}
