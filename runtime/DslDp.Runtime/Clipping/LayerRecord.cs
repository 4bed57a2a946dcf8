using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DslDp.Clipping;

/// <summary>
/// One forward pass and what clipping needs of it: what enters each layer with parameters, and where autograd stops when it comes
/// back from the losses. From the two, each example's gradient is measured and the clipped sum is made; no parameter takes part
/// in autograd, and no gradient is kept for each example.
/// </summary>
/// <remarks>
/// The order of use is fixed: calls of layers, <see cref="Backward"/>, <see cref="GradientNorms"/>, <see cref="AddClippedSums"/>.
/// Tensors that the record needs are its own: the caller may dispose of inputs and outputs of layers at any time.
/// </remarks>
public sealed class LayerRecord : IDisposable
{
    private readonly long batchSize;
    private readonly OwnedTensors owned = new();
    private readonly InPlaceGuard guard;
    private readonly IDisposable gradMode = set_grad_enabled(true);
    private readonly Dictionary<nn.Module, ClippingRule> rules = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Parameter, ClippingRule> holders = new(ReferenceEqualityComparer.Instance);
    private bool wentBackward;
    private Tensor? finite;

    /// <summary>Starts a record. Autograd is on until it is disposed of.</summary>
    /// <param name="batchSize">Number of examples, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The batch size is negative.</exception>
    public LayerRecord(long batchSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(batchSize);
        this.batchSize = batchSize;
        guard = new InPlaceGuard(owned);
    }

    /// <summary>Runs a linear layer and records it.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input"><c>[batch, …, in_features]</c>; the first axis may be the batch merged with an axis inside it.</param>
    /// <returns><c>[batch, …, out_features]</c>.</returns>
    /// <exception cref="ArgumentException">The input has another shape.</exception>
    public Tensor Call(Linear layer, Tensor input) => Record(layer, input, () => new LinearRule(layer, batchSize, owned));

    /// <summary>Runs a convolution in one, two or three dimensions and records it.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input"><c>[batch, channels, …]</c>; the first axis may be the batch merged with an axis inside it.</param>
    /// <returns><c>[batch, out_channels, …]</c>.</returns>
    /// <exception cref="ArgumentException">The input has another shape.</exception>
    public Tensor Call(Convolution layer, Tensor input) => ClippingRule.Covers(layer)
        ? Record(layer, input, () => new ConvolutionRule(layer, batchSize, owned))
        : throw NoRule(layer);

    /// <summary>Runs a group normalisation and records it.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input"><c>[batch, channels, …]</c>; the first axis may be the batch merged with an axis inside it.</param>
    /// <returns>The input's shape.</returns>
    /// <exception cref="ArgumentException">The input has another shape.</exception>
    public Tensor Call(GroupNorm layer, Tensor input) => layer.weight is null
        ? layer.call(input)
        : Record(layer, input, () => new GroupNormRule(layer, batchSize, owned));

    /// <summary>Runs a layer normalisation and records it.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input"><c>[batch, …]</c>, the normalised axes last; the first axis may be the batch merged with an axis inside it.</param>
    /// <returns>The input's shape.</returns>
    /// <exception cref="ArgumentException">The input has another shape.</exception>
    public Tensor Call(LayerNorm layer, Tensor input) => layer.weight is null
        ? layer.call(input)
        : Record(layer, input, () => new LayerNormRule(layer, batchSize, owned));

    /// <summary>Runs the modules one after the other and records those with parameters.</summary>
    /// <param name="modules">The modules.</param>
    /// <param name="input">The first module's input.</param>
    /// <returns>The last module's output.</returns>
    /// <exception cref="NotSupportedException">There is no rule for one of the modules.</exception>
    public Tensor Call(Sequential modules, Tensor input)
    {
        var value = input;
        for (var i = 0; i < modules.Count; i++)
        {
            // Nobody else sees the value between two modules: a copy may be overwritten in its place.
            var item = (nn.Module<Tensor, Tensor>)modules[i];
            value = i > 0 && InPlaceModules.Contains(item) ? item.call(value.clone()) : Call(item, value);
        }
        return value;
    }

    /// <summary>Runs a module of any kind for which there is a rule, and records its layers with parameters.</summary>
    /// <param name="module">A layer with a rule, a sequence of modules, a recorded block, or a module without parameters.</param>
    /// <param name="input">The module's input.</param>
    /// <returns>The module's output.</returns>
    /// <exception cref="NotSupportedException">There is no rule for the module, or it overwrites its input.</exception>
    public Tensor Call(nn.Module<Tensor, Tensor> module, Tensor input) => module switch
    {
        IRecordedModule block => block.RecordedForward(this, input),
        Linear linear => Call(linear, input),
        Convolution convolution => Call(convolution, input),
        GroupNorm groupNorm => Call(groupNorm, input),
        LayerNorm layerNorm => Call(layerNorm, input),
        Sequential modules when modules.GetType() == typeof(Sequential) => Call(modules, input),
        IParameterLessModule when InPlaceModules.Contains(module) => throw new NotSupportedException(
            $"{module.GetType().Name} with inplace: true would overwrite a value that gradients are clipped from; make it with inplace: false."),
        IParameterLessModule or InstanceNorm { affine: false, track_running_stats: false } => module.call(input),
        _ => throw NoRule(module),
    };

    /// <summary>Runs autograd from the sum of the losses back to what left each recorded layer.</summary>
    /// <param name="losses">One loss an example: <c>[batch]</c>.</param>
    /// <exception cref="ArgumentException">There is not one loss an example.</exception>
    /// <exception cref="InvalidOperationException">It was called before, or a recorded tensor was changed in place.</exception>
    public void Backward(Tensor losses)
    {
        ArgumentNullException.ThrowIfNull(losses);
        if (losses.dim() != 1 || losses.shape[0] != batchSize)
            throw WrongShape("The losses have", losses, nameof(losses));
        if (wentBackward)
            throw new InvalidOperationException("A record goes backward once.");
        wentBackward = true;
        guard.Check();
        if (batchSize == 0 || !losses.requires_grad)
            return;

        var uses = rules.Values.SelectMany(rule => rule.Uses).ToArray();
        using var total = losses.sum();
        // Not autograd.grad: in TorchSharp 0.107 its errors end the process instead of reaching the caller.
        autograd.backward([total], retain_graph: rules.Values.Any(rule => rule.NeedsGraph), inputs: [.. uses.Select(use => use.Output)]);
        foreach (var use in uses)
        {
            if (use.Output.grad is { IsInvalid: false } gradient)
                use.Gradient = owned.Keep(gradient);
        }
    }

    /// <summary>The norm of each example's gradient over all the recorded layers together.</summary>
    /// <returns><c>[batch]</c>, Float32; not finite where anything of the example's gradient is not.</returns>
    /// <exception cref="InvalidOperationException"><see cref="Backward"/> was not called.</exception>
    public Tensor GradientNorms()
    {
        if (!wentBackward)
            throw new InvalidOperationException("Call Backward before GradientNorms.");
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var totals = zeros(batchSize, float64, holders.Keys.FirstOrDefault()?.device ?? CPU);
        foreach (var rule in rules.Values)
        {
            using var temporaries = NewDisposeScope();
            rule.AddSquaredNorms(totals);
        }
        var norms = totals.sqrt_().to(float32);
        finite = owned.Keep(norms.isfinite());
        return norms.MoveToOuterDisposeScope();
    }

    /// <summary>Adds each example's gradient times its factor to the sum; examples whose norm is not finite add exactly nothing.</summary>
    /// <param name="factors">One factor an example, <c>[batch]</c>, Float32, from <see cref="ClipBound.Factors"/>.</param>
    /// <param name="sum">What to add to.</param>
    /// <exception cref="ArgumentException">There is not one factor an example.</exception>
    /// <exception cref="InvalidOperationException">
    /// <see cref="GradientNorms"/> was not called, or a recorded layer's parameters are not among those of the sum.
    /// </exception>
    public void AddClippedSums(Tensor factors, GradientSum sum)
    {
        ArgumentNullException.ThrowIfNull(factors);
        ArgumentNullException.ThrowIfNull(sum);
        if (factors.dim() != 1 || factors.shape[0] != batchSize)
            throw WrongShape("The factors have", factors, nameof(factors));
        if (finite is null)
            throw new InvalidOperationException("Call GradientNorms before AddClippedSums.");
        foreach (var (parameter, rule) in holders)
            sum.Of(parameter, rule.Name);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var weights = new ExampleWeights(factors, finite);
        foreach (var rule in rules.Values)
        {
            using var temporaries = NewDisposeScope();
            rule.AddClippedSums(weights, sum);
        }
    }

    /// <summary>Frees what was recorded.</summary>
    public void Dispose()
    {
        gradMode.Dispose();
        owned.Dispose();
    }

    private Tensor Record(nn.Module<Tensor, Tensor> layer, Tensor input, Func<ClippingRule> makeRule)
    {
        if (wentBackward)
            throw new InvalidOperationException("A record takes no calls after it went backward.");
        if (!rules.TryGetValue(layer, out var rule))
        {
            rule = makeRule();
            foreach (var parameter in rule.Parameters)
            {
                // Two layers on one tensor would be measured as if their gradients were at right angles.
                if (!holders.TryAdd(parameter, rule))
                {
                    throw new NotSupportedException(
                        $"{rule.Name} and {holders[parameter].Name} share a parameter; tied weights cannot be trained privately yet: give each layer its own.");
                }
            }
            rules.Add(layer, rule);
        }

        var use = rule.Use(input);
        if (!use.Output.requires_grad)
            use.Output.requires_grad_(true);
        guard.Watch(use.Input, $"The input of {rule.Name}");
        guard.Watch(use.Output, $"The output of {rule.Name}");
        // A handle of the caller's own: the record's must live until the sums are made.
        return use.Output.alias();
    }

    private ArgumentException WrongShape(string what, Tensor tensor, string name) =>
        new($"{what} the shape [{string.Join(", ", tensor.shape)}]; expected is one number an example, [{batchSize}].", name);

    private static NotSupportedException NoRule(nn.Module module) =>
        new($"There is no rule to clip the gradients of {module.GetType().Name}; use Linear, Conv1d, Conv2d, Conv3d, GroupNorm, LayerNorm, "
            + "a Sequential of these, a [DpModule] block or a module without parameters.");
}
