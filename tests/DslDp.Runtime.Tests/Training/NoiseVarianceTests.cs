using DslDp.Noise;
using DslDp.Runtime.Tests.Noise;
using MathNet.Numerics.Distributions;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace DslDp.Runtime.Tests.Training;

/// <summary>
/// The noise that reaches the weights is the noise that the accountant was told of. The noise comes from the operating
/// system, so each run is a fresh one; a sound build fails with the stated probability.
/// </summary>
public sealed class NoiseVarianceTests(ITestOutputHelper output)
{
    // Two sides: a correct build fails once in a million runs for each case.
    private const double FailureProbability = 1e-6;
    private const int Steps = 400;

    [Theory]
    [InlineData(2.0, 1.5, Adjacency.AddOrRemoveOne)]
    [InlineData(7.0, 0.01, Adjacency.AddOrRemoveOne)]
    [InlineData(4.0, 3.0, Adjacency.ZeroOut)]
    public void OneStepOnAnEmptyBatchMovesTheWeightsByTheNoiseThatWasAccountedFor(double sigma, double clipNorm, Adjacency adjacency)
    {
        using var model = new HandWrittenModel();
        using var data = SmallData.Records();
        var plan = Plans.WithNoise(sigma, Steps, maxEpsilon: 1e6) with { ClipNorm = clipNorm, Adjacency = adjacency };
        // Real noise, and draws that are always empty: what moves the weights is noise alone.
        var randomness = new RandomnessSources { Sampler = (_, probability) => new ChosenBatches(probability, () => []) };
        using var trainer = model.CreatePrivateTrainer(plan, data, randomness);
        var charged = ((Accounting.GaussianEvent)((Accounting.PoissonSampledEvent)plan.StepEvent).Event).NoiseMultiplier;
        var deviation = charged * clipNorm * (plan.Optimizer.LearningRate / plan.BatchSize);

        var sumOfSquares = 0.0;
        var count = 0;
        while (!trainer.IsFinished)
        {
            var before = model.Weights();
            trainer.Step();
            foreach (var (from, to) in before.Zip(model.Weights()))
            {
                var standardised = ((double)to - from) / deviation;
                sumOfSquares += standardised * standardised;
                count++;
            }
        }

        output.WriteLine(FormattableString.Invariant($"no seed: fresh noise; Σ(Δ/σ)² = {sumOfSquares:F1} of {count} entries, failure probability {FailureProbability}"));
        Assert.InRange(sumOfSquares, ChiSquared.InvCDF(count, FailureProbability / 2), ChiSquared.InvCDF(count, 1 - (FailureProbability / 2)));
    }

    // The very numbers: the same bytes make the same noise, and each entry of it must reach its parameter, once.
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.9, 0.01)]
    public void EveryEntryIsMovedByItsOwnNoise(double momentum, double weightDecay)
    {
        const int Seed = 20261128;
        output.WriteLine($"seed {Seed}");
        using var scope = NewDisposeScope();
        using var model = new HandWrittenModel();
        using var data = SmallData.Records();
        var plan = Plans.WithNoise(3, Steps) with { Optimizer = new() { Kind = OptimizerKind.Sgd, LearningRate = 0.5, Momentum = momentum, WeightDecay = weightDecay } };
        var randomness = new RandomnessSources { Sampler = (_, probability) => new ChosenBatches(probability, () => []), Noise = new CryptographicGaussianSource(new SeededBytes(Seed)) };
        using var trainer = model.CreatePrivateTrainer(plan, data, randomness);
        var again = new CryptographicGaussianSource(new SeededBytes(Seed));
        var expected = model.Weights().Select(weight => (double)weight).ToArray();
        var velocity = new double[expected.Length];

        for (var step = 0; step < 5; step++)
        {
            trainer.Step();
            var noise = zeros(expected.Length);
            again.AddTo(noise, 3 * plan.ClipNorm);
            var gradient = noise.data<float>().ToArray();
            for (var i = 0; i < expected.Length; i++)
            {
                velocity[i] = (momentum * velocity[i]) + (gradient[i] / plan.BatchSize) + (weightDecay * expected[i]);
                expected[i] -= 0.5 * velocity[i];
            }
        }

        Assert.All(model.Weights().Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-5));
    }

    [Fact]
    public void TheNoiseOfTwoStepsIsNotTheSame()
    {
        using var model = new HandWrittenModel();
        using var data = SmallData.Records();
        using var trainer = model.CreatePrivateTrainer(Plans.Usual, data, new RandomnessSources { Sampler = (_, probability) => new ChosenBatches(probability, () => []) });
        var start = model.Weights();
        trainer.Step();
        var first = model.Weights();
        trainer.Step();
        var second = model.Weights();
        var correlation = MathNet.Numerics.Statistics.Correlation.Pearson(
            first.Zip(start, (to, from) => (double)to - from),
            second.Zip(first, (to, from) => (double)to - from));
        // 67 entries: of independent noise the correlation exceeds 0.6 with probability below 1e-6 (Fisher's z: 0.69·√64 = 5.5 deviations).
        Assert.InRange(correlation, -0.6, 0.6);
    }

    [Fact]
    public void HowManyRecordsJoinABatchHasThePoissonSamplersMeanAndVariance()
    {
        const int Draws = 2000;
        using var model = new HandWrittenModel();
        using var data = SmallData.Records();
        var sizes = new List<double>();
        using var trainer = model.CreatePrivateTrainer(Plans.WithNoise(5, Draws, maxEpsilon: 1e6), data, new RandomnessSources(), new TrainingOptions { MicroBatchSize = Plans.Records }, step =>
        {
            sizes.Add(step.SampleMicroBatches().Sum(batch => batch[0].shape[0]));
            step.AddNoiseAndDescend();
        });
        while (!trainer.IsFinished)
            trainer.Step();

        // 200 records with q = 0.1: binomial, mean 20, variance 18. Bounds of five standard errors, about 6e-7 each.
        var (mean, variance) = (sizes.Average(), MathNet.Numerics.Statistics.Statistics.Variance(sizes));
        output.WriteLine(FormattableString.Invariant($"no seed: fresh draws; mean {mean}, variance {variance}"));
        Assert.InRange(mean, 20 - (5 * Math.Sqrt(18.0 / Draws)), 20 + (5 * Math.Sqrt(18.0 / Draws)));
        Assert.InRange(variance, 18 - (5 * 18 * Math.Sqrt(2.0 / Draws)), 18 + (5 * 18 * Math.Sqrt(2.0 / Draws)));
    }
}
