using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace DslDp.Generator.Proof;

/// <summary>
/// The axes of a tensor. At most one axis holds the examples; a tensor without one is the same for every batch
/// (a parameter or a constant). A value that mixes examples has no shape here: it is refused where it arises.
/// </summary>
internal sealed class Shape : IEquatable<Shape>
{
    public Shape(IEnumerable<Axis> axes) => Axes = axes.ToImmutableArray();

    public static Shape Scalar { get; } = new([]);

    public ImmutableArray<Axis> Axes { get; }

    public int Rank => Axes.Length;

    public Axis this[int axis] => Axes[axis];

    /// <summary>The axis that holds the examples, or −1.</summary>
    public int ExamplesAxis
    {
        get
        {
            for (var axis = 0; axis < Rank; axis++)
            {
                if (Axes[axis].HoldsExamples) return axis;
            }

            return -1;
        }
    }

    public bool HoldsExamples => ExamplesAxis >= 0;

    /// <summary>The factors of all axes, outermost first: what a reshape keeps.</summary>
    public IEnumerable<Factor> Factors => Axes.SelectMany(axis => axis.Factors);

    /// <summary>A dimension as PyTorch counts it, from the end when negative; null where the tensor has no such axis.</summary>
    public int? Normalise(long dimension)
    {
        var axis = dimension < 0 ? dimension + Rank : dimension;
        return axis >= 0 && axis < Rank ? (int)axis : null;
    }

    public Shape With(int axis, Axis size) => new(Axes.SetItem(axis, size));

    public Shape Without(ICollection<int> axes, bool keep) =>
        new(keep
            ? Axes.Select((axis, index) => axes.Contains(index) ? Axis.One : axis)
            : Axes.Where((_, index) => !axes.Contains(index)));

    public bool Equals(Shape? other) => other is not null && Axes.SequenceEqual(other.Axes);

    public override bool Equals(object? obj) => Equals(obj as Shape);

    public override int GetHashCode() => Axes.Aggregate(11, (hash, axis) => unchecked((hash * 31) + axis.GetHashCode()));

    public override string ToString() => "[" + string.Join(", ", Axes) + "]";
}
