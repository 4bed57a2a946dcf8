using DslDp.Clipping;
using DslDp.Clipping.Uses;
using DslDp.Kernels;
using static TorchSharp.torch;

namespace DslDp.Benchmarks.Training;

/// <summary>
/// The ordinary gradient of the sum of the losses by the kernels that private training uses: nothing is made example by example, measured
/// or clipped. What a private step is compared with to see what privacy itself costs.
/// </summary>
/// <param name="sum">Where the gradient goes.</param>
internal sealed class OrdinarySums(GradientSum sum)
{
    /// <summary>Makes the gradient of every parameter of a record that went backward.</summary>
    public void Make(LayerRecord record)
    {
        using var noGrad = no_grad();
        foreach (var gradient in record.Gradients)
        {
            using var scope = NewDisposeScope();
            var to = sum.Of(gradient.Uses[0].Parameter, gradient.Uses[0].Name).Numbers;
            // As autograd does, a gradient is written where it is the first of its parameter, and added where it is not.
            var isWritten = gradient.Uses.Count == 1 && gradient.Uses[0] is MatrixUse { Part.IsWhole: true };
            if (!isWritten)
                to.zero_();
            foreach (var use in gradient.Uses.Where(use => use.IsReached))
                Add(use, to, isWritten);
        }
    }

    private static void Add(GradientUse use, Tensor to, bool isWritten)
    {
        switch (use)
        {
            case MatrixUse matrix:
                AddMatrix(matrix, use.Part.Of(to), isWritten);
                break;
            case ConvolutionWeightUse convolution:
                AddConvolution(convolution, to);
                break;
            case EmbeddingUse table:
                to.index_add_(0, table.Tokens.reshape(-1), table.Gradients.reshape(-1, to.shape[1]), 1);
                break;
            case DenseUse dense:
                dense.AddTo(dense.All.sum(0L), to);
                break;
            default:
                throw new NotSupportedException($"{use.Name} is in no model of the benchmark.");
        }
    }

    private static unsafe void AddMatrix(MatrixUse use, Tensor to, bool isWritten)
    {
        var (inputs, gradients) = Rows(use);
        var (d, p) = ((int)inputs.shape[^1], (int)gradients.shape[^1]);
        var positions = (int)(inputs.numel() / d);
        if (!ProductChoice.Serves(inputs, p, d, positions))
        {
            to.view(p, d).addmm_(gradients.view(-1, p).t(), inputs.view(-1, d), beta: isWritten ? 0 : 1, alpha: 1);
            return;
        }

        var start = isWritten ? MatrixProduct.Start.Zero : MatrixProduct.Start.Present;
        MatrixProduct.Run(new(Memory.Of(gradients), 1, p), new(Memory.Of(inputs), 1, d), p, d, positions, Memory.Of(to), d, start);
    }

    /// <summary>What enters and the gradient at what leaves, contiguous, with their rows in one order.</summary>
    private static (Tensor Inputs, Tensor Gradients) Rows(MatrixUse use)
    {
        var (inputs, gradients) = (use.Inputs, use.Gradients);
        if (RowsOfTime(gradients) is not { } rows)
            return (inputs.contiguous(), gradients.contiguous());

        // Of a recurrent layer: times come first, with rows of zeros between them, and go into the product as they are.
        if (RowsOfTime(inputs) == rows)
            return (WithRows(inputs, rows), WithRows(gradients, rows));
        var turned = zeros(inputs.shape[1], rows, inputs.shape[2]);
        turned.narrow(1, 0, inputs.shape[0]).copy_(inputs.transpose(0, 1));
        return (turned, WithRows(gradients, rows));
    }

    private static long? RowsOfTime(Tensor tensor) =>
        !tensor.is_contiguous() && tensor.stride(2) == 1 && tensor.stride(0) == tensor.shape[2] ? tensor.stride(1) / tensor.shape[2] : null;

    private static Tensor WithRows(Tensor tensor, long rows) =>
        tensor.as_strided([tensor.shape[1], rows, tensor.shape[2]], [tensor.stride(1), tensor.shape[2], 1], tensor.storage_offset());

    /// <summary>One gradient for all rows that a thread works on.</summary>
    private static unsafe void AddConvolution(ConvolutionWeightUse use, Tensor to)
    {
        var kernel = ConvolutionPlan.Of(use.Layer, use.PaddedShape, use.OutputShape).Gradients;
        var (rows, threads) = ((int)use.Input.shape[0], get_num_threads());
        if (rows % threads != 0)
            throw new NotSupportedException($"{rows} rows cannot be divided among {threads} threads.");
        var made = empty([threads, .. kernel.Layout]);
        kernel.Make(use.Entering().contiguous(), use.OutputGradient.contiguous(), rows / threads, 0, threads, Memory.Of(made), new double[threads], use.ZerosAround);
        var total = made.sum(0L).narrow(2, 0, kernel.Channels).transpose(1, 2);
        to.view(total.shape).add_(total);
    }
}
