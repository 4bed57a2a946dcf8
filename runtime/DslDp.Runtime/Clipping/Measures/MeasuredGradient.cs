using static TorchSharp.torch;

namespace DslDp.Clipping.Measures;

/// <summary>
/// The gradients of one parameter, or of some rows of it, example by example: how long they are, and their sum. One object does both,
/// because the two must speak of the same numbers: what is added is what was measured, or the difference is bounded and is part of the
/// measure (<see cref="RoundingAllowance"/>).
/// </summary>
internal abstract class MeasuredGradient
{
    /// <summary>Whether, after measuring, the sum is made from the uses once more.</summary>
    public virtual bool ReadsUsesAgain => true;

    /// <summary>The squared norms, never below those of what is added by more than <see cref="ClipBound"/> allows for.</summary>
    /// <returns><c>[batch]</c>, Float64, a new tensor; nothing else that takes room is left behind.</returns>
    public abstract Tensor SquaredNorms();

    /// <summary>Adds the weighted sum of the examples' gradients, and leaves nothing behind that takes room.</summary>
    /// <param name="weights">What each example counts for.</param>
    /// <param name="sum">The part of the sum that belongs to the parameter, in the parameter's shape.</param>
    public abstract void AddWeighted(ExampleWeights weights, Tensor sum);

    /// <summary>Writes the weighted sum of the examples' gradients over all that lies there.</summary>
    /// <param name="weights">What each example counts for.</param>
    /// <param name="sum">Where to, in the parameter's shape.</param>
    public virtual void WriteWeighted(ExampleWeights weights, Tensor sum)
    {
        sum.Clear();
        AddWeighted(weights, sum);
    }
}
