using static TorchSharp.torch;

namespace DslDp.Clipping.Measures;

/// <summary>
/// Gradients that are made for a few examples at a time: measured, clipped and added while they are still in the processor's own memory.
/// </summary>
internal abstract unsafe class PartwiseGradient : MeasuredGradient
{
    public override bool ReadsUsesAgain => false;

    /// <summary>How many 32-bit numbers are kept of each example of a part.</summary>
    public abstract int NumbersPerExample { get; }

    /// <summary>Not for these: <see cref="Measure"/>.</summary>
    public sealed override Tensor SquaredNorms() => throw new NotSupportedException("These gradients are measured part by part.");

    /// <summary>Makes the gradients of some examples, and adds their squared norms.</summary>
    /// <param name="part">The examples.</param>
    /// <param name="made">Where the gradients go: <see cref="NumbersPerExample"/> for each.</param>
    /// <param name="squares">One squared norm an example of the batch.</param>
    public abstract void Measure(ExamplePart part, float* made, double[] squares);

    /// <summary>Adds the gradients that were made last, each times its factor, to what <see cref="MeasuredGradient.AddWeighted"/> gives away in the end.</summary>
    /// <param name="part">The examples.</param>
    /// <param name="made">Where their gradients are.</param>
    /// <param name="factors">One factor an example of the batch; one with 0 is left out.</param>
    public abstract void Add(ExamplePart part, float* made, float[] factors);
}
