using System.Linq;

namespace DslDp.Generator.Proof.Rules;

/// <summary>Where a loss has its settings from: the arguments of the function, or those that the module was made with.</summary>
internal sealed class LossSettings
{
    private readonly System.Func<string, AbstractValue?> get;

    /// <param name="call">The call of the function.</param>
    /// <param name="operands">How many of its first arguments are tensors that the loss is taken of.</param>
    public LossSettings(Call call, int operands)
    {
        get = name => call.TakeOrDefault(name);
        foreach (var argument in call.Arguments.Skip(operands))
        {
            call.TakeOrDefault(argument.Parameter);
            if (argument.Value is IntegerValue { HoldsExamples: true } or BatchSizeDependentValue or UnknownValue) call.AsTensor(argument.Value, argument.Site);
        }
    }

    public LossSettings(ModuleValue module) => get = module.Setting;

    public long? Ignored => (this["ignore_index"] as IntegerValue)?.Size.Constant;

    /// <summary>The reduction is none, so that there is a loss for each example.</summary>
    public bool KeepsAll => this["reduction"] is EnumerationValue { Type: "Reduction", Member: "None" };

    public AbstractValue? this[string name] => get(name);

    /// <summary>Refuses a reduction over losses of examples.</summary>
    /// <param name="call">The call of the loss.</param>
    /// <param name="rank">How many axes the loss has before it is reduced; null where that is not known.</param>
    /// <param name="operands">What the loss is taken of.</param>
    public void RequireNoReduction(Call call, int? rank, params TensorValue[] operands)
    {
        if (KeepsAll || operands.FirstOrDefault(operand => operand.HoldsExamples) is not { } example) return;
        var own = Enumerable.Range(1, System.Math.Max(0, (rank ?? 1) - 1)).ToArray();
        var within = own.Length == 0 ? "" : $", and average within each example, .mean([{string.Join(", ", own)}])";
        var sums = this["reduction"] is EnumerationValue { Member: "Sum" };
        throw call.Refuse(
            Reason.LossNotPerExample,
            $"{call.Member} {(sums ? "adds up" : "averages")} the losses of all examples, [batch, …], to one number",
            $"write reduction: Reduction.None, so that each example keeps its own loss{(sums ? within.Replace("average", "add up").Replace("mean", "sum") : within)}",
            call.SiteOf("reduction"),
            example.Trail,
            new Fix(FixKind.KeepEachLoss, $"{(sums ? "sum" : "mean")} {string.Join(", ", own)}".TrimEnd()));
    }

    /// <summary>The axes of the loss: those that it would have, or none where a loss of constants is reduced to a number.</summary>
    public Shape? Shape(Shape? each) => KeepsAll ? each : this["reduction"] is EnumerationValue ? Proof.Shape.Scalar : null;
}
