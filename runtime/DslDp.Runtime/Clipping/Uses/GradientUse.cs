using static TorchSharp.torch;

namespace DslDp.Clipping.Uses;

/// <summary>
/// One place where a trained parameter enters the model, and what is known there of each example's gradient. A parameter that is used
/// several times, by one layer or by several, has one gradient: the sum over its uses (<see cref="ParameterGradient"/>).
/// </summary>
/// <param name="part">The parameter, or the rows of it that are used.</param>
/// <param name="name">The layer, for messages.</param>
internal abstract class GradientUse(ParameterPart part, string name)
{
    /// <summary>The rows of the parameter that are used.</summary>
    public ParameterPart Part => part;

    /// <summary>The parameter.</summary>
    public Tensor Parameter => part.Parameter;

    /// <summary>The layer, for messages.</summary>
    public string Name => name;

    /// <summary>Whether the losses depend on this use.</summary>
    public abstract bool IsReached { get; }

    /// <summary>Whether measuring or summing runs again through a part of the graph.</summary>
    public virtual bool NeedsGraph => false;

    /// <summary>How many 32-bit numbers it takes to make one example's gradient.</summary>
    public virtual long NumbersPerExample => 2 * Parameter.numel();

    /// <summary>Each example's gradient with respect to the whole parameter.</summary>
    /// <param name="start">The first example.</param>
    /// <param name="length">Number of examples.</param>
    /// <returns><c>[length, numbers of the parameter]</c>, Float32.</returns>
    public Tensor PerExample(long start, long length) => part.Widened(PerExampleOfPart(start, length));

    /// <summary>Each example's gradient with respect to the used rows.</summary>
    /// <returns><c>[length, numbers of the part]</c>, Float32.</returns>
    protected abstract Tensor PerExampleOfPart(long start, long length);

    /// <summary>Adds the weighted sum of the examples' gradients.</summary>
    /// <param name="weights">What each example counts for.</param>
    /// <param name="sum">The part of the sum that belongs to the parameter, in the parameter's shape.</param>
    public void AddWeightedSum(ExampleWeights weights, Tensor sum) => AddWeightedSumOfPart(weights, part.Of(sum));

    protected abstract void AddWeightedSumOfPart(ExampleWeights weights, Tensor sum);
}
