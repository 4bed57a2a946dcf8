using DslDp.Watching;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DslDp.Clipping;

/// <summary>
/// The sum of clipped gradients, one flat buffer for all the trained parameters with a view for each. Noise is added to the
/// buffer, once, in one piece.
/// </summary>
public sealed class GradientSum : IDisposable
{
    private readonly Dictionary<Tensor, Tensor> byParameter = new(SameMemory.Comparer);

    /// <summary>Makes a sum of zero, on the device of the parameters.</summary>
    /// <param name="parameters">The trained parameters.</param>
    public GradientSum(TrainableParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        using var noGrad = no_grad();
        var device = parameters.Items[0].Parameter.device;
        Flat = zeros(parameters.Items.Sum(item => item.Parameter.numel()), float32, device).DetachFromDisposeScope();
        var byName = new Dictionary<string, Tensor>();
        var start = 0L;
        foreach (var (name, parameter) in parameters.Items)
        {
            using var part = Flat.narrow(0, start, parameter.numel());
            byName[name] = byParameter[parameter] = part.view(parameter.shape).DetachFromDisposeScope();
            start += parameter.numel();
        }
        ByName = byName;
        Views = [.. parameters.Items.Select(item => (item.Parameter, byName[item.Name]))];
    }

    /// <summary>All entries of the sum, in the order of the parameters: Float32, <c>[number of trained parameters]</c>.</summary>
    public Tensor Flat { get; }

    /// <summary>The part of the sum that belongs to each parameter, in its shape: views into <see cref="Flat"/>, by name.</summary>
    public IReadOnlyDictionary<string, Tensor> ByName { get; }

    /// <summary>Each trained parameter with its part of the sum: views into <see cref="Flat"/>.</summary>
    public IReadOnlyList<(Parameter Parameter, Tensor Sum)> Views { get; }

    /// <summary>Is shown the examples whose gradients join the sum; null, nearly always, where nobody may see them.</summary>
    internal BatchObserver? Observer { get; set; }

    /// <summary>Sets every entry to zero.</summary>
    public void Zero()
    {
        using var noGrad = no_grad();
        Flat.zero_();
    }

    /// <summary>Frees the buffer.</summary>
    public void Dispose()
    {
        foreach (var view in ByName.Values)
            view.Dispose();
        Flat.Dispose();
    }

    /// <summary>The part of the sum for a parameter.</summary>
    /// <exception cref="InvalidOperationException">The parameter is not one of those that are trained.</exception>
    internal Tensor Of(Tensor parameter, string layer) => byParameter.TryGetValue(parameter, out var view)
        ? view
        : throw new InvalidOperationException(
            $"{layer} was recorded, but its parameters are not among those that are trained; "
            + "call a frozen layer without the record, and keep every trained layer in a field that the model registers.");
}
