namespace DslDp;

/// <summary>
/// The programmer vouches that this method treats each example alone: row i of its result depends on row i of its
/// arguments only. For a method that the compiler cannot see into. The privacy report lists it as vouched for, not proved.
/// </summary>
/// <remarks>
/// If the promise is wrong, the guarantee is void: an example would reach the gradients of others, which are clipped by
/// themselves. The method is static, is given batches with the examples on axis 0 and settings, and says by
/// <c>[return: BatchOf(…)]</c> what one example of its result looks like; that shape is checked at every step.
/// </remarks>
/// <example>
/// <code>
/// [PerExample("Resizes each image by itself; see Resizer.cs")]
/// [return: BatchOf(1, 14, 14)]
/// private static Tensor Resize(Tensor images) => …
/// </code>
/// </example>
/// <param name="why">The reason, a sentence for the reader of the report. Not empty.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PerExampleAttribute(string why) : Attribute
{
    /// <summary>Why the method treats each example alone.</summary>
    public string Why { get; } = why;
}
