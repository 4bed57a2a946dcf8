using static TorchSharp.torch;

namespace DslDp.Kernels;

/// <summary>How the features of examples' positions lie, those of one position next to each other.</summary>
/// <param name="Positions">Positions of an example.</param>
/// <param name="Features">Numbers of a position.</param>
/// <param name="ExampleStep">From one example to the next.</param>
/// <param name="PositionStep">From one position to the next.</param>
internal readonly record struct SequenceLayout(int Positions, int Features, long ExampleStep, int PositionStep)
{
    /// <summary>One example after the other.</summary>
    public static SequenceLayout ExamplesFirst(int positions, int features) => new(positions, features, (long)positions * features, features);

    /// <summary>The numbers of a tensor as they lie, where those of a position lie next to each other; else a copy.</summary>
    /// <param name="tensor"><c>[batch, positions, features]</c>: either axis may come first in memory, and there may be others between them.</param>
    /// <returns>The numbers, contiguous, and how they lie.</returns>
    public static (Tensor Numbers, SequenceLayout Layout) Of(Tensor tensor)
    {
        var (batch, positions, features) = (tensor.size(0), (int)tensor.size(1), (int)tensor.size(2));
        var (exampleStep, positionStep) = (tensor.stride(0), tensor.stride(1));
        var length = ((batch - 1) * exampleStep) + ((positions - 1) * positionStep) + features;
        if (tensor.is_contiguous() || tensor.stride(2) != 1 || Math.Min(exampleStep, positionStep) < features || length > Memory.MaxNumbers)
            return (tensor.contiguous(), ExamplesFirst(positions, features));
        return (tensor.as_strided([length], [1], tensor.storage_offset()), new(positions, features, exampleStep, (int)positionStep));
    }
}
