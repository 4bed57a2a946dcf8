namespace DslDp.Generator.Proof;

/// <summary>How a call of a layer is recorded.</summary>
/// <param name="IsShared">The layer is applied to values that hold no example.</param>
/// <param name="BatchAxis">The axis on which the examples lie in what enters the layer, or <see cref="Innermost"/>.</param>
/// <param name="Settings">What the layer was made with and its module does not tell, as further arguments.</param>
internal sealed record LayerUse(bool IsShared, int BatchAxis, string Settings)
{
    /// <summary>On the first axis, merged with others outside of the batch: the rows of all the examples for the first step, then for the second, and so on.</summary>
    public const int Innermost = -1;
}
