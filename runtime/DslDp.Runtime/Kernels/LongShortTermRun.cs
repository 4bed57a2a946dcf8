using static TorchSharp.torch;

namespace DslDp.Kernels;

/// <summary>One run of a long short-term memory by <see cref="LongShortTermLayer"/>, and what it keeps for the way back.</summary>
/// <param name="Sizes">Its sizes.</param>
/// <param name="InputWeight"><c>[4 · hidden, features]</c>, contiguous, out of autograd; gates in the order input, forget, cell, output.</param>
/// <param name="StateWeight"><c>[4 · hidden, hidden]</c>, likewise.</param>
/// <param name="Bias">What is added at every time, <c>[4 · hidden]</c>, contiguous.</param>
/// <param name="IsBackwards">Whether the last time comes first.</param>
/// <param name="Gates">Gates after their functions, <c>[turns, groups, batch, 4 · units]</c>; as the next two, filled on the way forward and kept for the way back.</param>
/// <param name="Cells">The cell before each turn and after the last, <c>[turns + 1, groups, batch, units]</c>.</param>
/// <param name="States">The state before each time, <c>[time, rows, units of all groups]</c>.</param>
/// <param name="GatesGradient">Is given the gradient of the gates before their functions, <c>[batch, time, 4 · hidden]</c>.</param>
internal sealed record LongShortTermRun(
    LongShortTermSizes Sizes, Tensor InputWeight, Tensor StateWeight, Tensor Bias, bool IsBackwards, Tensor Gates, Tensor Cells, Tensor States, Action<Tensor> GatesGradient)
{
    /// <summary>The time of a turn.</summary>
    public int TimeOf(int turn) => IsBackwards ? Sizes.Times - 1 - turn : turn;
}
