using System.Collections.Immutable;
using System.Linq;

namespace DslDp.Generator.Proof.Rules;

/// <summary>Recurrent layers go along time within each example; which axis is time is settled when they are made, and it is the first unless they say otherwise.</summary>
internal static class RecurrentRows
{
    public static void AddTo(OperatorTable table)
    {
        table.Add("LSTM.call", call => Layer(call, states: 2));
        table.Add("GRU.call", call => Layer(call, states: 1));
        table.Add("RNN.call", call => Layer(call, states: 1));
        table.Add("LSTMCell.call", call => Cell(call, states: 2));
        table.Add("GRUCell.call", call => Cell(call, states: 1));
        table.Add("RNNCell.call", call => Cell(call, states: 1));
    }

    private static AbstractValue Layer(Call call, int states)
    {
        var module = (ModuleValue)call.Receiver!;
        if (module.Setting("batchFirst") is not ConstantValue { Value: bool batchFirst })
            throw call.Refuse(Reason.UnknownOperation, $"whether {module.Kind} takes the batch first is not a constant", "write batchFirst: true, or leave it out");
        var input = call.Operand(0);
        if (input.Shape is not { Rank: 3 } shape)
            throw call.Refuse(Reason.ShapeMismatch, $"{module.Kind} is fed {input}", batchFirst ? "feed it [batch, time, features]" : "feed it [time, batch, features]", trail: input.Trail);
        var batch = batchFirst ? 0 : 1;
        if (shape.HoldsExamples && shape.ExamplesAxis != batch)
        {
            throw call.Refuse(
                Reason.MixesExamples,
                batchFirst
                    ? $"{module.Kind} is made with batchFirst: true and fed {shape}, so it goes from example to example as if they were points in time"
                    : $"{module.Kind} takes time on its first axis unless it is made with batchFirst: true; fed {shape}, it goes from example to example as if they were points in time",
                batchFirst ? "feed it [batch, time, features]" : "make it with batchFirst: true, or feed it [time, batch, features]",
                trail: input.Trail);
        }

        RequireExamples(call, module, input, shape, batch);
        LayerRules.RequireSize(call, $"{module.Kind}({Text.Literal(LayerRules.Constant(module, "inputSize") ?? -1)}, …)", input, shape[2], LayerRules.Constant(module, "inputSize"), "features", "inputSize");
        if (!module.IsFrozen) call.Record(new(IsShared: false, 0, Settings(call, module)));

        var directions = module.Setting("bidirectional") switch { ConstantValue { Value: true } => 2, ConstantValue { Value: false } => 1, _ => 0 };
        var hidden = LayerRules.SizeOf(module, "hiddenSize");
        var layers = LayerRules.Constant(module, "numLayers") is { } count && directions > 0 ? Axis.Of(count * directions) : Axis.Unknown;
        var width = directions == 1 ? hidden : hidden.Constant is { } size && directions == 2 ? Axis.Of(2 * size) : Axis.Unknown;
        var state = new Shape([layers, shape[batch], hidden]);
        RequireStates(call, state, "h0_c0", "h0", "input2");
        var output = call.Result(input, shape.With(2, width), Element.Float);
        return new SequenceValue(EquatableArray.From<AbstractValue>([output, .. Enumerable.Repeat(call.Result(input, state, Element.Float), states)]));
    }

    private static AbstractValue Cell(Call call, int states)
    {
        var module = (ModuleValue)call.Receiver!;
        var input = call.Operand(0);
        if (input.Shape is not { Rank: 2 } shape)
            throw call.Refuse(Reason.ShapeMismatch, $"{module.Kind} is fed {input}", "feed it one step, [batch, features]", trail: input.Trail);
        Require.NotOverExamples(call, input, [1], "multiplies along");
        RequireExamples(call, module, input, shape, 0);
        LayerRules.RequireSize(call, module.Kind, input, shape[1], LayerRules.Constant(module, "inputSize"), "features", "inputSize");
        if (!module.IsFrozen) call.Record(new(IsShared: false, 0, Settings(call, module)));

        var state = new Shape([shape[0], LayerRules.SizeOf(module, "hiddenSize")]);
        RequireStates(call, state, "h0_c0", "h0", "input2");
        var next = call.Result(input, state, Element.Float);
        return states == 1 ? next : new SequenceValue(EquatableArray.From<AbstractValue>([next, next]));
    }

    private static void RequireExamples(Call call, ModuleValue module, TensorValue input, Shape shape, int batch)
    {
        if (module.IsFrozen) return;
        if (!shape.HoldsExamples)
        {
            throw call.Refuse(
                Reason.NoClippingRule,
                $"{module.Kind} is applied to {input}, which holds no examples, so its gradient cannot be told apart by example",
                "apply it to the examples, or mark the field Frozen if it is not to be trained");
        }

        if (!shape[batch].HasExamplesOutermost)
        {
            throw call.Refuse(
                Reason.NoClippingRule,
                $"{module.Kind} is fed {shape}, where the rows of an example do not lie next to each other",
                "keep the batch outermost when axes are merged",
                trail: input.Trail);
        }
    }

    /// <summary>States to start from: each example its own, in the place where the input has it, or the same for all.</summary>
    private static void RequireStates(Call call, Shape expected, params string[] parameters)
    {
        var given = call.TakeOrDefault(parameters);
        if (given is null or ConstantValue { Value: null }) return;
        foreach (var value in given is SequenceValue sequence ? sequence.Items : new EquatableArray<AbstractValue>(ImmutableArray.Create(given)))
        {
            var state = call.AsTensor(value, call.SiteOf(parameters.First(call.Has)));
            if (state.Shape is not { } shape)
            {
                if (state.HoldsExamples) throw call.Refuse(Reason.UnknownOperation, $"{call.Member} starts from {state}", "give the state a shape that the compiler can see");
                continue;
            }

            var axis = expected.ExamplesAxis;
            if (shape.Rank == expected.Rank && (!shape.HoldsExamples || (shape.ExamplesAxis == axis && shape[axis].Equals(expected[axis])))) continue;
            throw call.Refuse(
                shape.HoldsExamples && shape.Rank == expected.Rank ? Reason.MixesExamples : Reason.ShapeMismatch,
                $"{call.Member} starts from the state {shape}, where {expected} is expected",
                "give each example its own state, on the axis where the layer keeps it",
                trail: state.Trail);
        }
    }

    private static string Settings(Call call, ModuleValue module)
    {
        var settings = "";
        if (module.Setting("dropout") is { } dropout)
        {
            if (Number(dropout) is not { } probability)
                throw call.Refuse(Reason.NoClippingRule, $"the dropout of {module.Kind} is not a constant, and what is recorded must drop as the layer does", "write a number");
            if (probability != 0) settings += $", dropout: {Text.Literal(probability)}";
        }

        if (module.Setting("nonLinearity") is { } nonLinearity)
        {
            if (nonLinearity is not EnumerationValue { Member: var member })
                throw call.Refuse(Reason.NoClippingRule, $"the nonlinearity of {module.Kind} is not a constant", "write NonLinearities.Tanh or NonLinearities.ReLU");
            if (member != "Tanh") settings += $", nonLinearity: global::TorchSharp.torch.nn.NonLinearities.{member}";
        }

        return settings;
    }

    public static double? Number(AbstractValue value) => value switch
    {
        NumberValue { Constant: { } number } => number,
        IntegerValue { Size.Constant: { } integer } => integer,
        _ => null,
    };
}
