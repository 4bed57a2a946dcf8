namespace DslDp;

/// <summary>
/// The bound on one example's gradient. Before the gradients of a batch are added up, each one longer than
/// <see cref="MaxNorm"/> (Euclidean length over all parameters together) is shortened to it, so that no single example can
/// move the sum by more. The noise is in proportion to this bound.
/// </summary>
/// <remarks>
/// Without the attribute the bound is 1.0. It does not change ε: a smaller bound means less noise and more distortion of
/// large gradients. Values between 0.1 and 10 are usual; search for the learning rate afresh after changing it.
/// </remarks>
/// <example><code>[Clipping(maxNorm: 0.5)]</code></example>
/// <param name="maxNorm">The bound C, finite and greater than 0, in the unit of the gradients.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ClippingAttribute(double maxNorm) : Attribute
{
    /// <summary>The bound C on the Euclidean norm of one example's gradient.</summary>
    public double MaxNorm { get; } = maxNorm;
}
