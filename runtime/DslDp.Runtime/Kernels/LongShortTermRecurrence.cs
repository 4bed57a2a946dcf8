using DslDp.Native;
using static TorchSharp.torch;

namespace DslDp.Kernels;

/// <summary>
/// All steps of a long short-term memory, given what the inputs amount to after their matrix, with the way back through time. The
/// gradient at the inputs' products is that of the gates, from which the gradients of both matrices follow.
/// </summary>
internal sealed unsafe class LongShortTermRecurrence(LongShortTermRecurrence.Run run) : IWayBack
{
    /// <summary>One run.</summary>
    /// <param name="Weight"><c>[4 · hidden, hidden]</c>, out of autograd.</param>
    /// <param name="Bias">What is added at every time, <c>[4 · hidden]</c>, contiguous.</param>
    /// <param name="IsBackwards">Whether the last time comes first.</param>
    /// <param name="Keep">Keeps a tensor for the way back.</param>
    /// <param name="Buffer">Gives room that is kept for the way back.</param>
    internal sealed record Run(Tensor Weight, Tensor Bias, bool IsBackwards, Func<Tensor, Tensor> Keep, Func<long[], Tensor> Buffer)
    {
        /// <summary>Gates after their functions, <c>[batch, time, 4 · hidden]</c>.</summary>
        public Tensor Gates { get; set; } = null!;

        /// <summary>The state before each time, <c>[batch, time, hidden]</c>.</summary>
        public Tensor States { get; set; } = null!;

        /// <summary>The cell before each time, <c>[batch, time, hidden]</c>.</summary>
        public Tensor Cells { get; set; } = null!;

        /// <summary>The time of a turn.</summary>
        public int TimeOf(int turn, int times) => IsBackwards ? times - 1 - turn : turn;
    }

    /// <summary>Runs all steps.</summary>
    /// <param name="fromInput">
    /// W x at every time, <c>[batch, time, 4 · hidden]</c>, gates in the order input, forget, cell, output. Nobody else may read it: the
    /// gates take its place.
    /// </param>
    /// <param name="state">The state to start from, <c>[batch, hidden]</c>.</param>
    /// <param name="cell">The cell to start from, <c>[batch, hidden]</c>.</param>
    /// <param name="run">The rest.</param>
    /// <returns><c>[batch, time + 1, hidden]</c>: the states after each time, and the last cell.</returns>
    public static Tensor Steps(Tensor fromInput, Tensor state, Tensor cell, Run run) =>
        AutogradNode.Of(Forward(fromInput, state, cell, run), new LongShortTermRecurrence(run), null, fromInput, state, cell);

    private static Tensor Forward(Tensor fromInput, Tensor firstState, Tensor firstCell, Run run)
    {
        using var noGrad = new NoGrad();
        using var scope = NewDisposeScope();
        var (batch, times, hidden) = ((int)fromInput.size(0), (int)fromInput.size(1), (int)run.Weight.size(1));
        run.Gates = run.Keep(fromInput.contiguous());
        run.States = run.Buffer([batch, times, hidden]);
        run.Cells = run.Buffer([batch, times, hidden]);
        var output = empty(batch, times + 1, hidden);
        using var product = new StateProduct(batch, run.Weight.contiguous(), isTurned: true);
        Tensor first = firstState.contiguous(), cell = firstCell.clone();
        float* gates = Memory.Of(run.Gates), states = Memory.Of(run.States), cells = Memory.Of(run.Cells), y = Memory.Of(output);
        float* bias = Memory.Of(run.Bias), h = Memory.Of(first), c = Memory.Of(cell);
        product.ForAll((start, end) =>
        {
            Memory.Copy(h + ((long)start * hidden), product.Rows + ((long)start * hidden), (end - start) * hidden);
            for (var turn = 0; turn < times; turn++)
            {
                var time = run.TimeOf(turn, times);
                product.Multiply(start, end);
                product.ForEach(start, end, example =>
                {
                    var at = ((long)example * times) + time;
                    float* state = product.Rows + ((long)example * hidden), own = c + ((long)example * hidden);
                    Memory.Copy(state, states + (at * hidden), hidden);
                    Memory.Copy(own, cells + (at * hidden), hidden);
                    LongShortTermCell.Step(gates + (at * 4 * hidden), product.Results + ((long)example * 4 * hidden), bias, own, state, hidden);
                    Memory.Copy(state, y + ((at + example) * hidden), hidden);
                });
            }

            for (var example = start; example < end; example++)
                Memory.Copy(c + ((long)example * hidden), y + (((((long)example + 1) * (times + 1)) - 1) * hidden), hidden);
        });
        GC.KeepAlive(first);
        GC.KeepAlive(cell);
        return output.MoveToOuterDisposeScope();
    }

    public void Lead(Tensor gradient, Span<Tensor?> atInputs)
    {
        using var scope = NewDisposeScope();
        var (batch, times, hidden) = ((int)run.Gates.size(0), (int)run.Gates.size(1), (int)run.Weight.size(1));
        var gradients = gradient.contiguous();
        Tensor ofState = empty(batch, hidden), ofCell = gradients.select(1, times).clone(), result = empty(batch, times, 4 * hidden);
        using var product = new StateProduct(batch, run.Weight.contiguous(), isTurned: false);
        float* gates = Memory.Of(run.Gates), cells = Memory.Of(run.Cells), dy = Memory.Of(gradients), to = Memory.Of(result), dc = Memory.Of(ofCell), dh = Memory.Of(ofState);
        product.ForAll((start, end) =>
        {
            new Span<float>(product.Results + ((long)start * hidden), (end - start) * hidden).Clear();
            for (var turn = times - 1; turn >= 0; turn--)
            {
                var time = run.TimeOf(turn, times);
                product.ForEach(start, end, example =>
                {
                    var at = ((long)example * times) + time;
                    var ofGates = product.Rows + ((long)example * 4 * hidden);
                    LongShortTermCell.StepBack(
                        gates + (at * 4 * hidden), cells + (at * hidden), dy + ((at + example) * hidden),
                        product.Results + ((long)example * hidden), dc + ((long)example * hidden), ofGates, hidden);
                    Memory.Copy(ofGates, to + (at * 4 * hidden), 4 * hidden);
                });
                product.Multiply(start, end);
            }

            Memory.Copy(product.Results + ((long)start * hidden), dh + ((long)start * hidden), (end - start) * hidden);
        });
        GC.KeepAlive(gradients);
        (atInputs[0], atInputs[1], atInputs[2]) = (result.MoveToOuterDisposeScope(), ofState.MoveToOuterDisposeScope(), ofCell.MoveToOuterDisposeScope());
    }
}
