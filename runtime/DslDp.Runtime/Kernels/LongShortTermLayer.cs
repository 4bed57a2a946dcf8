using DslDp.Native;
using static TorchSharp.torch;

namespace DslDp.Kernels;

/// <summary>
/// A long short-term memory from what enters to its states, with the way back through time, on processors with vectors of 512 bits. What
/// the matrices give is nowhere kept; the gradient at it is handed over on the way.
/// </summary>
/// <param name="run">The run.</param>
/// <param name="isInputWanted">Whether the gradient at what enters is wanted.</param>
internal sealed unsafe class LongShortTermLayer(LongShortTermRun run, bool isInputWanted) : IWayBack
{
    // With fewer units, a large part of a vector would be filled in.
    private const long LeastHidden = LongShortTermSizes.Units;

    // Both matrices are read at every time: they stay in the second cache then.
    private const long MostOfMatrices = (1 << 20) / sizeof(float);

    /// <summary>Whether the kernel serves these tensors; <see cref="LongShortTermRecurrence"/> serves others.</summary>
    /// <param name="input"><c>[batch, time, features]</c>.</param>
    /// <param name="inputWeight"><c>[4 · hidden, features]</c>.</param>
    /// <param name="stateWeight"><c>[4 · hidden, hidden]</c>.</param>
    public static bool Serves(Tensor input, Tensor inputWeight, Tensor stateWeight)
    {
        var hidden = stateWeight.size(1);
        return WideTile.IsSupported && ProductChoice.Forced != false && Memory.Serves(input)
            && inputWeight.dtype == ScalarType.Float32 && stateWeight.dtype == ScalarType.Float32
            && hidden >= LeastHidden && inputWeight.numel() + stateWeight.numel() <= MostOfMatrices
            && input.size(0) * (input.size(1) + 1) * 2 * LongShortTermSizes.Gates * hidden <= Memory.MaxNumbers;
    }

    /// <summary>Runs it.</summary>
    /// <param name="input"><c>[batch, time, features]</c>.</param>
    /// <param name="state">The state to start from, <c>[batch, hidden]</c>.</param>
    /// <param name="cell">The cell to start from, <c>[batch, hidden]</c>.</param>
    /// <param name="anchor">A number that requires a gradient: what is handed over on the way back is wanted, whatever enters.</param>
    /// <param name="run">The rest.</param>
    /// <returns><c>[time + 1, batch, hidden]</c>: the states after each time, and the last cell.</returns>
    public static Tensor Of(Tensor input, Tensor state, Tensor cell, Tensor anchor, LongShortTermRun run) =>
        AutogradNode.Of(Forward(input, state, cell, run), new LongShortTermLayer(run, input.requires_grad), null, input, state, cell, anchor);

    public void Lead(Tensor gradient, Span<Tensor?> atInputs)
    {
        var sizes = run.Sizes;
        using var gradients = new InOrder(gradient);
        Tensor ofState = empty(sizes.Batch, sizes.Hidden), ofCell = empty(sizes.Batch, sizes.Hidden);
        using var ofGates = empty(sizes.Times, sizes.Rows, LongShortTermSizes.Gates * sizes.Hidden);
        var ofInput = isInputWanted ? empty(sizes.Batch, sizes.Times, sizes.Features) : null;
        using var backward = new LongShortTermBackward(run, gradients.Tensor, ofGates, ofInput);
        float* dh = Memory.Of(ofState), dc = Memory.Of(ofCell);
        Workers.Run(sizes.Batch, (start, end) => backward.Walk(start, end, dh, dc));
        run.GatesGradient(sizes.ExamplesOf(ofGates));
        (atInputs[0], atInputs[1], atInputs[2]) = (ofInput, ofState, ofCell);
    }

    private static Tensor Forward(Tensor entering, Tensor state, Tensor cell, LongShortTermRun run)
    {
        using var noGrad = new NoGrad();
        var sizes = run.Sizes;
        var output = empty(sizes.Times + 1, sizes.Batch, sizes.Hidden);
        var (input, layout) = SequenceLayout.Of(entering);
        using var numbers = input;
        using InOrder firstState = new(state), firstCell = new(cell);
        using var forward = new LongShortTermForward(run, numbers, layout, output);
        float* h = Memory.Of(firstState.Tensor), c = Memory.Of(firstCell.Tensor);
        Workers.Run(sizes.Batch, (start, end) => forward.Walk(start, end, h, c));
        return output;
    }
}
