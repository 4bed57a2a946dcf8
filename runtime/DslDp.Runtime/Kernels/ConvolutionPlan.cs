using System.Runtime.CompilerServices;
using TorchSharp.Modules;

namespace DslDp.Kernels;

/// <summary>What the kernels need to know of a convolution on inputs of one size. Made once for each layer, and again where the size changes.</summary>
internal sealed class ConvolutionPlan
{
    private static readonly ConditionalWeakTable<Convolution, ConvolutionPlan> Known = [];

    private readonly long[] paddedSize, outputSize;

    private ConvolutionPlan(Convolution layer, long[] paddedShape, long[] outputShape)
    {
        (paddedSize, outputSize) = (paddedShape[1..], outputShape[1..]);
        Layout = PositionLayout.OfConvolution(layer, paddedShape, outputShape);
        Patches = new(Layout);
        Gradients = new(Layout);
    }

    /// <summary>Which numbers of the padded input meet which of the weight.</summary>
    public PositionLayout Layout { get; }

    /// <summary>The numbers that its positions read.</summary>
    public Patches Patches { get; }

    /// <summary>Makes the gradients of its weight.</summary>
    public PositionGradients Gradients { get; }

    /// <summary>The plan of a layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="paddedShape">Shape of its padded input, <c>[rows, channels, …]</c>.</param>
    /// <param name="outputShape">Shape of its output, <c>[rows, channels, …]</c>.</param>
    public static ConvolutionPlan Of(Convolution layer, long[] paddedShape, long[] outputShape)
    {
        if (Known.TryGetValue(layer, out var known) && known.paddedSize.AsSpan().SequenceEqual(paddedShape.AsSpan(1)) && known.outputSize.AsSpan().SequenceEqual(outputShape.AsSpan(1)))
            return known;
        var plan = new ConvolutionPlan(layer, paddedShape, outputShape);
        Known.AddOrUpdate(layer, plan);
        return plan;
    }
}
