using DslDp.Noise;
using DslDp.Sampling;

namespace DslDp.Reporting;

/// <summary>Who drew the batches and the noise of a run.</summary>
internal sealed record RandomnessRecord(IBatchSampler Sampler, IGaussianSource Noise)
{
    /// <summary>Whether both come from the operating system's generator, or from a stream that it keys. A guarantee holds only then.</summary>
    public bool IsSecret => Sampler is PoissonSampler && Noise is CryptographicGaussianSource;

    public string SamplerText => Sampler is PoissonSampler
        ? "Poisson: every record joins a batch independently, drawn from the operating system's cryptographic generator"
        : $"{Sampler.GetType().Name}: for tests only, not secret";

    public string NoiseText => Noise is CryptographicGaussianSource
        ? "a cryptographic stream (ChaCha20) under a key that the operating system's generator draws for the run"
        : $"{Noise.GetType().Name}: for tests only, not secret";
}
