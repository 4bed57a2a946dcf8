using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace DslDp.Generator.Proof.Rules;

/// <summary>
/// A reshape keeps the elements in order, so it keeps the order of the factors of all axes and only draws the borders anew.
/// The new borders must fall between factors (or split a number): then it is known which axis holds the examples, alone or merged.
/// </summary>
internal static class Reshaping
{
    /// <summary>The axes after reshaping to <paramref name="sizes"/>, one of which may be −1 or unknown; null where the borders cannot be placed.</summary>
    public static Shape? Fit(Shape shape, IReadOnlyList<Axis> sizes) => ByFactors(shape, sizes) ?? BehindExamples(shape, sizes);

    /// <summary>Where all axes up to that of the examples stay, the rest is drawn anew within each example, whatever its sizes are: if they do not fit, nothing runs.</summary>
    private static Shape? BehindExamples(Shape shape, IReadOnlyList<Axis> sizes)
    {
        var kept = shape.ExamplesAxis + 1;
        if (kept == 0 || sizes.Count < kept || Enumerable.Range(0, kept).Any(axis => !sizes[axis].IsKnown || !sizes[axis].Equals(shape[axis]))) return null;
        var rest = sizes.Skip(kept).ToArray();
        if (rest.Any(size => size.HoldsExamples) || rest.Concat(shape.Axes.Skip(kept)).All(size => size.Constant is not null)) return null;
        return new([.. shape.Axes.Take(kept), .. rest.Select(size => size.Constant == -1 ? Axis.Unknown : size)]);
    }

    private static Shape? ByFactors(Shape shape, IReadOnlyList<Axis> sizes)
    {
        var open = OpenSize(sizes);
        var factors = Merge(shape.Factors);
        var before = open < 0 ? sizes.Count : open;

        var axes = new Axis[sizes.Count];
        for (var axis = 0; axis < before; axis++)
        {
            if (TakeFront(ref factors, sizes[axis]) is not { } taken) return null;
            axes[axis] = taken;
        }

        for (var axis = sizes.Count - 1; axis > open && open >= 0; axis--)
        {
            factors = Reverse(factors);
            var taken = TakeFront(ref factors, sizes[axis]);
            factors = Reverse(factors);
            if (taken is null) return null;
            axes[axis] = Axis.Product(taken.Factors.Reverse());
        }

        if (open >= 0) axes[open] = Axis.Product(factors);
        else if (!Axis.Product(factors).IsOne) return null;
        return new(axes);
    }

    /// <summary>The one size that follows from the others: −1, or the only one that is not known.</summary>
    private static int OpenSize(IReadOnlyList<Axis> sizes)
    {
        for (var axis = 0; axis < sizes.Count; axis++)
        {
            if (sizes[axis].Constant == -1) return axis;
        }

        var unknown = Enumerable.Range(0, sizes.Count).Where(axis => !sizes[axis].IsKnown).ToArray();
        return unknown.Length == 1 ? unknown[0] : -1;
    }

    private static Axis? TakeFront(ref ImmutableArray<Factor> factors, Axis size)
    {
        var number = size.Factors.Where(factor => factor.Kind == FactorKind.Number).Aggregate(1L, (product, factor) => product * factor.Value);
        var names = size.Factors.Where(factor => factor.Kind != FactorKind.Number).ToList();
        var taken = new List<Factor>();
        while (number > 1 || names.Count > 0)
        {
            if (factors.IsEmpty) return null;
            var front = factors[0];
            if (front.Kind != FactorKind.Number)
            {
                if (front.Kind == FactorKind.Unknown || !names.Remove(front)) return null;
                factors = factors.RemoveAt(0);
                taken.Add(front);
            }
            else if (number % front.Value == 0)
            {
                number /= front.Value;
                factors = factors.RemoveAt(0);
                taken.Add(front);
            }
            else if (number > 1 && front.Value % number == 0)
            {
                factors = factors.SetItem(0, Factor.Number(front.Value / number));
                taken.Add(Factor.Number(number));
                number = 1;
            }
            else
            {
                return null;
            }
        }

        return number == 1 ? Axis.Product(taken) : null;
    }

    private static ImmutableArray<Factor> Merge(IEnumerable<Factor> factors) => Axis.Product(factors).Factors;

    private static ImmutableArray<Factor> Reverse(ImmutableArray<Factor> factors) => factors.Reverse().ToImmutableArray();
}
