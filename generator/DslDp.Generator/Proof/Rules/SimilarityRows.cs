using System.Linq;

namespace DslDp.Generator.Proof.Rules;

/// <summary>Similarities and attention: the features are summed over, and what is compared must belong to one example.</summary>
internal static class SimilarityRows
{
    public static void AddTo(OperatorTable table)
    {
        table.Add("torch.nn.functional.cosine_similarity", call => Compare(call, 1));
        table.Add("torch.nn.functional.pairwise_distance", call => Compare(call, -1));
        table.Add("torch.nn.functional.scaled_dot_product_attention", Attention);
        table.Add("torch.nn.functional.one_hot", OneHot);
        table.Add("torch.nn.functional.linear", Linear);
    }

    private static AbstractValue Compare(Call call, long dimension)
    {
        var left = call.Operand(0);
        var right = call.Operand(1);
        var keep = call.TakeFlag(false, "keepdim");
        if (Broadcasting.Of(call, [left, right]) is not { } shape)
        {
            call.TakeSettings();
            return call.Result(left, null, Element.Float);
        }

        var joined = call.Result(left.HoldsExamples ? left : right, shape, Element.Float);
        var axis = call.TakeAxis(shape, dimension, "dim");
        call.TakeSettings();
        Require.NotOverExamples(call, joined, [axis], "sums over");
        return call.Result(joined, shape.Without([axis], keep));
    }

    /// <summary>Queries [.., L, E], keys [.., S, E], values [.., S, V]: the last two axes of each are one example's own, and the leading ones go together.</summary>
    private static AbstractValue Attention(Call call)
    {
        TensorValue[] operands = [call.Operand(0), call.Operand(1), call.Operand(2)];
        var mask = call.TakeTensor("attn_mask");
        call.TakeSettings();
        if (mask is not null) operands = [.. operands, mask];
        if (!Require.KnownRanks(call, operands)) return call.Result(operands[0], null);
        foreach (var operand in operands)
        {
            if (operand.Shape!.Rank < 2) throw call.Refuse(Reason.ShapeMismatch, $"{call.Member} is fed {operand}", "feed it [batch, …, positions, features]", trail: operand.Trail);
            Require.NotOverExamples(call, operand, [operand.Shape.Rank - 2, operand.Shape.Rank - 1], "attends over");
        }

        var keys = operands[1].Shape!;
        Fitting.RequireEqual(call, operands[0], operands[0].Shape![operands[0].Shape!.Rank - 1], keys[keys.Rank - 1], "features of the queries");
        Fitting.RequireEqual(call, operands[2], operands[2].Shape![operands[2].Shape!.Rank - 2], keys[keys.Rank - 2], "positions of the values");
        var leading = Broadcasting.Of(call, operands.Select(operand => new Shape(operand.Shape!.Axes.Take(operand.Shape.Rank - 2))));
        var (query, value) = (operands[0].Shape!, operands[2].Shape!);
        return call.Result(operands.FirstOrDefault(operand => operand.HoldsExamples) ?? operands[0], new Shape([.. leading.Axes, query[query.Rank - 2], value[value.Rank - 1]]));
    }

    private static AbstractValue OneHot(Call call)
    {
        var subject = call.Subject();
        var classes = call.Take("num_classes");
        if (subject.Element == Element.Float) throw call.Refuse(Reason.ShapeMismatch, $"one_hot takes whole numbers, and is fed floating-point {subject}", "convert it with to(ScalarType.Int64)", trail: subject.Trail);
        if (classes is IntegerValue { HoldsExamples: false, Size: var size } && size.Constant is not <= 0)
            return call.Result(subject, subject.Shape is { } shape ? new Shape(shape.Axes.Add(size)) : null, Element.Integer);
        Require.NoExamples(call, subject, "the greatest class of");
        call.TakeSettings();
        return call.Result(subject, null, Element.Integer);
    }

    /// <summary>With weights that are not trained; trained ones are refused where they are read.</summary>
    private static AbstractValue Linear(Call call)
    {
        var input = call.Operand(0);
        var weights = call.TakeTensor("weights")!;
        if (input.HoldsExamples && weights.HoldsExamples)
        {
            throw call.Refuse(
                Reason.ComparesExamples,
                $"linear of {input} with weights {weights} multiplies every example with every other: the similarity matrix of contrastive and other in-batch losses",
                "compare each example with its own pair, as in (a * b).sum(1)",
                trail: weights.Trail);
        }

        Require.NoExamples(call, weights, "weights");
        var bias = call.TakeTensor("bias") is { } given ? Require.NoExamples(call, given, "a bias") : null;
        if (!Require.KnownRanks(call, input, weights)) return call.Result(input, null);
        if (weights.Shape is not { Rank: 2 } matrix || bias is { Shape: not { Rank: 1 } })
            throw call.Refuse(Reason.ShapeMismatch, $"linear with weights {weights}{(bias is null ? "" : $" and bias {bias}")}", "use a matrix and a vector");
        if (weights.IsParameter && bias is null or { IsParameter: true } && LayerRules.AxisOfExamples(input) is { } axis)
            call.Record(new(IsShared: false, axis, ""), weights, bias);
        return ProductRows.Matmul(call, input, call.Result(weights, new Shape([matrix[1], matrix[0]])));
    }
}
