using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DslDp.Clipping;

/// <summary>Modules of any kind, and those that are made of others.</summary>
public sealed partial class LayerRecord
{
    /// <summary>Runs the modules one after the other and records those with parameters.</summary>
    /// <param name="modules">The modules.</param>
    /// <param name="input">The first module's input.</param>
    /// <param name="batchAxis">The axis on which the examples lie, where it is not the first; only layers that take it then may be among the modules.</param>
    /// <returns>The last module's output.</returns>
    /// <exception cref="NotSupportedException">There is no rule for one of the modules.</exception>
    public Tensor Call(Sequential modules, Tensor input, int batchAxis = 0)
    {
        ArgumentNullException.ThrowIfNull(modules);
        var value = input;
        for (var i = 0; i < modules.Count; i++)
        {
            // Nobody else sees the value between two modules: it may be overwritten, or a copy in its place where it is recorded.
            var item = (nn.Module<Tensor, Tensor>)modules[i];
            value = item switch
            {
                Linear linear when IsRectified(i) => CallRectified(linear, value, batchAxis),
                ReLU when i > 0 && modules[i - 1] is Linear => value,
                _ when i > 0 && InPlaceModules.Contains(item) => item.call(value.clone()),
                _ => Call(item, value, batchAxis),
            };
        }
        return value;

        bool IsRectified(int place) => place + 1 < modules.Count && modules[place + 1] is ReLU;
    }

    /// <summary>Runs a module of any kind for which there is a rule, and records its layers with parameters.</summary>
    /// <param name="module">A layer with a rule, a sequence of modules, a recorded block, or a module without parameters.</param>
    /// <param name="input">The module's input.</param>
    /// <param name="batchAxis">The axis on which the examples lie, where it is not the first; or <see cref="Innermost"/>.</param>
    /// <returns>The module's output.</returns>
    /// <exception cref="NotSupportedException">There is no rule for the module, or it overwrites its input.</exception>
    public Tensor Call(nn.Module<Tensor, Tensor> module, Tensor input, int batchAxis = 0) => module switch
    {
        IRecordedModule when batchAxis > 0 => throw new NotSupportedException(
            $"{module.GetType().Name} is a block, and what it records expects the examples on its first axis; in this sequence they lie on axis {batchAxis}. Call the block by itself, outside of the sequence."),
        IRecordedModule block => block.RecordedForward(this, input),
        Linear linear => Call(linear, input, batchAxis),
        Embedding embedding => Call(embedding, input, batchAxis),
        LayerNorm layerNorm => Call(layerNorm, input, batchAxis),
        Sequential modules when modules.GetType() == typeof(Sequential) => Call(modules, input, batchAxis),
        Tanh { inplace: false } => Tanh(input),
        MaxPool2d pool when pool.padding is null or [0, 0] && pool.dilation is null or [1, 1] && !pool.ceil_mode => MaxPool2d(input, pool.kernel_size, pool.stride),
        IParameterLessModule when InPlaceModules.Contains(module) => throw new NotSupportedException(
            $"{module.GetType().Name} with inplace: true would overwrite a value that gradients are clipped from; make it with inplace: false."),
        IParameterLessModule => module.call(input),
        _ when batchAxis == Innermost => CallInnermost(module, input),
        _ when batchAxis != 0 => throw new NotSupportedException($"{module.GetType().Name} takes the examples on its first axis, and they lie on axis {batchAxis}."),
        Convolution convolution => Call(convolution, input),
        GroupNorm groupNorm => Call(groupNorm, input),
        InstanceNorm instanceNorm => Call(instanceNorm, input),
        PReLU rectifier => Call(rectifier, input),
        _ => throw NoRule(module),
    };

    private Tensor CallInnermost(nn.Module<Tensor, Tensor> module, Tensor input)
    {
        using var moved = ToFront(input, Innermost);
        return BackFromFront(Call(module, moved ?? input), Innermost);
    }

    /// <summary>Runs a module that is known by its interface, as a part of a sequence is.</summary>
    /// <inheritdoc cref="Call(nn.Module{Tensor, Tensor}, Tensor, int)"/>
    public Tensor Call(nn.IModule<Tensor, Tensor> module, Tensor input, int batchAxis = 0) =>
        Call(module as nn.Module<Tensor, Tensor> ?? throw new NotSupportedException($"{module?.GetType().Name} is no module of TorchSharp's, so that it cannot be recorded."), input, batchAxis);

    /// <summary>Runs a module with two inputs for which there is a rule.</summary>
    /// <param name="module">A bilinear layer, a cell, or a module without parameters.</param>
    /// <param name="input1">The first input.</param>
    /// <param name="input2">The second input.</param>
    /// <returns>The module's output.</returns>
    /// <exception cref="NotSupportedException">There is no rule for the module.</exception>
    public Tensor Call(nn.Module<Tensor, Tensor, Tensor> module, Tensor input1, Tensor input2) => module switch
    {
        Bilinear bilinear => Call(bilinear, input1, input2),
        GRUCell cell => Call(cell, input1, input2),
        IParameterLessModule => module.call(input1, input2),
        _ => throw NoRule(module),
    };

    /// <summary>
    /// Runs a module on values that hold no example, as a table of positions is: its parameters are leaves (<see cref="Leaf(Parameter)"/>), and the
    /// result is a value computed from them.
    /// </summary>
    /// <param name="module">A layer with a rule, a sequence of them, or a module without parameters.</param>
    /// <param name="input">The module's input, the same for every batch.</param>
    /// <returns>The module's output.</returns>
    /// <exception cref="NotSupportedException">There is no such form of the module.</exception>
    public Tensor CallShared(nn.Module<Tensor, Tensor> module, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(input);
        return module switch
        {
            Linear linear => nn.functional.linear(input, Leaf(linear.weight), LeafOrNone(linear.bias)),
            Embedding embedding => SharedRows(embedding, input),
            LayerNorm norm => nn.functional.layer_norm(input, norm.normalized_shape, LeafOrNone(norm.weight), LeafOrNone(norm.bias), norm.eps),
            GroupNorm norm => nn.functional.group_norm(input, norm.num_groups, LeafOrNone(norm.weight), LeafOrNone(norm.bias), norm.eps),
            PReLU rectifier => nn.functional.prelu(input, Leaf(rectifier.weight)),
            Conv1d or Conv2d or Conv3d => new ConvolutionGeometry((Convolution)module, input.shape).Convolve(input, Leaf(((Convolution)module).weight), LeafOrNone(((Convolution)module).bias)),
            Sequential modules when modules.GetType() == typeof(Sequential) =>
                Enumerable.Range(0, (int)modules.Count).Aggregate(input, (value, i) => CallShared((nn.Module<Tensor, Tensor>)modules[i], value)),
            IParameterLessModule when !InPlaceModules.Contains(module) => module.call(input),
            _ => throw NoRule(module),
        };
    }

    private Tensor SharedRows(Embedding embedding, Tensor tokens)
    {
        var table = Leaf(embedding.weight!);
        if (EmbeddingSettings.Of(embedding).Padding is { } padding)
        {
            // The row of padding has no gradient.
            using Scalar row = padding;
            using var isPadding = HeldScalars.Counting(table.shape[0], table.device).eq(row).unsqueeze(1);
            table = where(isPadding, table.detach(), table);
        }
        return table.index_select(0, tokens.reshape(-1).to(ScalarType.Int64)).view([.. tokens.shape, table.shape[1]]);
    }

    private Tensor? LeafOrNone(Parameter? parameter) => parameter is null ? null : Leaf(parameter);

    private static NotSupportedException NoRule(nn.Module module) =>
        new($"There is no rule to clip the gradients of {module.GetType().Name} where it is used; use one of TorchSharp's layers, "
            + "a Sequential of these, a [DpModule] block or a module without parameters.");
}
