using DslDp.Accounting;
using DslDp.Sampling;

namespace DslDp.Runtime.Tests.Training;

/// <summary>A sampler whose draws a test chooses; it says it samples as the plan assumes.</summary>
internal sealed class ChosenBatches(double probability, Func<long[]> draw) : IBatchSampler
{
    public int Draws { get; private set; }

    public PrivacyEvent EventOf(PrivacyEvent mechanism) => new PoissonSampledEvent(probability, mechanism);

    public long[] Draw()
    {
        Draws++;
        return draw();
    }

    /// <summary>Sources for a trainer that draws these records at every step and adds this noise.</summary>
    public static RandomnessSources Always(long[] records, ChosenNoise noise) =>
        new() { Sampler = (_, probability) => new ChosenBatches(probability, () => records), Noise = noise };
}
