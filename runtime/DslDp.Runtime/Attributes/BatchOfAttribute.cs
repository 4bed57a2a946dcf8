using TorchSharp;

namespace DslDp;

/// <summary>
/// This tensor is a batch: axis 0 counts the examples, and the numbers are the shape of one example. The compiler starts its
/// proof here, and the training refuses data of another shape or element type.
/// </summary>
/// <remarks>
/// <c>[BatchOf(784)]</c> is <c>[batch, 784]</c>; <c>[BatchOf(1, 28, 28)]</c> is <c>[batch, 1, 28, 28]</c>; <c>[BatchOf]</c> is
/// <c>[batch]</c>, one number an example; <c>[BatchOf(-1, 16)]</c> has a first axis of any length. Written <c>[return: BatchOf(…)]</c> it says what a
/// method marked <see cref="PerExampleAttribute"/> returns.
/// </remarks>
/// <example>
/// <code>
/// public override Tensor forward([BatchOf(1, 28, 28)] Tensor pixels) => …
/// [Loss] private static Tensor CrossEntropy(Tensor logits, [BatchOf(DType = ScalarType.Int64)] Tensor labels) => …
/// </code>
/// </example>
/// <param name="dims">The shape of one example, without the batch axis. −1: a length that varies. None: one number an example.</param>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.ReturnValue)]
public sealed class BatchOfAttribute(params long[] dims) : Attribute
{
    /// <summary>The shape of one example, without the batch axis.</summary>
    public IReadOnlyList<long> Dims { get; } = dims;

    /// <summary>
    /// The element type. <see cref="torch.ScalarType.Float32"/> by default; class labels are
    /// <see cref="torch.ScalarType.Int64"/>.
    /// </summary>
    public torch.ScalarType DType { get; set; } = torch.ScalarType.Float32;
}
