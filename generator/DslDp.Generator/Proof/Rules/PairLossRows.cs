using System.Linq;

namespace DslDp.Generator.Proof.Rules;

/// <summary>Losses of two or three tensors for each example: rankings, triplets, likelihoods, alignments.</summary>
internal static class PairLossRows
{
    private delegate AbstractValue PairLoss(Call call, LossSettings settings, TensorValue[] operands);

    public static void AddTo(OperatorTable table)
    {
        Add(table, "kl_div", "KLDivLoss", 2, Elementwise);
        Add(table, "hinge_embedding_loss", "HingeEmbeddingLoss", 2, Elementwise);
        Add(table, "margin_ranking_loss", "MarginRankingLoss", 3, Elementwise);
        Add(table, "triplet_margin_loss", "TripletMarginLoss", 3, Triplet);
        Add(table, "triplet_margin_with_distance_loss", "TripletMarginWithDistanceLoss", 3, Triplet);
        Add(table, "cosine_embedding_loss", "CosineEmbeddingLoss", 3, CosineEmbedding);
        Add(table, "gaussian_nll_loss", "GaussianNLLLoss", 3, Gaussian);
        Add(table, "multi_label_margin_loss", "MultiLabelMarginLoss", 2, OverLabels);
        Add(table, "multilabel_soft_margin_loss", "MultiLabelSoftMarginLoss", 2, OverLabels);
        Add(table, "ctc_loss", "CTCLoss", 4, Alignment);
    }

    private static void Add(OperatorTable table, string function, string module, int operands, PairLoss loss)
    {
        table.Add("torch.nn.functional." + function, Function(operands, loss));
        table.Add("torch.nn." + module, ModuleRows.Make(module));
        table.Add(module + ".call", call => loss(call, new LossSettings((ModuleValue)call.Receiver!), Operands(call, operands)));
    }

    private static Rule Function(int operands, PairLoss loss) => call => loss(call, new LossSettings(call, operands), Operands(call, operands));

    private static TensorValue[] Operands(Call call, int count) => [.. Enumerable.Range(0, count).Select(call.Operand)];

    /// <summary>A loss for each element. Operands that differ in rank would pair each example with every other.</summary>
    private static AbstractValue Elementwise(Call call, LossSettings settings, TensorValue[] operands)
    {
        settings.RequireNoReduction(call, operands[0].Shape?.Rank, operands);
        var shape = Broadcasting.Of(call, operands);
        if (shape is not null) SameRank(call, operands);
        return call.Result(First(operands), settings.Shape(shape), Element.Float);
    }

    /// <summary>Distances over the last axis, which is one example's own.</summary>
    private static AbstractValue Triplet(Call call, LossSettings settings, TensorValue[] operands)
    {
        settings.RequireNoReduction(call, operands[0].Shape?.Rank - 1, operands);
        if (settings["distance"] is not (null or ConstantValue { Value: null })) throw call.Refuse(Reason.UnknownOperation, $"{call.Member} with a distance of one's own", "write the loss with that distance as a method");
        if (Broadcasting.Of(call, operands) is not { } shape) return call.Result(operands[0], null, Element.Float);
        SameRank(call, operands);
        if (shape.Rank < 1) throw Fed(call, operands, "[batch, features]");
        Require.NotOverExamples(call, call.Result(First(operands), shape), [shape.Rank - 1], "sums over");
        return call.Result(First(operands), settings.Shape(shape.Without([shape.Rank - 1], keep: false)), Element.Float);
    }

    /// <summary>Two vectors and a label, 1 or −1, for each example.</summary>
    private static AbstractValue CosineEmbedding(Call call, LossSettings settings, TensorValue[] operands)
    {
        settings.RequireNoReduction(call, null, operands);
        if (!Require.KnownRanks(call, operands)) return call.Result(operands[0], null, Element.Float);
        if (operands[0].Shape!.Rank != 2 || operands[1].Shape!.Rank != 2 || operands[2].Shape!.Rank != 1) throw Fed(call, operands, "[batch, features] twice, and [batch]");
        var pairs = call.Result(First(operands), Broadcasting.Of(call, operands.Take(2).ToArray())!, Element.Float);
        Require.NotOverExamples(call, pairs, [1], "sums over");
        if (!operands[2].Shape![0].IsOne) Require.Aligned(call, call.Result(pairs, new Shape([pairs.Shape![0]])), operands[2], except: -1);
        return call.Result(pairs, settings.Shape(new Shape([pairs.Shape![0]])), Element.Float);
    }

    /// <summary>TorchSharp flattens all but the first axis and sums over it, so that one loss is left for each row.</summary>
    private static AbstractValue Gaussian(Call call, LossSettings settings, TensorValue[] operands)
    {
        settings.RequireNoReduction(call, null, operands);
        if (!Require.KnownRanks(call, operands)) return call.Result(operands[0], null, Element.Float);
        if (operands.Any(operand => operand.Shape!.Rank < 1)) throw Fed(call, operands, "[batch, outputs] three times");
        foreach (var operand in operands)
        {
            Require.NotOverExamples(call, operand, Enumerable.Range(1, operand.Shape!.Rank - 1), "sums over");
            Require.Aligned(call, Rows(call, operands[0]), Rows(call, operand), except: -1);
        }

        return call.Result(operands[0], settings.Shape(new Shape([operands[0].Shape![0]])), Element.Float);
    }

    /// <summary>Scores [batch, classes] and labels of the same shape.</summary>
    private static AbstractValue OverLabels(Call call, LossSettings settings, TensorValue[] operands)
    {
        settings.RequireNoReduction(call, null, operands);
        if (settings["weight"] is TensorValue weight) Require.NoExamples(call, weight, "the weight");
        if (!Require.KnownRanks(call, operands)) return call.Result(operands[0], null, Element.Float);
        if (operands.Any(operand => operand.Shape!.Rank != 2)) throw Fed(call, operands, "[batch, classes] twice");
        foreach (var operand in operands) Require.NotOverExamples(call, operand, [1], "goes along");
        Require.Aligned(call, operands[0], operands[1], except: 1);
        return call.Result(operands[0], settings.Shape(new Shape([operands[0].Shape![0]])), Element.Float);
    }

    /// <summary>Log-probabilities [time, batch, classes], targets [batch, labels] and the lengths of both. Targets in one long vector are not told apart by example.</summary>
    private static AbstractValue Alignment(Call call, LossSettings settings, TensorValue[] operands)
    {
        settings.RequireNoReduction(call, null, operands);
        if (!Require.KnownRanks(call, operands)) return call.Result(operands[0], null, Element.Float);
        int[] ranks = [3, 2, 1, 1];
        if (operands.Where((operand, position) => operand.Shape!.Rank != ranks[position]).Any()) throw Fed(call, operands, "[time, batch, classes], [batch, labels], and the lengths [batch] of both");
        Require.NotOverExamples(call, operands[0], [0, 2], "goes along");
        Require.NotOverExamples(call, operands[1], [1], "goes along");
        var batch = call.Result(operands[0], new Shape([operands[0].Shape![1]]), Element.Float);
        foreach (var operand in operands.Skip(1)) Require.Aligned(call, batch, Rows(call, operand), except: -1);
        return call.Result(batch, settings.Shape(batch.Shape), Element.Float);
    }

    private static TensorValue Rows(Call call, TensorValue operand) => call.Result(operand, new Shape([operand.Shape![0]]));

    private static TensorValue First(TensorValue[] operands) => operands.FirstOrDefault(operand => operand.HoldsExamples) ?? operands[0];

    private static void SameRank(Call call, TensorValue[] operands)
    {
        if (operands.Select(operand => operand.Shape!.Rank).Distinct().Count() > 1)
            throw call.Refuse(Reason.ShapeMismatch, $"{call.Member} of {string.Join(" and ", operands.Select(operand => operand.ToString()))}, which differ in rank", "bring all to the same shape", trail: First(operands).Trail);
    }

    private static RefusedException Fed(Call call, TensorValue[] operands, string shapes) =>
        call.Refuse(Reason.ShapeMismatch, $"{call.Member} is fed {string.Join(", ", operands.Select(operand => operand.ToString()))}", $"feed it {shapes}", trail: First(operands).Trail);
}
