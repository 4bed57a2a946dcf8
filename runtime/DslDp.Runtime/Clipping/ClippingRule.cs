using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DslDp.Clipping;

/// <summary>
/// How one layer's per-example gradients are measured and summed from what enters the layer and the gradient at what leaves it,
/// without keeping a gradient for each example (Lee and Kifer 2021, "Scaling up differentially private deep learning with fast
/// per-example gradient clipping"; Bu et al. 2023, "Differentially private optimization on large foundation models").
/// </summary>
/// <remarks>A layer that is called several times has several uses; its gradient is the sum over them, taken before the norm.</remarks>
/// <param name="layer">The layer.</param>
/// <param name="batchSize">Number of examples.</param>
/// <param name="owned">Where tensors are left that must live as long as the record.</param>
internal abstract class ClippingRule(nn.Module<Tensor, Tensor> layer, long batchSize, OwnedTensors owned)
{
    /// <summary>The layer, for messages.</summary>
    public string Name => $"{layer.GetType().Name} with weight [{string.Join(", ", Parameters.First().shape)}]";

    /// <summary>The parameters of the layer.</summary>
    public IEnumerable<Parameter> Parameters => layer.parameters(recurse: false);

    /// <summary>The calls of this layer.</summary>
    public List<LayerUse> Uses { get; } = [];

    /// <summary>Whether summing runs again through a part of the graph.</summary>
    public virtual bool NeedsGraph => false;

    /// <summary>Number of examples.</summary>
    protected long BatchSize => batchSize;

    /// <summary>Tensors that live as long as the record.</summary>
    protected OwnedTensors Owned => owned;

    /// <summary>The calls that the losses depend on.</summary>
    protected IEnumerable<LayerUse> Reached => Uses.Where(use => use.Gradient is not null);

    /// <summary>Whether there is a rule for the module's own parameters.</summary>
    public static bool Covers(nn.Module module) => module is Linear or Conv1d or Conv2d or Conv3d or GroupNorm or LayerNorm;

    /// <summary>Runs the layer.</summary>
    /// <param name="input">What enters it.</param>
    /// <exception cref="ArgumentException">The input does not have the batch outermost, or is not of the layer's rank.</exception>
    public LayerUse Use(Tensor input)
    {
        RequireInput(input);
        var use = Run(input);
        Uses.Add(use);
        return use;
    }

    /// <summary>Adds each example's squared norm to the totals, <c>[batch]</c>, Float64.</summary>
    public abstract void AddSquaredNorms(Tensor totals);

    /// <summary>Adds the weighted sum of the examples' gradients to the parts of the sum that belong to this layer.</summary>
    public abstract void AddClippedSums(ExampleWeights weights, GradientSum sum);

    protected abstract void RequireInput(Tensor input);

    protected virtual LayerUse Run(Tensor input) => new(owned.Keep(input.detach()), owned.Keep(layer.call(input)));

    protected ArgumentException WrongInput(Tensor input, string expected) =>
        new($"{Name} was called with an input of shape [{string.Join(", ", input.shape)}]; it must be {expected}, or the batch merged with an axis inside it.", nameof(input));
}
