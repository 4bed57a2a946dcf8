using System.Diagnostics;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DslDp.Kernels;

/// <summary>
/// Who multiplies matrices on this machine: <see cref="MatrixProduct"/>, or libtorch. The library that libtorch hands them to keeps to
/// vectors of 256 bits on processors that are not from its maker; on others it has no equal. So the two are timed once, before the first step.
/// </summary>
internal static class ProductChoice
{
    // Smaller products are over before a call of the library has found out what they are.
    private const long LeastTerms = 1 << 15;

    private const int Size = 192, Tries = 12;

    // Where the two are as fast at this size, the library is faster at the larger ones, by a tenth or more: chance must not decide.
    private const double PartOfLibrary = 0.9;

    // With fewer, tiles are mostly empty.
    private const long LeastChannels = 8, LeastPatch = 8;

    // An output of so few terms is mostly memory, as in a first layer, and may have another winner.
    private const long FewTerms = 32;

    private static readonly Lazy<bool> KernelIsFaster = new(() => WideTile.IsSupported && IsFasterAtProducts());

    private static readonly Lazy<bool> ConvolutionIsFaster = new(() => WideTile.IsSupported && IsFasterAtConvolutions(channels: 32));

    private static readonly Lazy<bool> FirstConvolutionIsFaster = new(() => WideTile.IsSupported && IsFasterAtConvolutions(channels: 3));

    /// <summary>Decides for one of the two, in tests; null for what the timing says.</summary>
    internal static bool? Forced { get; set; }

    /// <summary>Whether the kernel serves a product with this tensor.</summary>
    /// <param name="tensor">One side.</param>
    /// <param name="rows">Rows of the result.</param>
    /// <param name="columns">Columns of the result.</param>
    /// <param name="depth">Terms of each sum.</param>
    public static bool Serves(Tensor tensor, long rows, long columns, long depth) =>
        Memory.Serves(tensor)
        && rows is > 0 and <= int.MaxValue && columns is > 0 and <= int.MaxValue && depth is > 0 and <= int.MaxValue
        && rows * columns <= Memory.MaxNumbers && rows * depth <= Memory.MaxNumbers && columns * depth <= Memory.MaxNumbers
        && (Forced ?? (rows * columns * depth < LeastTerms ? WideTile.IsSupported : KernelIsFaster.Value));

    /// <summary>Whether <see cref="ConvolutionMap"/> serves a convolution.</summary>
    /// <param name="input"><c>[rows, channels, …]</c>.</param>
    /// <param name="layer">The convolution.</param>
    /// <param name="patch">Numbers of the input that one output is made of.</param>
    /// <param name="paddedShape">Shape of the input with the zeros around it.</param>
    /// <param name="outputShape">Shape of the output.</param>
    public static bool ServesConvolution(Tensor input, Convolution layer, long patch, long[] paddedShape, long[] outputShape) =>
        Memory.Serves(input) && input.size(1) == layer.in_channels
        && layer.weight.dtype == ScalarType.Float32 && layer.weight.is_contiguous() && layer.bias?.is_contiguous() != false
        && Memory.NumbersOf(paddedShape) is > 0 and <= Memory.MaxNumbers && Memory.NumbersOf(outputShape) is > 0 and <= Memory.MaxNumbers && layer.weight.numel() <= Memory.MaxNumbers / 2
        && (Forced ?? (layer.out_channels / layer.groups >= LeastChannels && patch >= LeastPatch && (patch < FewTerms ? FirstConvolutionIsFaster : ConvolutionIsFaster).Value));

    private static unsafe bool IsFasterAtProducts()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var (left, right, result) = (ones(Size, Size), ones(Size, Size), zeros(Size, Size));
        return IsFaster(
            () => MatrixProduct.Run(
                new(Memory.Of(left), Size, 1), new(Memory.Of(right), 1, Size), Size, Size, Size, Memory.Of(result), Size, MatrixProduct.Start.Present),
            () => result.addmm_(left, right),
            PartOfLibrary);
    }

    private static bool IsFasterAtConvolutions(int channels)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var input = ones(8, channels, 32, 32);
        long[] outputShape = [8, 32, 32, 32];
        using var layer = nn.Conv2d(channels, 32, 3, padding: 1, bias: false);
        var weight = layer.weight.detach();
        var convolution = new ConvolutionMap.Convolution(weight, null, ConvolutionPlan.Of(layer, [8, channels, 34, 34], outputShape), new(channels, [32, 32], [1, 1]), input.shape, outputShape);
        return IsFaster(() => ConvolutionMap.Of(input, convolution), () => nn.functional.conv2d(input, weight, padding: [1, 1]));
    }

    /// <summary>Whether the kernel takes less than a part of what the library takes: the best of some tries of each, in turn.</summary>
    private static bool IsFaster(Action kernel, Action library, double part = 1)
    {
        var (ofKernel, ofLibrary) = (double.MaxValue, double.MaxValue);
        for (var i = 0; i < Tries; i++)
        {
            ofKernel = Math.Min(ofKernel, Milliseconds(kernel));
            ofLibrary = Math.Min(ofLibrary, Milliseconds(library));
        }

        return ofKernel < part * ofLibrary;
    }

    private static double Milliseconds(Action work)
    {
        var start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
