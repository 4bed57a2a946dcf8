using static TorchSharp.torch;

namespace DslDp.Native;

/// <summary>
/// Whether this process's libtorch differentiates small convolutions correctly: a component that everything rests on. With libtorch 2.10 on an AMD EPYC
/// processor the gradient with respect to the input was found off by half and more where a convolution has few output channels, without an error and
/// in ordinary training too: kernels of oneDNN for 256-bit and 512-bit vectors. Checked once, before the first private training.
/// </summary>
internal static class ConvolutionCheck
{
    private const double Tolerance = 1e-4;

    private static readonly Lazy<double> Error = new(MeasureAndCure);

    /// <summary>Sees to it that gradients of convolutions are right: with libtorch's own convolutions, where those of oneDNN are wrong.</summary>
    /// <exception cref="NotSupportedException">They are wrong either way.</exception>
    public static void Require()
    {
        if (Error.Value > Tolerance)
        {
            throw new NotSupportedException(
                $"libtorch computes wrong gradients of convolutions on this processor: a check is off by {Error.Value:p0}. "
                + "Start the program with the environment variable ONEDNN_MAX_CPU_ISA=SSE41, which keeps it from the kernels that are wrong, or use another processor.");
        }
    }

    /// <summary>The largest relative error over a few shapes of the gradient with respect to the input, against double precision.</summary>
    public static double Measure()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(7);
        using var autograd = set_grad_enabled(true);
        (long Batch, long In, long Out, long Width, int Dimensions)[] shapes = [(2, 1, 4, 9, 2), (2, 6, 4, 9, 2), (4, 4, 8, 13, 1), (2, 5, 1, 7, 2), (4, 6, 5, 9, 1)];
        return shapes.Max(shape =>
        {
            long[] Sized(long first, long second, long width) => [first, second, .. Enumerable.Repeat(width, shape.Dimensions)];
            var input = randn(Sized(shape.Batch, shape.In, shape.Width), generator: generator);
            var weight = randn(Sized(shape.Out, shape.In, 3), generator: generator);
            var toOutput = randn(Sized(shape.Batch, shape.Out, shape.Width - 2), generator: generator);
            var expected = Gradient(input.to(float64), weight.to(float64), toOutput.to(float64));
            return ((Gradient(input, weight, toOutput).to(float64) - expected).norm() / expected.norm()).item<double>();
        });
    }

    private static double MeasureAndCure()
    {
        var error = Measure();
        return error > Tolerance && OneDnn.TurnOff() ? Measure() : error;
    }

    private static Tensor Gradient(Tensor input, Tensor weight, Tensor toOutput)
    {
        var leaf = input.detach().requires_grad_(true);
        var output = input.dim() == 3 ? nn.functional.conv1d(leaf, weight) : nn.functional.conv2d(leaf, weight);
        (output * toOutput).sum().backward();
        return leaf.grad!;
    }
}
