namespace DslDp;

/// <summary>
/// The programmer vouches that this method treats each example alone: row i of its result depends on row i of its
/// arguments only. For a method that the compiler cannot see into. The privacy report lists it as vouched for, not proved.
/// </summary>
/// <remarks>
/// If the promise is wrong, the guarantee is void: an example would reach the gradients of others, which are clipped by
/// themselves.
/// </remarks>
/// <example>
/// <code>
/// [PerExample("Resizes each image by itself; see Resizer.cs")]
/// private static Tensor Resize([BatchOf(1, 28, 28)] Tensor images) => …
/// </code>
/// </example>
/// <param name="why">The reason, a sentence for the reader of the report. Not empty.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PerExampleAttribute(string why) : Attribute
{
    /// <summary>Why the method treats each example alone.</summary>
    public string Why { get; } = why;
}
