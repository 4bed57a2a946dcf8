using DslDp.Kernels;
using static TorchSharp.torch;

namespace DslDp.Clipping.Uses;

/// <summary>What left a layer, or a copy of a parameter for each example.</summary>
/// <param name="anchor">The record's own.</param>
/// <param name="owned">Who keeps the gradient.</param>
internal sealed class RecordedOutput(Tensor anchor, OwnedTensors owned) : IWayStop
{
    private Tensor? squaredNorms;

    /// <summary>The gradient of the sum of losses with respect to the value; null when the losses do not depend on it.</summary>
    public Tensor? Gradient { get; private set; }

    /// <summary>Whether a bias is added at every position, whose gradient is the sum over positions.</summary>
    public bool AreSumsWanted { get; set; }

    /// <summary>
    /// Room for each example's sum of the gradient over its positions, <c>[batch, channels]</c>, where a kernel fills it part by part while it
    /// reads the gradient; else null.
    /// </summary>
    public Tensor? SumsOfParts { get; set; }

    public Tensor Anchor => anchor;

    /// <summary>Keeps the gradient, in the place of an earlier one.</summary>
    public void Note(Tensor gradient)
    {
        Gradient?.Dispose();
        Gradient = owned.Keep(gradient);
    }

    /// <summary>The squared norm of each example's gradient at what leaves: taken once, for a matrix and its bias.</summary>
    /// <returns><c>[batch]</c>, Float64, where the first axis is that of the examples.</returns>
    public Tensor SquaredNorms()
    {
        if (squaredNorms is null)
        {
            using var contiguous = Gradient!.contiguous();
            squaredNorms = owned.Keep(Clipping.SquaredNorms.Of(contiguous));
        }
        return squaredNorms;
    }
}
