using DslDp.Noise;
using DslDp.Sampling;

namespace DslDp.Reporting;

/// <summary>Who drew the batches and the noise of a run, by the names of the types.</summary>
internal sealed record RandomnessRecord(string Sampler, string Noise)
{
    public static RandomnessRecord Of(IBatchSampler sampler, IGaussianSource noise) => new(sampler.GetType().Name, noise.GetType().Name);

    public bool DrewByPoisson => Sampler == nameof(PoissonSampler);

    public bool DrewSecretNoise => Noise == nameof(CryptographicGaussianSource);

    /// <summary>Whether both come from the operating system's generator, or from a stream that it keys. A guarantee holds only then.</summary>
    public bool IsSecret => DrewByPoisson && DrewSecretNoise;

    public RandomnessSection Section() => new()
    {
        Sampler = Sampler,
        Noise = Noise,
        IsSecret = IsSecret,
        SamplerSource = DrewByPoisson ? "the operating system's cryptographic generator, for each record and each step anew" : $"{Sampler}: for tests only, not secret",
        NoiseSource = DrewSecretNoise ? $"cryptographic streams ({SecretStream.Cipher}) under keys that the operating system's generator draws for each step anew" : $"{Noise}: for tests only, not secret",
        FloatingPoint = "Norms are measured with an allowance for rounding and factors are rounded down, so that no example counts with more than C. Noise is computed in double precision and added to the 32-bit sums, each entry rounded once, after the noise; the low bits of the noisy sums are not protected against attacks on floating-point noise (Mironov 2012).",
    };
}
