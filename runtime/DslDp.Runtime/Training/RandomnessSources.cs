using DslDp.Noise;
using DslDp.Sampling;

namespace DslDp;

/// <summary>Where a run takes its secret randomness from. Tests put in other sources, and the report then says so.</summary>
internal sealed record RandomnessSources
{
    /// <summary>Who takes part in a batch, given the number of records and the sampling probability.</summary>
    public Func<long, double, IBatchSampler> Sampler { get; init; } = (records, probability) => new PoissonSampler(records, probability);

    /// <summary>The noise.</summary>
    public IGaussianSource Noise { get; init; } = new CryptographicGaussianSource();
}
