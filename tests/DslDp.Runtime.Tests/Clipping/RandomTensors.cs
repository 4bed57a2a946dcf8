using static TorchSharp.torch;

namespace DslDp.Runtime.Tests.Clipping;

/// <summary>Tensors from a seed of their own, so that a test gives the same numbers whatever runs beside it.</summary>
internal sealed class RandomTensors(int seed)
{
    private readonly Random random = new(seed);

    public Tensor Normal(params long[] shape)
    {
        var values = new float[shape.Aggregate(1L, (product, length) => product * length)];
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        // Copied, because a tensor on a managed array has that array's alignment, and products of matrices may depend on it in the last bit.
        return tensor(values).reshape(shape).clone();
    }

    /// <summary>Gives every parameter values of the size that keeps activations near 1; scales around 1, shifts around 0.</summary>
    public TModel Fill<TModel>(TModel model)
        where TModel : nn.Module
    {
        using var noGrad = no_grad();
        foreach (var (name, parameter) in model.named_parameters())
        {
            var values = Normal(parameter.shape);
            if (parameter.dim() > 1)
                values.div_(Math.Sqrt(parameter.numel() / (double)parameter.shape[0]));
            else
                values.mul_(0.3).add_(name.EndsWith("weight", StringComparison.Ordinal) ? 1 : 0);
            parameter.copy_(values);
        }
        return model;
    }
}
