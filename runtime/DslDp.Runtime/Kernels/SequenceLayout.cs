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

    /// <summary>A tensor whose numbers lie as they are, its layout, and whether that is the one which was given.</summary>
    /// <param name="tensor"><c>[batch, positions, features]</c>; where sequences come first in memory, it is left so.</param>
    /// <returns>The numbers, contiguous, with either axis first, and how they lie.</returns>
    public static (Tensor Numbers, SequenceLayout Layout) Of(Tensor tensor)
    {
        var (batch, positions, features) = (tensor.size(0), (int)tensor.size(1), (int)tensor.size(2));
        if (tensor.is_contiguous())
            return (tensor, ExamplesFirst(positions, features));
        if (tensor.transpose(0, 1) is var sequencesFirst && sequencesFirst.is_contiguous())
            return (sequencesFirst, new(positions, features, features, checked((int)batch * features)));
        return (tensor.contiguous(), ExamplesFirst(positions, features));
    }
}
