using BenchmarkDotNet.Attributes;
using DslDp.Accounting;

namespace DslDp.Benchmarks;

/// <summary>The work whose time in other libraries is published: q = 0.01, 10,000 steps, δ = 1e-5.</summary>
[InProcess]
[WarmupCount(3)]
[IterationCount(15)]
public class AccountantBenchmarks
{
    private const double SamplingProbability = 0.01, Delta = 1e-5, Epsilon = 3, Noise = 1.2;

    private const long Steps = 10_000;

    [Params(AccountantKind.Rdp, AccountantKind.Pld)]
    public AccountantKind Accountant { get; set; }

    [Benchmark]
    public double CalibrateNoise() => NoiseCalibration.FindNoiseMultiplier(Plan, Epsilon, Delta, Accountant);

    [Benchmark]
    public double EpsilonAtNoise() => PrivacyAccountant.Create(Accountant).Compose(Plan(Noise)).GetEpsilon(Delta);

    private static SelfComposedEvent Plan(double noise) => new(new PoissonSampledEvent(SamplingProbability, new GaussianEvent(noise)), Steps);
}
