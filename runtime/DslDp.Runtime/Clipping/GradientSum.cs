using DslDp.Native;
using DslDp.Watching;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DslDp.Clipping;

/// <summary>
/// The sum of clipped gradients, one flat buffer for all the trained parameters with a view for each. Noise is added to the
/// buffer, once a step.
/// </summary>
public sealed class GradientSum : IDisposable
{
    private readonly Dictionary<Tensor, SumPart> parts = new(SameMemory.Comparer);
    private readonly Tensor flat;
    private readonly Dictionary<string, Tensor> byName = [];
    private readonly (Parameter Parameter, Tensor Sum)[] views;

    /// <summary>Makes a sum of zero, on the device of the parameters.</summary>
    /// <param name="parameters">The trained parameters.</param>
    public GradientSum(TrainableParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        using var noGrad = new NoGrad();
        var device = parameters.Items[0].Parameter.device;
        flat = zeros(parameters.Items.Sum(item => item.Parameter.numel()), float32, device).DetachFromDisposeScope();
        var start = 0L;
        foreach (var (name, parameter) in parameters.Items)
        {
            using var part = flat.narrow(0, start, parameter.numel());
            byName[name] = part.view(parameter.shape).DetachFromDisposeScope();
            parts[parameter] = new SumPart(byName[name]);
            start += parameter.numel();
        }
        views = [.. parameters.Items.Select(item => (item.Parameter, byName[item.Name]))];
    }

    /// <summary>All entries of the sum, in the order of the parameters: Float32, <c>[number of trained parameters]</c>.</summary>
    public Tensor Flat
    {
        get
        {
            WriteZeros();
            return flat;
        }
    }

    /// <summary>The part of the sum that belongs to each parameter, in its shape: views into <see cref="Flat"/>, by name.</summary>
    public IReadOnlyDictionary<string, Tensor> ByName
    {
        get
        {
            WriteZeros();
            return byName;
        }
    }

    /// <summary>Each trained parameter with its part of the sum: views into <see cref="Flat"/>.</summary>
    public IReadOnlyList<(Parameter Parameter, Tensor Sum)> Views
    {
        get
        {
            WriteZeros();
            return views;
        }
    }

    /// <summary>Is shown the examples whose gradients join the sum; null, nearly always, where nobody may see them.</summary>
    internal BatchObserver? Observer { get; set; }

    /// <summary>Sets every entry to zero. Tensors that were got from the sum before show it once the sum is asked again.</summary>
    public void Zero()
    {
        foreach (var part in parts.Values)
            part.Blank();
    }

    /// <summary>Frees the buffer.</summary>
    public void Dispose()
    {
        foreach (var view in byName.Values)
            view.Dispose();
        flat.Dispose();
    }

    /// <summary>The part of the sum for a parameter.</summary>
    /// <exception cref="InvalidOperationException">The parameter is not one of those that are trained.</exception>
    internal SumPart Of(Tensor parameter, LayerName layer) => parts.TryGetValue(parameter, out var part)
        ? part
        : throw new InvalidOperationException(
            $"{layer} was recorded, but its parameters are not among those that are trained; "
            + "call a frozen layer without the record, and keep every trained layer in a field that the model registers.");

    // In the memory too, where no gradient was written over what was left there.
    private void WriteZeros()
    {
        using var noGrad = new NoGrad();
        foreach (var part in parts.Values)
            _ = part.Numbers;
    }
}
