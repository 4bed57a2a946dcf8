using DslDp.Accounting;
using DslDp.Clipping;
using DslDp.Noise;
using DslDp.Optimizers;
using DslDp.Sampling;
using static TorchSharp.torch;

namespace DslDp;

/// <summary>What every step of a run works with.</summary>
internal sealed class StepMachinery
{
    public required PrivateDataset Data { get; init; }

    public required IBatchSampler Sampler { get; init; }

    public required IGaussianSource NoiseSource { get; init; }

    public required ClipBound Clip { get; init; }

    public required GradientSum Gradient { get; init; }

    public required StochasticGradientDescent Optimizer { get; init; }

    /// <summary>
    /// σ, as the accountant was told it: in multiples of the clipping norm under every adjacency (see
    /// <see cref="GaussianEvent"/>).
    /// </summary>
    public required double NoiseMultiplier { get; init; }

    /// <summary>The public number by which the sum is divided.</summary>
    public required long ExpectedBatchSize { get; init; }

    public required int MicroBatchSize { get; init; }

    public required Device Device { get; init; }

    /// <summary>
    /// The one place in the whole code base where noise is added: standard deviation σ · C on each entry of the sum. The optimizer takes its step by
    /// what has its noise, at once where it can, while that is in the cache.
    /// </summary>
    public void AddNoiseAndDescend()
    {
        var takesParts = Optimizer.TakesParts();
        NoiseSource.AddTo(Gradient.Flat, NoiseMultiplier * Clip.Norm, (from, until) =>
        {
            if (takesParts)
                Optimizer.StepPart(ExpectedBatchSize, from, until);
        });
        if (!takesParts)
            Optimizer.Step(ExpectedBatchSize);
    }
}
