using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace DslDp.Generator.Proof;

/// <summary>
/// The size of one axis as a product of factors, outermost first. <c>view(-1, d)</c> of <c>[batch, time, d]</c> has the first axis
/// <c>batch·time</c>: merged with its neighbour, but still known to hold one example's rows side by side.
/// </summary>
internal sealed class Axis : IEquatable<Axis>
{
    private Axis(ImmutableArray<Factor> factors) => Factors = factors;

    public static Axis Examples { get; } = new(ImmutableArray.Create(Factor.Examples));

    public static Axis One { get; } = new(ImmutableArray<Factor>.Empty);

    public static Axis Unknown { get; } = new(ImmutableArray.Create(Factor.Unknown));

    public ImmutableArray<Factor> Factors { get; }

    public bool HoldsExamples => Factors.Any(factor => factor.Kind == FactorKind.Examples);

    /// <summary>The axis is the batch and nothing else.</summary>
    public bool IsExamples => Factors.Length == 1 && HoldsExamples;

    /// <summary>The examples are the slowest index of the axis, so that <c>view(batch, rest)</c> separates them.</summary>
    public bool HasExamplesOutermost => Factors.Length > 0 && Factors[0].Kind == FactorKind.Examples;

    /// <summary>The examples are the fastest index of an axis that holds others too.</summary>
    public bool HasExamplesInnermost => Factors.Length > 1 && Factors[Factors.Length - 1].Kind == FactorKind.Examples;

    public bool IsOne => Factors.IsEmpty;

    public bool IsKnown => Factors.All(factor => factor.Kind != FactorKind.Unknown);

    /// <summary>The size, when it is a number.</summary>
    public long? Constant => IsOne ? 1 : Factors.Length == 1 && Factors[0].Kind == FactorKind.Number ? Factors[0].Value : null;

    public static Axis Of(long size) => Product([Factor.Number(size)]);

    public static Axis Length(string name) => new(ImmutableArray.Create(Factor.Length(name)));

    public static Axis Product(IEnumerable<Factor> factors)
    {
        var product = ImmutableArray.CreateBuilder<Factor>();
        foreach (var factor in factors)
        {
            if (factor is { Kind: FactorKind.Number, Value: 1 }) continue;
            if (factor.Kind == FactorKind.Number && product.Count > 0 && product[product.Count - 1] is { Kind: FactorKind.Number } last)
                product[product.Count - 1] = Factor.Number(unchecked(last.Value * factor.Value));
            else
                product.Add(factor);
        }

        return new(product.ToImmutable());
    }

    public static Axis Product(params Axis[] axes) => Product(axes.SelectMany(axis => axis.Factors));

    public bool Equals(Axis? other) => other is not null && Factors.SequenceEqual(other.Factors);

    public override bool Equals(object? obj) => Equals(obj as Axis);

    public override int GetHashCode() => Factors.Aggregate(7, (hash, factor) => unchecked((hash * 31) + factor.GetHashCode()));

    public override string ToString() => IsOne ? "1" : string.Join("·", Factors);
}
