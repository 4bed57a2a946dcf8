namespace DslDp;

/// <summary>
/// This static method is what training makes small. It takes forward's result, then the targets, and returns
/// <em>one value for each example</em>, a tensor of shape <c>[batch]</c>: not their mean or sum, since each example's
/// gradient is clipped by itself. With TorchSharp's losses that is <c>reduction: Reduction.None</c>.
/// </summary>
/// <example>
/// <code>
/// [Loss]
/// private static Tensor CrossEntropy(Tensor logits, [BatchOf(DType = ScalarType.Int64)] Tensor labels) =>
///     functional.cross_entropy(logits, labels, reduction: Reduction.None);
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LossAttribute : Attribute;
