using DslDp.Kernels;
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
    private readonly int directions = settings.Bidirectional ? 2 : 1;

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
        var last = new Tensor[settings.Layers * directions][];
        for (var layer = 0; layer < settings.Layers; layer++)
        {
            var outputs = new Tensor[directions];
            for (var direction = 0; direction < directions; direction++)
            {
                var at = (layer * directions) + direction;
                (outputs[direction], last[at]) = RunDirection(value, RecurrentNames.Of(layer, direction == 1), StartOf(initial, at), direction == 1);
            }
            value = directions == 1 ? outputs[0] : cat(outputs, 2);
            if (dropout > 0 && layer < settings.Layers - 1)
                value = nn.functional.dropout(value, dropout, module.training);
        }
        return (settings.BatchFirst ? value : value.transpose(0, 1), Stacked(last));
    }

    private static Tensor[]? StartOf(Tensor[]? initial, int at) => initial is null ? null : Array.ConvertAll(initial, states => states.select(0, at));

    /// <summary>Each state of all layers and directions in one tensor, <c>[layers · directions, batch, hidden]</c>, apart from the outputs in memory.</summary>
    private Tensor[] Stacked(Tensor[][] last)
    {
        var states = new Tensor[cell.States];
        for (var state = 0; state < states.Length; state++)
            states[state] = last is [var only] ? Copy(only[state]) : stack(StatesOf(last, state), 0);
        return states;
    }

    private static Tensor Copy(Tensor state)
    {
        using var one = state.unsqueeze(0);
        return one.clone();
    }

    private static Tensor[] StatesOf(Tensor[][] last, int state) => Array.ConvertAll(last, states => states[state]);

    // value: [batch, time, features]; start, where given, is the recurrence's own; the outputs lie in the order of time, whichever way the recurrence runs.
    private (Tensor Outputs, Tensor[] States) RunDirection(Tensor value, RecurrentNames names, Tensor[]? start, bool backwards)
    {
        var step = new RecurrentStep(
            record,
            module.GetType().Name,
            module.get_parameter(names.InputWeight)!,
            module.get_parameter(names.StateWeight)!,
            module.get_parameter(names.InputBias),
            module.get_parameter(names.StateBias));
        var states = start ?? step.Zeros(cell, value);
        if (ReferenceEquals(cell, RecurrentCells.LongShortTerm) && Memory.Serves(value) && Array.TrueForAll(states, static state => state.dtype == float32) && value.size(2) == step.OfInput.Parameter.size(1))
            return RunAtOnce(value, step, states, backwards);
        var fromInput = step.FromInput(value);
        var outputs = new Tensor[value.size(1)];
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
        var (outputs, last) = record.LongShortTermSteps(value, step, states, backwards);
        foreach (var state in states)
            state.Dispose();
        return (outputs, [outputs.select(1, backwards ? 0 : value.size(1) - 1), last]);
    }
}
