using System.Linq;

namespace DslDp.Generator.Proof.Rules;

/// <summary>Operators of single matrices and vectors, which know no stacks: what they are given must be without examples on every axis that they touch.</summary>
internal static class MatrixRows
{
    public static void AddTo(OperatorTable table)
    {
        table.AddTensor("diag", call => Whole(call, "takes the diagonal of, or makes a diagonal from,", shape => shape is { Rank: 1 } && shape[0].Constant is { } size && call.Take("diagonal") is null
            ? new Shape([Axis.Of(size), Axis.Of(size)])
            : shape.Rank == 1 ? new Shape([Axis.Unknown, Axis.Unknown]) : new Shape([Axis.Unknown])));
        table.AddTensor("diagflat", call => Whole(call, "makes a diagonal from all of", _ => new Shape([Axis.Unknown, Axis.Unknown])));
        table.AddTensor("trace", call => Whole(call, "sums the diagonal of", _ => Shape.Scalar));
        table.AddTensor("diagonal_scatter", WriteDiagonal);
        table.AddTensor("kron", Kronecker);
        table.AddTensor("dist", Distance);
        table.AddTensor("equal", call => call.Result(Distance(call, "target"), Shape.Scalar, Element.Boolean));
        table.AddTensor("vander", Powers);
        table.Add("torch.linalg.vander", Powers);
        table.AddTensor("addbmm", call => Added(call, EinsumRows.Named(call, "bij,bjk->ik", call.TakeTensor("batch1")!, call.TakeTensor("batch2")!)));
        table.AddTensor("addr", call => Added(call, EinsumRows.Named(call, "i,j->ij", call.TakeTensor("vec1")!, call.TakeTensor("vec2")!)));
        table.AddTensor("view_as_complex", call => Complex(call, toComplex: true));
        table.AddTensor("view_as_real", call => Complex(call, toComplex: false));
        table.Add("torch.gradient", Gradient);
    }

    private static AbstractValue Whole(Call call, string does, System.Func<Shape, Shape> result)
    {
        var subject = call.Subject();
        if (subject.Shape is not { } shape) return call.OfUnknownRank(subject);
        Require.NotOverExamples(call, subject, Enumerable.Range(0, shape.Rank), does);
        var made = result(shape);
        call.TakeSettings();
        return call.Result(subject, made);
    }

    private static AbstractValue WriteDiagonal(Call call)
    {
        var subject = call.Subject();
        var source = call.TakeTensor("src")!;
        if (!Require.KnownRanks(call, subject, source)) return call.OfUnknownRank(subject);
        var shape = subject.Shape!;
        int[] axes = [call.TakeAxis(shape, 0, "dim1"), call.TakeAxis(shape, 1, "dim2")];
        call.TakeSettings();
        Require.NotOverExamples(call, subject, axes, "writes the diagonal of");
        var diagonal = call.Result(subject, new Shape([.. shape.Without(axes, keep: false).Axes, Axis.Unknown]));
        Require.NotOverExamples(call, source, [source.Shape!.Rank - 1], "writes a diagonal along");
        Require.Aligned(call, diagonal, source, except: diagonal.Shape!.Rank - 1);
        return call.Result(subject, shape);
    }

    /// <summary>Each element of the left times the whole right: on each axis the left's place is the slower index.</summary>
    private static AbstractValue Kronecker(Call call)
    {
        var left = call.Subject();
        var right = call.TakeTensor("other")!;
        if (!Require.KnownRanks(call, left, right)) return call.Result(left, null);
        if (left.HoldsExamples && right.HoldsExamples) throw call.Refuse(Reason.ComparesExamples, $"kron of {left} and {right} multiplies every example with every other", "multiply within each example", trail: left.Trail);
        var (a, b) = (left.Shape!, right.Shape!);
        var rank = System.Math.Max(a.Rank, b.Rank);
        var axes = Enumerable.Range(0, rank).Select(axis => Axis.Product(At(a, axis - rank + a.Rank), At(b, axis - rank + b.Rank)));
        return call.Result(left.HoldsExamples ? left : right, new Shape(axes));
    }

    private static Axis At(Shape shape, int axis) => axis < 0 ? Axis.One : shape[axis];

    private static AbstractValue Distance(Call call) => call.Result(Distance(call, "other"), Shape.Scalar, Element.Float);

    /// <summary>Two tensors of which one number is made.</summary>
    private static TensorValue Distance(Call call, string parameter)
    {
        var left = call.Subject();
        var right = call.TakeTensor(parameter)!;
        call.TakeSettings();
        var example = left.HoldsExamples ? left : right;
        if (!example.HoldsExamples) return left;
        throw call.Refuse(
            Reason.MixesExamples,
            $"{call.Member} of {left} and {right} makes one number of all examples",
            call.Member == "equal" ? "compare with eq, which keeps the shape" : "take the distance within each example, as in (a - b).pow(2).sum(1)",
            trail: example.Trail);
    }

    /// <summary>A row of powers for each element; left out, their number is the length, which may be the batch's.</summary>
    private static AbstractValue Powers(Call call)
    {
        var subject = call.Subject();
        var count = call.Take("N");
        call.TakeSettings();
        if (subject.Shape is not { Rank: > 0 } shape) return call.Result(subject, null);
        var size = count is IntegerValue { HoldsExamples: false, Size: var given } && given.Constant is not < 0 ? given
            : count is null or ConstantValue { Value: null } or IntegerValue { Size.Constant: -1 } ? shape[shape.Rank - 1]
            : Axis.Unknown;
        if (size.HoldsExamples || count is IntegerValue { HoldsExamples: true })
            throw call.Refuse(Reason.BatchSizeEntersValue, "vander makes as many powers as there are examples", "name their number, N", trail: subject.Trail);
        return call.Result(subject, new Shape(shape.Axes.Add(size)));
    }

    private static AbstractValue Added(Call call, AbstractValue product)
    {
        var added = call.Subject();
        call.TakeSettings();
        return product is TensorValue tensor ? call.Result(tensor.HoldsExamples ? tensor : added, Broadcasting.Of(call, [added, tensor])) : product;
    }

    /// <summary>Pairs of real numbers along the last axis are complex numbers.</summary>
    private static AbstractValue Complex(Call call, bool toComplex)
    {
        var subject = call.Subject();
        if (subject.Shape is not { } shape) return call.Result(subject, null, Element.Unknown);
        if (!toComplex) return call.Result(subject, new Shape(shape.Axes.Add(Axis.Of(2))), Element.Float);
        if (shape.Rank == 0) throw call.Refuse(Reason.ShapeMismatch, $"{call.Member} of {shape}", "give it a last axis of size 2");
        Require.NotOverExamples(call, subject, [shape.Rank - 1], "pairs the numbers of");
        return call.Result(subject, shape.Without([shape.Rank - 1], keep: false), Element.Unknown);
    }

    /// <summary>Slopes between neighbours, a tensor for each of the axes; with none named, over all of them.</summary>
    private static AbstractValue Gradient(Call call)
    {
        var subject = call.Subject();
        if (subject.Shape is not { } shape)
        {
            call.TakeSettings();
            return new UnknownValue("it is a slope of a tensor whose axes are not known");
        }

        var axes = call.TakeAxes(shape, "dim", "dims") ?? Enumerable.Range(0, shape.Rank).ToArray();
        Require.NotOverExamples(call, subject, axes, "takes the slope along");
        call.TakeSettings();
        return new SequenceValue(EquatableArray.From<AbstractValue>(axes.Select(_ => call.Result(subject, shape)).ToArray()));
    }
}
