using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using static TorchSharp.torch;

namespace DslDp.Native;

/// <summary>
/// Whether this process's libtorch differentiates small convolutions correctly: a component that everything rests on. With libtorch 2.10 on an AMD EPYC
/// processor the gradient with respect to the input was found off by half and more where a convolution has few output channels, without an error and
/// in ordinary training too: kernels of oneDNN for 256-bit and 512-bit vectors. Checked once, before the first private training.
/// </summary>
/// <remarks>
/// The fault depends on what the memory held before, so that a check may miss it. On the processors where it was found, libtorch's own convolutions are
/// used whatever the check says.
/// </remarks>
internal static class ConvolutionCheck
{
    private const double Tolerance = 1e-4;

    private const int Kernel = 3;

    private static readonly (int Batch, int In, int Out, int Width)[] Shapes = [(2, 1, 4, 9), (2, 6, 4, 9), (4, 4, 8, 7), (2, 5, 1, 7)];

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

    /// <summary>The largest relative error, over a few shapes, of the gradient with respect to the input; against sums written out in double precision.</summary>
    public static double Measure() => Shapes.Max(shape => ErrorOf(shape.Batch, shape.In, shape.Out, shape.Width));

    private static double MeasureAndCure()
    {
        if (IsSuspect(X86Base.IsSupported && Avx512F.IsSupported, X86Base.IsSupported ? Vendor() : "")) OneDnn.TurnOff();
        var error = Measure();
        return error > Tolerance && OneDnn.TurnOff() ? Measure() : error;
    }

    /// <summary>Processors on which oneDNN was found wrong.</summary>
    public static bool IsSuspect(bool hasWideVectors, string vendor) => hasWideVectors && vendor == "AuthenticAMD";

    /// <summary>The twelve letters in EBX, EDX and ECX of CPUID leaf 0.</summary>
    private static string Vendor()
    {
        var (_, ebx, ecx, edx) = X86Base.CpuId(0, 0);
        Span<int> registers = [ebx, edx, ecx];
        return System.Text.Encoding.ASCII.GetString(MemoryMarshal.AsBytes(registers));
    }

    private static double ErrorOf(int batch, int channels, int outputs, int width)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(7);
        using var autograd = set_grad_enabled(true);
        var left = width - Kernel + 1;
        var input = randn([batch, channels, width, width], generator: generator).requires_grad_(true);
        var weight = randn([outputs, channels, Kernel, Kernel], generator: generator);
        var toOutput = randn([batch, outputs, left, left], generator: generator);
        (nn.functional.conv2d(input, weight) * toOutput).sum().backward();
        var given = input.grad!.data<float>().ToArray();
        var expected = Written(weight.data<float>().ToArray(), toOutput.data<float>().ToArray(), batch, channels, outputs, width);
        return Math.Sqrt(given.Zip(expected, (a, b) => (a - b) * (a - b)).Sum() / expected.Sum(value => value * value));
    }

    /// <summary>Each gradient at the output goes back to the input through each weight.</summary>
    private static double[] Written(float[] weight, float[] toOutput, int batch, int channels, int outputs, int width)
    {
        var left = width - Kernel + 1;
        var toInput = new double[batch * channels * width * width];
        for (var place = 0; place < toOutput.Length; place++)
        {
            var (example, output, row, column) = (place / (outputs * left * left), place / (left * left) % outputs, place / left % left, place % left);
            for (var part = 0; part < channels * Kernel * Kernel; part++)
            {
                var (channel, down, across) = (part / (Kernel * Kernel), part / Kernel % Kernel, part % Kernel);
                toInput[(((example * channels) + channel) * width + row + down) * width + column + across] += (double)weight[output * channels * Kernel * Kernel + part] * toOutput[place];
            }
        }

        return toInput;
    }
}
