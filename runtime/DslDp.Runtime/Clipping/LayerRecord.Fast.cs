using DslDp.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DslDp.Clipping;

/// <summary>Operations that libtorch is slow at on the processor. They compute the same.</summary>
public sealed partial class LayerRecord
{
    /// <summary>The greatest of each window, as <c>functional.max_pool2d</c> without padding and dilation finds it.</summary>
    /// <param name="input"><c>[rows, channels, height, width]</c>.</param>
    /// <param name="kernel_size">Height and width of a window.</param>
    /// <param name="stride">From one window to the next; none for the window's own size.</param>
    /// <returns><c>[rows, channels, …]</c>.</returns>
    public Tensor MaxPool2d(Tensor input, long[] kernel_size, long[]? stride = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(kernel_size);
        RequireBeforeBackward();
        return PairPooling.Serves(input, kernel_size, stride ?? kernel_size)
            ? PairPooling.Pool(input, (int)(stride ?? kernel_size)[0], numbers => owned.Buffer(numbers))
            : nn.functional.max_pool2d(input, kernel_size, stride);
    }

    /// <inheritdoc cref="MaxPool2d(Tensor, long[], long[])"/>
    public Tensor MaxPool2d(Tensor input, long kernel_size, long? stride = null) =>
        MaxPool2d(input, [kernel_size, kernel_size], stride is { } step ? [step, step] : null);

    /// <summary>tanh of every number.</summary>
    /// <param name="input">The numbers.</param>
    /// <returns>The input's shape.</returns>
    public Tensor Tanh(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (wentBackward || !Memory.Serves(input))
            return input.tanh();
        var output = HyperbolicTangent.Of(input, owned.Keep);
        guard.Watch(output, "The result", "tanh");
        return output;
    }

    /// <summary>Runs a linear layer, records it, and rectifies what leaves, which nobody has seen before: <c>layer.call(input).relu()</c>.</summary>
    /// <inheritdoc cref="Call(TorchSharp.Modules.Linear, Tensor, int)"/>
    public Tensor CallRectified(Linear layer, Tensor input, int batchAxis = 0)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(input);
        var weight = Held(layer.weight);
        return MultiplyRectified(input, weight, HeldOrNone(layer.bias), new LayerName("Linear", weight.Parameter), batchAxis);
    }
}
