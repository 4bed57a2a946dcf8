using BenchmarkDotNet.Attributes;
using DslDp.Noise;
using static TorchSharp.torch;

namespace DslDp.Benchmarks;

/// <summary>Cryptographic noise for a model of 1.86 million parameters, beside libtorch's ordinary generator.</summary>
[InProcess]
[WarmupCount(3)]
[IterationCount(15)]
public class NoiseBenchmarks
{
    private readonly Tensor flat = zeros(1_863_690);
    private readonly CryptographicGaussianSource source = new();

    public NoiseBenchmarks() => set_num_threads(1);

    [Benchmark(Baseline = true)]
    public void OrdinaryNormal() => flat.normal_();

    [Benchmark]
    public void CryptographicNoise() => source.AddTo(flat, 1);
}
