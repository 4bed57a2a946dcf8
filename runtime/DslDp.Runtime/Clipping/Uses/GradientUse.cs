using static TorchSharp.torch;

namespace DslDp.Clipping.Uses;

/// <summary>
/// One place where a trained parameter enters the model, and what is known there of each example's gradient. A parameter that is used
/// several times, by one layer or by several, has one gradient: the sum over its uses (<see cref="ParameterGradient"/>).
/// </summary>
/// <param name="part">The parameter, or the rows of it that are used.</param>
/// <param name="name">The layer, for messages.</param>
/// <param name="input">What enters the place, where the gradients depend on it.</param>
/// <param name="output">What leaves the place.</param>
internal abstract class GradientUse(ParameterPart part, LayerName name, Tensor? input, RecordedOutput output)
{
    /// <summary>The rows of the parameter that are used.</summary>
    public ParameterPart Part => part;

    /// <summary>The parameter.</summary>
    public Tensor Parameter => part.Parameter;

    /// <summary>The layer, for messages.</summary>
    public LayerName Name => name;

    /// <summary>Whether the losses depend on this use.</summary>
    public bool IsReached => output.Gradient is not null;

    /// <summary>How many 32-bit numbers it takes to make one example's gradient.</summary>
    public virtual long NumbersPerExample => 2 * Parameter.numel();

    /// <summary>What enters the place, if it was recorded.</summary>
    public Tensor? RecordedInput => input;

    /// <summary>What enters the place, where the gradients depend on it.</summary>
    public Tensor Input => input ?? throw new InvalidOperationException($"What enters {name} was not recorded.");

    /// <summary>What leaves the place.</summary>
    public RecordedOutput Output => output;

    /// <summary>The gradient of the losses at what leaves.</summary>
    public Tensor OutputGradient => output.Gradient!;

    /// <summary>Each example's gradient with respect to the whole parameter; the same numbers whenever it is asked for.</summary>
    /// <param name="start">The first example.</param>
    /// <param name="length">Number of examples.</param>
    /// <returns><c>[length, numbers of the parameter]</c>, Float32.</returns>
    public Tensor PerExample(long start, long length) => part.Widened(PerExampleOfPart(start, length));

    /// <summary>Each example's gradient with respect to the used rows.</summary>
    /// <returns><c>[length, numbers of the part]</c>, Float32.</returns>
    protected abstract Tensor PerExampleOfPart(long start, long length);
}
