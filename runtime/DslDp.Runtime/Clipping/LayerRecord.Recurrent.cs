using DslDp.Clipping.Recurrent;
using DslDp.Clipping.Uses;
using DslDp.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DslDp.Clipping;

/// <summary>Recurrent layers and cells, step by step in terms of recorded matrices.</summary>
public sealed partial class LayerRecord
{
    /// <summary>Runs a long short-term memory and records it.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input"><c>[time, batch, features]</c>, or <c>[batch, time, features]</c> where the layer is made so.</param>
    /// <param name="h0_c0">The states to start from, each <c>[layers · directions, batch, hidden]</c>; none for zeros.</param>
    /// <param name="dropout">What the layer was made with: the probability with which values between its layers are dropped in training.</param>
    /// <returns>The outputs, in the input's layout, and the last states.</returns>
    /// <exception cref="ArgumentException">The input has another shape.</exception>
    public (Tensor, Tensor, Tensor) Call(LSTM layer, Tensor input, (Tensor, Tensor)? h0_c0 = null, double dropout = 0)
    {
        ArgumentNullException.ThrowIfNull(layer);
        using var scope = NewDisposeScope();
        var stack = new RecurrentStack(this, layer, RecurrentSettings.Of(layer), dropout, RecurrentCells.LongShortTerm);
        var (output, states) = stack.Run(input, h0_c0 is var (h0, c0) ? [h0, c0] : null);
        return (output.MoveToOuterDisposeScope(), states[0].MoveToOuterDisposeScope(), states[1].MoveToOuterDisposeScope());
    }

    /// <summary>Runs a gated recurrent unit and records it.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input"><c>[time, batch, features]</c>, or <c>[batch, time, features]</c> where the layer is made so.</param>
    /// <param name="h0">The state to start from, <c>[layers · directions, batch, hidden]</c>; none for zeros.</param>
    /// <param name="dropout">What the layer was made with: the probability with which values between its layers are dropped in training.</param>
    /// <returns>The outputs, in the input's layout, and the last state.</returns>
    /// <exception cref="ArgumentException">The input has another shape.</exception>
    public (Tensor, Tensor) Call(GRU layer, Tensor input, Tensor? h0 = null, double dropout = 0)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return RunWithOneState(new RecurrentStack(this, layer, RecurrentSettings.Of(layer), dropout, RecurrentCells.Gated), input, h0);
    }

    /// <summary>Runs a plain recurrent layer and records it.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input"><c>[time, batch, features]</c>, or <c>[batch, time, features]</c> where the layer is made so.</param>
    /// <param name="h0">The state to start from, <c>[layers · directions, batch, hidden]</c>; none for zeros.</param>
    /// <param name="dropout">What the layer was made with: the probability with which values between its layers are dropped in training.</param>
    /// <param name="nonLinearity">What the layer was made with.</param>
    /// <returns>The outputs, in the input's layout, and the last state.</returns>
    /// <exception cref="ArgumentException">The input has another shape.</exception>
    public (Tensor, Tensor) Call(RNN layer, Tensor input, Tensor? h0 = null, double dropout = 0, nn.NonLinearities nonLinearity = nn.NonLinearities.Tanh)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return RunWithOneState(new RecurrentStack(this, layer, RecurrentSettings.Of(layer), dropout, RecurrentCells.Plain(nonLinearity)), input, h0);
    }

    /// <summary>Runs one step of a long short-term memory and records it.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="input"><c>[batch, features]</c>.</param>
    /// <param name="h0_c0">The states, each <c>[batch, hidden]</c>; none for zeros.</param>
    /// <returns>The next states.</returns>
    /// <exception cref="ArgumentException">The input has another shape.</exception>
    public (Tensor, Tensor) Call(LSTMCell cell, Tensor input, (Tensor, Tensor)? h0_c0 = null)
    {
        ArgumentNullException.ThrowIfNull(cell);
        using var scope = NewDisposeScope();
        var step = new RecurrentStep(this, "LSTMCell", cell.weight_ih!, cell.weight_hh!, cell.bias_ih, cell.bias_hh);
        var states = step.Run(RecurrentCells.LongShortTerm, input, h0_c0 is var (h0, c0) ? [h0, c0] : null);
        return (states[0].MoveToOuterDisposeScope(), states[1].MoveToOuterDisposeScope());
    }

    /// <summary>Runs one step of a gated recurrent unit and records it.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="input"><c>[batch, features]</c>.</param>
    /// <param name="h0">The state, <c>[batch, hidden]</c>; none for zeros.</param>
    /// <returns>The next state.</returns>
    /// <exception cref="ArgumentException">The input has another shape.</exception>
    public Tensor Call(GRUCell cell, Tensor input, Tensor? h0 = null)
    {
        ArgumentNullException.ThrowIfNull(cell);
        using var scope = NewDisposeScope();
        var step = new RecurrentStep(this, "GRUCell", cell.weight_ih!, cell.weight_hh!, cell.bias_ih, cell.bias_hh);
        return step.Run(RecurrentCells.Gated, input, h0 is null ? null : [h0])[0].MoveToOuterDisposeScope();
    }

    /// <summary>Runs one step of a plain recurrent layer and records it.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="input"><c>[batch, features]</c>.</param>
    /// <param name="h0">The state, <c>[batch, hidden]</c>; none for zeros.</param>
    /// <param name="nonLinearity">What the cell was made with.</param>
    /// <returns>The next state.</returns>
    /// <exception cref="ArgumentException">The input has another shape.</exception>
    public Tensor Call(RNNCell cell, Tensor input, Tensor? h0 = null, nn.NonLinearities nonLinearity = nn.NonLinearities.Tanh)
    {
        ArgumentNullException.ThrowIfNull(cell);
        using var scope = NewDisposeScope();
        var step = new RecurrentStep(this, "RNNCell", cell.weight_ih!, cell.weight_hh!, cell.bias_ih, cell.bias_hh);
        return step.Run(RecurrentCells.Plain(nonLinearity), input, h0 is null ? null : [h0])[0].MoveToOuterDisposeScope();
    }

    /// <summary>
    /// All steps of a long short-term memory in one operation. What the last state's matrix gives is added to what the input's gives, so the
    /// gradient at one is the gradient at the other.
    /// </summary>
    /// <param name="input"><c>[batch, time, features]</c>.</param>
    /// <param name="step">The matrices.</param>
    /// <param name="states">The state and the cell to start from, each <c>[batch, hidden]</c>.</param>
    /// <param name="isBackwards">Whether the last time comes first.</param>
    /// <returns>The states, <c>[batch, time, hidden]</c>, and the last cell, <c>[batch, hidden]</c>.</returns>
    internal (Tensor Outputs, Tensor Cell) LongShortTermSteps(Tensor input, RecurrentStep step, Tensor[] states, bool isBackwards)
    {
        if (!BatchAxis.IsOutermost(input.size(0), batchSize))
            throw WrongInput(step.Name, input, $"[{batchSize}, …, …]", nameof(input));
        // Both biases are added at every time, and have the same gradient.
        var bias = owned.Buffer(step.OfState.Rows).Clear();
        if (step.AddedToInput is { } besideInput)
            bias.Accumulate(besideInput.Parameter);
        if (step.AddedToState is { } besideState)
            bias.Accumulate(besideState.Parameter);
        // To the full shape here: what does not fit must not come up within autograd, where an error ends the process.
        var (batch, hidden) = (input.size(0), step.OfState.Parameter.size(1));
        using Tensor state = states[0].expand(batch, hidden), cell = states[1].expand(batch, hidden);
        if (LongShortTermLayer.Serves(input, step.OfInput.Parameter, step.OfState.Parameter))
            return LongShortTermAtOnce(input, step, state, cell, bias, isBackwards);
        var (fromInput, left) = Multiplied(input, step.OfInput, null, step.Name);
        var run = new LongShortTermRecurrence.Run(owned.Keep(step.OfState.Values), bias, isBackwards, owned.Keep, shape => owned.Buffer(shape));
        var output = LongShortTermRecurrence.Steps(fromInput, state, cell, run);
        AddStateMatrix(step, run.States, left);
        return (output.narrow(1, 0, input.size(1)), output.select(1, input.size(1)));
    }

    private (Tensor Outputs, Tensor Cell) LongShortTermAtOnce(Tensor input, RecurrentStep step, Tensor state, Tensor cell, Tensor bias, bool isBackwards)
    {
        var sizes = new LongShortTermSizes((int)input.size(0), (int)input.size(1), (int)input.size(2), (int)state.size(1));
        var left = NewOutput();
        var run = new LongShortTermRun(
            sizes, owned.Contiguous(step.OfInput.Parameter), owned.Contiguous(step.OfState.Parameter), bias, isBackwards,
            owned.Buffer(sizes.Times, sizes.Groups, sizes.Batch, LongShortTermSizes.Gates * LongShortTermSizes.Units),
            owned.Buffer(sizes.Times + 1, sizes.Groups, sizes.Batch, LongShortTermSizes.Units),
            owned.Buffer(sizes.Times, sizes.Rows, sizes.Filled),
            left.Note);
        // What the matrices give is nowhere kept.
        untilBack.Add(run.Gates);
        AddMatrix(step.OfInput, null, step.Name, Entered(input, step.Name), left);
        using var examples = sizes.ExamplesOf(run.States);
        AddStateMatrix(step, owned.Keep(examples.narrow(2, 0, sizes.Hidden)), left);
        var output = LongShortTermLayer.Of(input, state, cell, anchor, run);
        return (output.narrow(0, 0, sizes.Times).transpose(0, 1), output.select(0, sizes.Times));
    }

    private void AddStateMatrix(RecurrentStep step, Tensor states, RecordedOutput left)
    {
        AddMatrix(step.OfState, step.AddedToState, step.Name, states, left);
        AddMatrixBias(step.AddedToInput, step.Name, left);
    }

    private static (Tensor, Tensor) RunWithOneState(RecurrentStack stack, Tensor input, Tensor? h0)
    {
        using var scope = NewDisposeScope();
        var (output, states) = stack.Run(input, h0 is null ? null : [h0]);
        return (output.MoveToOuterDisposeScope(), states[0].MoveToOuterDisposeScope());
    }
}
