using System;
using System.Collections.Generic;
using System.Linq;

namespace DslDp.Generator.Proof.Rules;

/// <summary>Factorisations of each matrix in a stack, and systems that are solved with them. The axes before the last two are left alone.</summary>
internal static class FactorizationRows
{
    public static void AddTo(OperatorTable table)
    {
        table.AddAll("torch.linalg", "cholesky_ex inv_ex", LinearAlgebraRows.Several(matrix => matrix, _ => []));
        table.Add("torch.linalg.lu", LinearAlgebraRows.Several(matrix => [matrix[0], matrix[0]], matrix => [matrix[0], Smaller(matrix)], matrix => [Smaller(matrix), matrix[1]]));
        table.AddAll("torch.linalg", "lu_factor", LinearAlgebraRows.Several(matrix => matrix, matrix => [Smaller(matrix)]));
        table.AddAll("torch.linalg", "ldl_factor", LinearAlgebraRows.Several(matrix => matrix, matrix => [matrix[0]]));
        table.AddAll("torch.linalg", "ldl_factor_ex", LinearAlgebraRows.Several(matrix => matrix, matrix => [matrix[0]], _ => []));
        table.AddTensor("geqrf", LinearAlgebraRows.Several(matrix => matrix, matrix => [Smaller(matrix)]));
        table.AddTensor("cholesky_inverse", LinearAlgebraRows.Matrices(matrix => matrix));
        table.Add("torch.matrix_rank", LinearAlgebraRows.Matrices(_ => []));
        table.Add("torch.linalg.qr", Orthogonal);
        table.Add("torch.linalg.svd", SingularValues);
        table.Add("torch.linalg.householder_product", call => Reflections(call, call.TakeTensor("A")!));
        table.Add("torch.orgqr", call => Reflections(call, call.TakeTensor("input")!));

        table.AddTensor("cholesky_solve", call => Solved(call, call.TakeTensor("input2")!, call.Subject()));
        table.Add("torch.linalg.solve_ex", call => Solved(call, call.TakeTensor("A")!, call.TakeTensor("B")!) is TensorValue { Shape: { } shape } solved
            ? new SequenceValue(EquatableArray.From<AbstractValue>([solved, call.Result(solved, new Shape(shape.Axes.Take(shape.Rank - 2)), Element.Integer)]))
            : new UnknownValue("it is the solution of a system whose axes are not known"));
        table.Add("torch.linalg.lu_solve", call => Solved(call, call.TakeTensor("LU")!, call.TakeTensor("B")!, call.TakeTensor("pivots")!));
        table.Add("torch.linalg.ldl_solve", call => Solved(call, call.TakeTensor("LD")!, call.TakeTensor("B")!, call.TakeTensor("pivots")!));
        table.Add("torch.linalg.lstsq", LeastSquares);
    }

    private static AbstractValue Orthogonal(Call call)
    {
        var mode = (call.TakeOrDefault("mode") as EnumerationValue)?.Member;
        var factors = mode switch
        {
            "Reduced" => LinearAlgebraRows.Stack(call, matrix => [matrix[0], Smaller(matrix)], matrix => [Smaller(matrix), matrix[1]]),
            "Complete" => LinearAlgebraRows.Stack(call, matrix => [matrix[0], matrix[0]], matrix => matrix),
            _ => throw call.Refuse(Reason.UnknownOperation, "qr in a mode that gives no Q, or is not a constant", "use QRMode.Reduced"),
        };
        return new SequenceValue(EquatableArray.From(factors));
    }

    private static AbstractValue SingularValues(Call call)
    {
        var full = call.TakeFlag(true, "fullMatrices");
        return new SequenceValue(EquatableArray.From(LinearAlgebraRows.Stack(
            call,
            matrix => full ? [matrix[0], matrix[0]] : [matrix[0], Smaller(matrix)],
            matrix => [Smaller(matrix)],
            matrix => full ? [matrix[1], matrix[1]] : [Smaller(matrix), matrix[1]])));
    }

    private static AbstractValue Reflections(Call call, TensorValue vectors)
    {
        var scales = call.TakeTensor("tau")!;
        if (!Require.KnownRanks(call, vectors, scales)) return call.Result(vectors, null);
        if (vectors.Shape is not { Rank: >= 2 } shape || scales.Shape!.Rank != shape.Rank - 1) throw call.Refuse(Reason.ShapeMismatch, $"{call.Member} of {vectors} with {scales}", "give a vector for each matrix");
        Require.NotOverExamples(call, vectors, [shape.Rank - 2, shape.Rank - 1], "multiplies over");
        Require.NotOverExamples(call, scales, [shape.Rank - 2], "multiplies over");
        Require.Aligned(call, call.Result(vectors, new Shape(shape.Axes.Take(shape.Rank - 1))), scales, except: shape.Rank - 2);
        return call.Result(vectors, shape);
    }

    /// <summary>Systems with a factorised matrix: a right-hand side, and pivots, for each matrix of the stack.</summary>
    private static TensorValue Solved(Call call, TensorValue matrices, TensorValue right, TensorValue? pivots = null)
    {
        call.TakeSettings();
        TensorValue[] operands = pivots is null ? [matrices, right] : [matrices, right, pivots];
        if (!Require.KnownRanks(call, operands)) return call.Result(right, null);
        var (a, b) = (matrices.Shape!, right.Shape!);
        if (a.Rank != b.Rank || a.Rank < 2) throw call.Refuse(Reason.UnknownOperation, $"{call.Member} of {matrices} and {right}", "give the right-hand side as a matrix, with as many axes as the other (unsqueeze(-1))", trail: matrices.Trail ?? right.Trail);
        foreach (var operand in new[] { matrices, right }) Require.NotOverExamples(call, operand, [a.Rank - 2, a.Rank - 1], "solves over");
        var leading = new List<Shape> { new(a.Axes.Take(a.Rank - 2)), new(b.Axes.Take(a.Rank - 2)) };
        if (pivots is not null)
        {
            if (pivots.Shape!.Rank != a.Rank - 1) throw call.Refuse(Reason.ShapeMismatch, $"{call.Member} with pivots {pivots}", "give a vector for each matrix");
            Require.NotOverExamples(call, pivots, [a.Rank - 2], "solves over");
            leading.Add(new(pivots.Shape.Axes.Take(a.Rank - 2)));
        }

        return call.Result(operands.FirstOrDefault(operand => operand.HoldsExamples) ?? matrices, new Shape([.. Broadcasting.Of(call, leading).Axes, b[a.Rank - 2], b[a.Rank - 1]]));
    }

    /// <summary>Only the solution is each matrix's own: residuals are left out for all where one matrix has not full rank.</summary>
    private static AbstractValue LeastSquares(Call call)
    {
        var left = call.Subject();
        var solved = Solved(call, left, call.TakeTensor("other")!);
        AbstractValue solution = solved.Shape is { } shape ? call.Result(solved, shape.With(shape.Rank - 2, left.Shape![left.Shape.Rank - 1])) : solved;
        var rest = new UnknownValue("lstsq gives it for all matrices together");
        return new SequenceValue(EquatableArray.From([solution, rest, rest, rest]));
    }

    private static Axis Smaller(Axis[] matrix) => matrix[0].Constant is { } rows && matrix[1].Constant is { } columns ? Axis.Of(Math.Min(rows, columns)) : Axis.Unknown;
}
