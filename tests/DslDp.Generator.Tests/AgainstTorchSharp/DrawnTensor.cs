using DslDp.Generator.Proof;
using static TorchSharp.torch;

namespace DslDp.Generator.Tests.AgainstTorchSharp;

/// <summary>A tensor, as TorchSharp and as the proof sees it. Of a batch, any number of examples can be had, and the first replaced by another.</summary>
internal sealed class DrawnTensor
{
    /// <summary>Unlike every other size, so that no axis is taken for another.</summary>
    public const int Batch = 5;

    private readonly Tensor values;
    private readonly Tensor others;
    private readonly int axis;

    /// <param name="sizes">The axes; the one at <paramref name="axis"/> is the batch.</param>
    /// <param name="axis">Where the examples lie; −1 where there are none.</param>
    /// <param name="type">What the elements are.</param>
    public DrawnTensor(long[] sizes, int axis, ScalarType type)
    {
        this.axis = axis;
        (values, others) = (Filled(sizes, type), Filled(sizes, type));
        var shape = new Shape(sizes.Select((size, index) => index == axis ? Axis.Examples : Axis.Of(size)));
        Value = new TensorValue(shape, type switch { ScalarType.Float32 => Element.Float, ScalarType.Bool => Element.Boolean, _ => Element.Integer });
    }

    public TensorValue Value { get; }

    public ScalarType Type => values.dtype;

    public Tensor With(int examples, bool isFirstReplaced)
    {
        if (axis < 0) return values.clone();
        var batch = isFirstReplaced ? cat([others.narrow(axis, 0, 1), values.narrow(axis, 1, Batch - 1)], axis) : values;
        return batch.narrow(axis, 0, examples).contiguous();
    }

    /// <summary>Between 0 and 1, where most functions are defined; whole numbers are positions on the shortest axis.</summary>
    private static Tensor Filled(long[] sizes, ScalarType type) => type switch
    {
        ScalarType.Float32 => rand(sizes) * 0.8 + 0.1,
        ScalarType.Bool => rand(sizes) > 0.5,
        _ => randint(0, 2, sizes, dtype: type),
    };
}
