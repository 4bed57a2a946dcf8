using DslDp.Generator.Proof;
using Microsoft.CodeAnalysis;

namespace DslDp.Generator.Lowering;

/// <summary>A lambda or a method that is passed on as a value.</summary>
/// <param name="Method">The method, or the lambda as one.</param>
/// <param name="Body">The body of a lambda or a local function; null for a method, whose body is looked up.</param>
/// <param name="Defined">Where a lambda stands: it sees the variables there as they are when it is called.</param>
/// <param name="Receiver">What a method is called on.</param>
internal sealed record FunctionValue(IMethodSymbol Method, IOperation? Body, Frame Defined, AbstractValue? Receiver) : AbstractValue
{
    /// <summary>What the variables held where the function was made; null for a method, which sees none.</summary>
    public Environment? Seen { get; init; }

    public bool Equals(FunctionValue? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => SymbolEqualityComparer.Default.GetHashCode(Method);
}
