using System.Linq;

namespace DslDp.Generator.Proof.Rules;

/// <summary>Products of matrices: the contracted axes must be the example's own, and the examples may stand on one axis of the result only.</summary>
internal static class ProductRows
{
    public static void AddTo(OperatorTable table)
    {
        table.AddTensor("matmul", Matmul);
        table.AddTensor("mm bmm", Matmul);
        table.AddTensor("addmm", call => Added(call, call.TakeTensor("mat1")!, call.TakeTensor("mat2")!));
        table.Add("torch.Tensor.addmv", call => Added(call, call.TakeTensor("mat")!, call.TakeTensor("vec")!));
        table.Add("torch.addmv", call => Added(call, call.TakeTensor("mat1")!, call.TakeTensor("mat2")!));
        table.AddTensor("baddbmm", Baddbmm);
        table.Add("torch.linalg.multi_dot", call => ShapeRows.Parts(call).Aggregate((left, right) => Matmul(call, left, right)));
        table.Add("torch.chain_matmul", call => ShapeRows.Parts(call, "matrices").Aggregate((left, right) => Matmul(call, left, right)));
        table.AddTensor("cdist", Distances);
    }

    private static AbstractValue Matmul(Call call)
    {
        var left = call.Subject();
        var right = call.TakeTensor("target", "batch2", "mat2", "other") ?? throw call.Refuse(
            Reason.UnknownOperation, $"{call.Member} without a second operand", "write it");
        return Matmul(call, left, right);
    }

    /// <summary>The product is added to a tensor that broadcasts to it.</summary>
    private static AbstractValue Added(Call call, TensorValue left, TensorValue right) => Added(call, call.Subject(), left, right);

    private static AbstractValue Added(Call call, TensorValue added, TensorValue left, TensorValue right)
    {
        call.TakeSettings();
        var product = Matmul(call, left, right);
        return call.Result(product.HoldsExamples ? product : added, Broadcasting.Of(call, [added, product]));
    }

    /// <summary>In TorchSharp 0.107 the receiver, or first argument, is the first factor, and the last argument is what the product is added to.</summary>
    private static AbstractValue Baddbmm(Call call)
    {
        var left = call.Subject();
        var (right, added) = (call.TakeTensor("batch1")!, call.TakeTensor("batch2")!);
        return Added(call, added, left, right);
    }

    /// <summary>The distance of every row of the left to every row of the right: the rows of one of them may be the examples, or both lie within an example.</summary>
    private static AbstractValue Distances(Call call)
    {
        var left = call.TakeTensor("x1")!;
        var right = call.TakeTensor("x2")!;
        call.TakeSettings();
        if (!Require.KnownRanks(call, left, right)) return call.Result(left, null);
        if (left.Shape is not { Rank: >= 2 } a || right.Shape is not { Rank: >= 2 } b) throw call.Refuse(Reason.ShapeMismatch, $"cdist of {left} and {right}", "use it on matrices of rows");
        if (a[a.Rank - 2].HoldsExamples && b[b.Rank - 2].HoldsExamples)
        {
            throw call.Refuse(
                Reason.ComparesExamples,
                "cdist takes the distance of every example to every other",
                "take the distance within each example, as in (a - b).pow(2).sum(1)",
                trail: left.Trail);
        }

        return Matmul(call, left, call.Result(right, b.With(b.Rank - 1, b[b.Rank - 2]).With(b.Rank - 2, b[b.Rank - 1])));
    }

    public static TensorValue Matmul(Call call, TensorValue left, TensorValue right)
    {
        if (left.Shape is not { } a || right.Shape is not { } b) return FreeOrRefuse(call, left, right);
        if (a.Rank == 0 || b.Rank == 0) throw call.Refuse(Reason.ShapeMismatch, $"{call.Member} of {left} and {right}", "use * for a scalar");

        // A vector is a matrix with one row (left) or one column (right), which is dropped again.
        var rows = a.Rank == 1 ? new Shape([Axis.One, a[0]]) : a;
        var columns = b.Rank == 1 ? new Shape([b[0], Axis.One]) : b;
        NotContracted(call, left, rows[rows.Rank - 1]);
        NotContracted(call, right, columns[columns.Rank - 2]);
        if (rows[rows.Rank - 2].HoldsExamples && columns[columns.Rank - 1].HoldsExamples)
        {
            throw call.Refuse(
                Reason.ComparesExamples,
                $"{call.Member} of {left} and {right} multiplies every example with every other: the similarity matrix of contrastive and other in-batch losses",
                "compare each example with its own pair, as in (a * b).sum(1)",
                trail: left.Trail);
        }

        SameLength(call, left, right, rows[rows.Rank - 1], columns[columns.Rank - 2]);
        var leading = Broadcasting.Of(call, [new Shape(rows.Axes.Take(rows.Rank - 2)), new Shape(columns.Axes.Take(columns.Rank - 2))]);
        var result = leading.Axes.ToList();
        if (a.Rank > 1) result.Add(rows[rows.Rank - 2]);
        if (b.Rank > 1) result.Add(columns[columns.Rank - 1]);
        if (result.Count(axis => axis.HoldsExamples) > 1)
        {
            throw call.Refuse(
                Reason.ComparesExamples,
                $"{call.Member} of {left} and {right} multiplies every example with every other",
                "keep the examples on the same leading axis of both",
                trail: left.Trail);
        }

        return call.Result(left.HoldsExamples ? left : right, new Shape(result));
    }

    private static void NotContracted(Call call, TensorValue operand, Axis contracted)
    {
        if (!contracted.HoldsExamples) return;
        throw call.Refuse(
            Reason.MixesExamples,
            $"{call.Member} of {operand} sums over the axis that holds the examples, as a covariance or correlation over the batch does",
            "contract the example's own axes, which leaves [batch, …]",
            trail: operand.Trail);
    }

    private static void SameLength(Call call, TensorValue left, TensorValue right, Axis a, Axis b)
    {
        if (a.Constant is { } first && b.Constant is { } second && first != second)
            throw call.Refuse(Reason.ShapeMismatch, $"{call.Member} of {left} and {right}: {first} columns meet {second} rows", "make them equal");
    }

    private static TensorValue FreeOrRefuse(Call call, TensorValue left, TensorValue right)
    {
        if (!left.HoldsExamples && !right.HoldsExamples) return call.Result(left, null);
        throw call.Refuse(
            Reason.UnknownOperation,
            $"{call.Member} of {left} and {right}, where one number of axes is not known",
            "use tensors whose axes the compiler can see",
            trail: left.Trail ?? right.Trail);
    }
}
