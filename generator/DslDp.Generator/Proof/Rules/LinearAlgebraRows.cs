using System;
using System.Linq;

namespace DslDp.Generator.Proof.Rules;

/// <summary>Functions of matrices act on the last two axes of each matrix in a stack, and leave the axes before them alone.</summary>
internal static class LinearAlgebraRows
{
    public static void AddTo(OperatorTable table)
    {
        table.AddAll("torch.linalg", "det matrix_rank cond", Matrices(_ => []));
        table.AddAll("torch.linalg", "inv cholesky matrix_exp", Matrices(matrix => matrix));
        table.Add("torch.linalg.pinv", Matrices(matrix => [matrix[1], matrix[0]]));
        table.AddAll("torch.linalg", "eigvals eigvalsh", Matrices(matrix => [matrix[0]]));
        table.Add("torch.linalg.svdvals", Matrices(matrix => [Smaller(matrix)]));
        table.Add("torch.linalg.slogdet", Several(_ => [], _ => []));
        table.AddAll("torch.linalg", "eig eigh", Several(matrix => [matrix[0]], matrix => matrix));
        table.AddTensor("det logdet", Matrices(_ => []));
        table.Add("torch.slogdet", Several(_ => [], _ => []));
        table.AddTensor("inverse cholesky matrix_exp matrix_power", Matrices(matrix => matrix));
        table.AddTensor("pinverse", Matrices(matrix => [matrix[1], matrix[0]]));

        table.AddAll("torch.linalg", "norm vector_norm", ReductionRows.Reduce(null));
        table.Add("torch.linalg.matrix_norm", MatrixNorm);
        table.Add("torch.linalg.vecdot", VectorProduct);
        table.Add("torch.linalg.cross", Cross);
        table.AddAll("torch.linalg", "solve solve_triangular", Solve);
    }

    public static Rule Matrices(Func<Axis[], Axis[]> result) => call => Stack(call, result)[0];

    public static Rule Several(params Func<Axis[], Axis[]>[] results) => call => new SequenceValue(EquatableArray.From(Stack(call, results)));

    public static AbstractValue[] Stack(Call call, params Func<Axis[], Axis[]>[] results)
    {
        var subject = call.Subject();
        call.TakeSettings();
        if (subject.Shape is not { } shape) return [.. results.Select(_ => call.Result(subject, null))];
        if (shape.Rank < 2) throw call.Refuse(Reason.ShapeMismatch, $"{call.Member} of {shape}", "use it on matrices");
        Require.NotOverExamples(call, subject, [shape.Rank - 2, shape.Rank - 1], "takes a matrix over");
        var leading = shape.Axes.Take(shape.Rank - 2).ToArray();
        Axis[] matrix = [shape[shape.Rank - 2], shape[shape.Rank - 1]];
        return [.. results.Select(result => call.Result(subject, new Shape([.. leading, .. result(matrix)]), Element.Unknown))];
    }

    private static AbstractValue MatrixNorm(Call call)
    {
        var subject = call.Subject();
        var dims = call.Take("dims");
        var keep = call.TakeFlag(false, "keepdim");
        if (subject.Shape is not { } shape) return call.OfUnknownRank(subject);

        var axes = dims is null or ConstantValue { Value: null }
            ? [Dimensions.AxisOf(call, shape, -2), Dimensions.AxisOf(call, shape, -1)]
            : Dimensions.Numbers(call, dims, "dims").Select(dimension => Dimensions.AxisOf(call, shape, dimension)).ToArray();
        call.TakeSettings();
        Require.NotOverExamples(call, subject, axes, "reduces");
        return call.Result(subject, shape.Without(axes, keep));
    }

    private static AbstractValue VectorProduct(Call call)
    {
        var (shape, first) = Pair(call, "x", "y");
        if (shape is null) return call.Result(first, null);
        var axis = call.TakeAxis(shape, -1, "dim");
        Require.NotOverExamples(call, call.Result(first, shape), [axis], "sums over");
        return call.Result(first, shape.Without([axis], keep: false));
    }

    private static AbstractValue Cross(Call call)
    {
        var (shape, first) = Pair(call, "input", "other");
        if (shape is null) return call.Result(first, null);
        Require.NotOverExamples(call, call.Result(first, shape), [call.TakeAxis(shape, -1, "dim")], "multiplies along");
        return call.Result(first, shape);
    }

    private static (Shape? Shape, TensorValue First) Pair(Call call, string left, string right)
    {
        var a = call.TakeTensor(left)!;
        var b = call.TakeTensor(right)!;
        var shape = Broadcasting.Of(call, [a, b]);
        if (a.Shape is { } one && b.Shape is { } two && one.Rank != two.Rank)
            throw call.Refuse(Reason.ShapeMismatch, $"{call.Member} of {a} and {b}, which differ in rank", "give both the same number of axes");
        if (shape is null) call.TakeSettings();
        return (shape, a.HoldsExamples ? a : b);
    }

    /// <summary>Systems A·X = B, one for each matrix of the stack. A stack of vectors B, which has fewer axes than A, is refused: whether it is one depends on the sizes.</summary>
    private static AbstractValue Solve(Call call)
    {
        var a = call.TakeTensor("A")!;
        var b = call.TakeTensor("B")!;
        call.TakeSettings();
        if (!Require.KnownRanks(call, a, b)) return call.Result(a, null);
        var (left, right) = (a.Shape!, b.Shape!);
        if (left.Rank > right.Rank || left.Rank < 2)
            throw call.Refuse(Reason.UnknownOperation, $"{call.Member} of {a} and {b}", "give the right-hand side as a matrix, with as many axes as the other (unsqueeze(-1))", trail: a.Trail ?? b.Trail);
        foreach (var operand in new[] { a, b }) Require.NotOverExamples(call, operand, [operand.Shape!.Rank - 2, operand.Shape.Rank - 1], "solves over");
        var leading = Broadcasting.Of(call, [new Shape(left.Axes.Take(left.Rank - 2)), new Shape(right.Axes.Take(right.Rank - 2))]);
        return call.Result(a.HoldsExamples ? a : b, new Shape([.. leading.Axes, right[right.Rank - 2], right[right.Rank - 1]]));
    }

    private static Axis Smaller(Axis[] matrix) => matrix[0].Constant is { } rows && matrix[1].Constant is { } columns ? Axis.Of(Math.Min(rows, columns)) : Axis.Unknown;
}
