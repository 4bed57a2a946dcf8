using DslDp.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DslDp.Clipping.Recurrent;

/// <summary>Layers of a recurrence on top of each other, one way or both ways along time.</summary>
/// <param name="record">The record.</param>
/// <param name="module">The recurrent layer, by whose names the matrices are found.</param>
/// <param name="settings">Its layout.</param>
/// <param name="dropout">Probability with which values between layers are dropped in training.</param>
/// <param name="cell">One step.</param>
internal sealed class RecurrentStack(LayerRecord record, nn.Module module, RecurrentSettings settings, double dropout, RecurrentCell cell)
{
    private readonly Dictionary<string, Parameter> parameters = module.named_parameters(recurse: false).ToDictionary(named => named.name, named => named.parameter);

    /// <summary>Runs all layers.</summary>
    /// <param name="input">The input, in the layer's layout.</param>
    /// <param name="initial">The states to start from, each <c>[layers · directions, batch, hidden]</c>.</param>
    /// <returns>The output in the same layout, and the last states.</returns>
    public (Tensor Output, Tensor[] States) Run(Tensor input, Tensor[]? initial)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.dim() != 3)
            throw new ArgumentException($"{module.GetType().Name} was called with an input of shape [{string.Join(", ", input.shape)}]; it must have three axes.", nameof(input));
        var value = settings.BatchFirst ? input : input.transpose(0, 1);
        var last = new List<Tensor[]>();
        for (var layer = 0; layer < settings.Layers; layer++)
        {
            var directions = new List<Tensor>();
            foreach (var backwards in settings.Bidirectional ? [false, true] : new[] { false })
            {
                var start = initial?.Select(states => states.select(0, last.Count)).ToArray();
                var (outputs, states) = RunDirection(value, $"l{layer}{(backwards ? "_reverse" : "")}", start, backwards);
                directions.Add(outputs);
                last.Add(states);
            }
            value = directions.Count == 1 ? directions[0] : cat([.. directions], 2);
            if (dropout > 0 && layer < settings.Layers - 1)
                value = nn.functional.dropout(value, dropout, module.training);
        }
        return (
            settings.BatchFirst ? value : value.transpose(0, 1),
            [.. Enumerable.Range(0, cell.States).Select(state => stack([.. last.Select(states => states[state])], 0))]);
    }

    // value: [batch, time, features]; the outputs lie in the order of time, whichever way the recurrence runs.
    private (Tensor Outputs, Tensor[] States) RunDirection(Tensor value, string suffix, Tensor[]? states, bool backwards)
    {
        var step = new RecurrentStep(
            record,
            module.GetType().Name,
            parameters["weight_ih_" + suffix],
            parameters["weight_hh_" + suffix],
            parameters.GetValueOrDefault("bias_ih_" + suffix),
            parameters.GetValueOrDefault("bias_hh_" + suffix));
        states ??= step.Zeros(cell, value);
        if (ReferenceEquals(cell, RecurrentCells.LongShortTerm) && LongShortTermRecurrence.Serves(value) && states.All(state => state.dtype == float32) && value.shape[2] == step.OfInput.Parameter.shape[1])
            return RunAtOnce(value, step, states, backwards);
        var fromInput = step.FromInput(value);
        var outputs = new Tensor[value.shape[1]];
        for (var turn = 0; turn < outputs.Length; turn++)
        {
            var time = backwards ? outputs.Length - 1 - turn : turn;
            states = step.Next(cell, fromInput.select(1, time), states);
            outputs[time] = states[0];
        }
        return (stack(outputs, 1), states);
    }

    private (Tensor Outputs, Tensor[] States) RunAtOnce(Tensor value, RecurrentStep step, Tensor[] states, bool backwards)
    {
        var times = value.shape[1];
        var all = record.LongShortTermSteps(value, step, states, backwards);
        var outputs = all.narrow(1, 0, times);
        return (outputs, [outputs.select(1, backwards ? 0 : times - 1), all.select(1, times)]);
    }
}
