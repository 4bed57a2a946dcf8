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
            if (argument.Value is IntegerValue { HoldsExamples: true } or BatchSizeDependentValue or ParameterValue or UnknownValue) call.AsTensor(argument.Value, argument.Site);
        }
    }

    public LossSettings(ModuleValue module) => get = module.Setting;

    public long? Ignored => (this["ignore_index"] as IntegerValue)?.Size.Constant;

    /// <summary>The reduction is none, so that there is a loss for each example.</summary>
    public bool KeepsAll => this["reduction"] is EnumerationValue { Type: "Reduction", Member: "None" };

    public AbstractValue? this[string name] => get(name);

    /// <summary>Refuses a reduction over losses of examples.</summary>
    public void RequireNoReduction(Call call, params TensorValue[] operands)
    {
        if (KeepsAll || operands.FirstOrDefault(operand => operand.HoldsExamples) is not { } example) return;
        throw call.Refuse(
            Reason.LossNotPerExample,
            $"{call.Member} reduces the losses of all examples to one number",
            "write reduction: Reduction.None, so that each example keeps its own loss",
            call.SiteOf("reduction"),
            example.Trail);
    }

    /// <summary>The axes of the loss: those that it would have, or none where a loss of constants is reduced to a number.</summary>
    public Shape? Shape(Shape? each) => KeepsAll ? each : this["reduction"] is EnumerationValue ? Proof.Shape.Scalar : null;
}
