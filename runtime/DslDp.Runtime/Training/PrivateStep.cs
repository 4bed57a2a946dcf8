using System.ComponentModel;
using DslDp.Clipping;

namespace DslDp;

/// <summary>
/// One step of private training, as the generated loop carries it out: sample, clip and add up, add noise and descend. The
/// order is checked, and the weights have no other way to change than by what has its noise.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class PrivateStep
{
    private enum Stage
    {
        Charged,
        Sampling,
        Sampled,
        Descended,
    }

    private readonly StepMachinery machinery;
    private Stage stage = Stage.Charged;

    internal PrivateStep(StepMachinery machinery)
    {
        this.machinery = machinery;
        Gradient.Zero();
    }

    /// <summary>The bound on one example's gradient. The same value sets the noise.</summary>
    public ClipBound Clip => machinery.Clip;

    /// <summary>The sum of clipped gradients, zero at the start of the step.</summary>
    public GradientSum Gradient => machinery.Gradient;

    /// <summary>
    /// Draws the batch and gives it part by part. Every record that was drawn is used, however many they are; when none was
    /// drawn there is no part. May be asked for once, and walked through once.
    /// </summary>
    /// <exception cref="InvalidOperationException">The batch was drawn before.</exception>
    public IEnumerable<MicroBatch> SampleMicroBatches()
    {
        // Inside the iterator, so that a second walk is refused too: it would add every gradient twice and double the sensitivity.
        Require(Stage.Charged, "The batch of this step was already drawn. A step draws once, before the noise.");
        stage = Stage.Sampling;
        var drawn = machinery.Sampler.Draw();
        for (var start = 0; start < drawn.Length; start += machinery.MicroBatchSize)
        {
            var length = Math.Min(machinery.MicroBatchSize, drawn.Length - start);
            using var part = MicroBatch.Load(machinery.Data, drawn.AsSpan(start, length), machinery.Device);
            yield return part;
        }
        stage = Stage.Sampled;
    }

    /// <summary>
    /// Adds Gaussian noise to the sum, of standard deviation σ · C, once; an empty batch gets it too. Divides the noisy sum by the expected batch
    /// size, which is public, and lets the optimizer take its step.
    /// </summary>
    /// <exception cref="InvalidOperationException">No batch was drawn, it was not gone through to its end, or the step was already taken; the weights stay as they are.</exception>
    public void AddNoiseAndDescend()
    {
        Require(Stage.Sampled, "Noise is added, and the weights change, once a step, after the batch was drawn and gone through to its end: no more gradients may join the sum then.");
        stage = Stage.Descended;
        machinery.AddNoiseAndDescend();
    }

    /// <exception cref="InvalidOperationException">The step did not go through to the end.</exception>
    internal void RequireComplete() =>
        Require(Stage.Descended, "The step ended before noise was added and the weights were updated.");

    private void Require(Stage expected, string otherwise)
    {
        if (stage != expected)
            throw new InvalidOperationException($"{otherwise} (The step stands at: {stage}.)");
    }
}
