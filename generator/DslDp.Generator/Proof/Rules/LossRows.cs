using System.Linq;

namespace DslDp.Generator.Proof.Rules;

/// <summary>Losses that come without reduction, one value for each element or each example.</summary>
internal static class LossRows
{
    private const string Elementwise = "mse_loss l1_loss smooth_l1_loss huber_loss binary_cross_entropy binary_cross_entropy_with_logits soft_margin_loss poisson_nll_loss";

    private const string OverClasses = "cross_entropy nll_loss multi_margin_loss";

    public static void AddTo(OperatorTable table)
    {
        foreach (var name in ModuleRows.Names(Elementwise)) table.Add("torch.nn.functional." + name, call => ElementwiseLoss(call, new LossSettings(call, 2)));
        foreach (var name in ModuleRows.Names(OverClasses)) table.Add("torch.nn.functional." + name, call => ClassLoss(call, new LossSettings(call, 2)));
        AddModules(table, "MSELoss L1Loss SmoothL1Loss HuberLoss BCELoss BCEWithLogitsLoss SoftMarginLoss PoissonNLLLoss", ElementwiseLoss);
        AddModules(table, "CrossEntropyLoss NLLLoss MultiMarginLoss", ClassLoss);
    }

    private delegate AbstractValue LossRule(Call call, LossSettings settings);

    private static void AddModules(OperatorTable table, string kinds, LossRule rule)
    {
        foreach (var kind in ModuleRows.Names(kinds))
        {
            table.Add("torch.nn." + kind, ModuleRows.Make(kind));
            table.Add(kind + ".call", call => rule(call, new LossSettings((ModuleValue)call.Receiver!)));
        }
    }

    private static AbstractValue ElementwiseLoss(Call call, LossSettings settings)
    {
        var input = call.Operand(0);
        var target = call.Operand(1);
        settings.RequireNoReduction(call, input.Shape?.Rank, input, target);
        RequireNoExamples(call, settings, "weight", "pos_weights");
        var shape = Broadcasting.Of(call, [input, target]);
        if (input.Shape is { } given && target.Shape is { } wanted && given.Rank != wanted.Rank)
        {
            throw call.Refuse(
                Reason.ShapeMismatch,
                $"{call.Member} of {input} and {target}, which differ in rank",
                "bring both to the same shape, as in target.unsqueeze(1) or input.squeeze(1)",
                trail: input.Trail);
        }

        return call.Result(input.HoldsExamples ? input : target, settings.Shape(shape), Element.Float);
    }

    /// <summary>Scores <c>[batch, classes, …]</c> and labels <c>[batch, …]</c> (or probabilities of the scores' own shape).</summary>
    private static AbstractValue ClassLoss(Call call, LossSettings settings)
    {
        var input = call.Operand(0);
        var target = call.Operand(1);
        settings.RequireNoReduction(call, input.Shape?.Rank - 1, input, target);
        RequireNoExamples(call, settings, "weight");
        if (input.Shape is not { } scores || target.Shape is not { } labels) return UnknownRank(call, input, target);
        if (scores.Rank < 2 || !scores[0].HoldsExamples)
        {
            throw call.Refuse(
                Reason.LossNotPerExample,
                $"{call.Member} takes the classes on axis 1, and is fed {scores}",
                "feed it [batch, classes], with the examples on axis 0",
                trail: input.Trail);
        }

        var losses = scores.Without([1], keep: false);
        if (labels.Rank == scores.Rank)
        {
            // Probabilities of the classes: the scores' own shape, and no integers.
            if (target.Element == Element.Integer || !SameSizes(scores, labels)) throw Mismatch(call, scores, labels);
        }
        else if (labels.Rank != losses.Rank || !labels[0].Equals(losses[0])) throw Mismatch(call, scores, labels);
        else Broadcasting.Of(call, [losses, labels]);

        if (target.Input is { } name && labels.Rank == losses.Rank && scores[1].Constant is { } classes)
            call.Session.RequireLabels(name, new ClassLabels(classes, call.Member is "cross_entropy" or "CrossEntropyLoss" ? settings.Ignored ?? -100 : null));
        return call.Result(input, settings.Shape(losses), Element.Float);
    }

    private static bool SameSizes(Shape left, Shape right) => left.Axes.Zip(right.Axes, (a, b) => a.Equals(b) || (!a.HoldsExamples && !b.HoldsExamples && (a.Constant is null || b.Constant is null))).All(same => same);

    private static RefusedException Mismatch(Call call, Shape scores, Shape labels) => call.Refuse(
        Reason.ShapeMismatch,
        $"{call.Member} of scores {scores} with labels {labels}",
        "give each example one label for each position: the scores' shape without the classes on axis 1");

    private static TensorValue UnknownRank(Call call, TensorValue input, TensorValue target)
    {
        if (!input.HoldsExamples && !target.HoldsExamples) return call.Result(input, null, Element.Float);
        throw call.Refuse(
            Reason.UnknownOperation,
            $"{call.Member} of {input} and {target}, where one number of axes is not known",
            "use tensors whose axes the compiler can see",
            trail: input.Trail ?? target.Trail);
    }

    private static void RequireNoExamples(Call call, LossSettings settings, params string[] parameters)
    {
        foreach (var parameter in parameters)
        {
            if (settings[parameter] is not TensorValue { HoldsExamples: true } weight) continue;
            throw call.Refuse(
                Reason.UnknownOperation,
                $"{parameter} of {call.Member} holds examples, {weight}",
                "multiply the losses by it instead",
                call.SiteOf(parameter));
        }
    }
}
