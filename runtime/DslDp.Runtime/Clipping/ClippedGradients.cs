using DslDp.Clipping;
using static TorchSharp.torch;

namespace DslDp;

/// <summary>The clipped gradients of one batch, summed. They are private data: there is no noise in them yet.</summary>
public sealed class ClippedGradients : IDisposable
{
    private readonly GradientSum sum;

    /// <summary>Takes over the norms and the sum.</summary>
    /// <param name="norms">Norms before clipping, <c>[batch]</c>.</param>
    /// <param name="sum">The sum of the clipped gradients.</param>
    public ClippedGradients(Tensor norms, GradientSum sum)
    {
        ArgumentNullException.ThrowIfNull(norms);
        ArgumentNullException.ThrowIfNull(sum);
        Norms = norms.DetachFromDisposeScope();
        this.sum = sum;
    }

    /// <summary>The norm of each example's gradient over all the trained parameters, before clipping: <c>[batch]</c>, Float32.</summary>
    public Tensor Norms { get; }

    /// <summary>The sum over the batch of clipped gradients, in each parameter's shape, by the name that <c>named_parameters()</c> gives.</summary>
    public IReadOnlyDictionary<string, Tensor> Sums => sum.ByName;

    /// <summary>Frees the norms and the sums.</summary>
    public void Dispose()
    {
        Norms.Dispose();
        sum.Dispose();
    }
}
