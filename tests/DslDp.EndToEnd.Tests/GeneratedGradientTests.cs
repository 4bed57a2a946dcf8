using DslDp.EndToEnd.Tests.Models;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace DslDp.EndToEnd.Tests;

/// <summary>The generated code's norms and clipped sums against the literal definition, with all, some and no examples clipped.</summary>
public sealed class GeneratedGradientTests
{
    private readonly ITestOutputHelper output;
    private readonly long seed = Environment.TickCount64;

    public GeneratedGradientTests(ITestOutputHelper output)
    {
        this.output = output;
        manual_seed(seed);
    }

    /// <summary>Of the largest sum of absolute clipped gradients in each parameter: rounding of float32.</summary>
    private const double Tolerance = 2e-6;

    public static TheoryData<int, double> BatchesAndBounds => new()
    {
        { 1, 0.3 },
        { 7, 1e-3 },
        { 7, 1.0 },
        { 12, 2.5 },
        { 5, 1e6 },
    };

    [Theory]
    [MemberData(nameof(BatchesAndBounds))]
    public void Digits(int batch, double maxNorm)
    {
        using var model = new Digits();
        Check(model, () => new Digits(), [rand(batch, 784)], [Labels(batch, 10)], maxNorm, (x, y) => model.ComputeClippedGradients(x[0], y[0], maxNorm));
    }

    [Theory]
    [MemberData(nameof(BatchesAndBounds))]
    public void TanhNetwork(int batch, double maxNorm)
    {
        using var model = new TanhNetwork();
        Check(model, () => new TanhNetwork(), [rand(batch, 1, 28, 28)], [Labels(batch, 10)], maxNorm, (x, y) => model.ComputeClippedGradients(x[0], y[0], maxNorm));
    }

    [Theory]
    [MemberData(nameof(BatchesAndBounds))]
    public void ResidualClassifier(int batch, double maxNorm)
    {
        using var model = new ResidualClassifier();
        Check(model, () => new ResidualClassifier(), [randn(batch, 3, 8, 8)], [Labels(batch, 5)], maxNorm, (x, y) => model.ComputeClippedGradients(x[0], y[0], maxNorm));
    }

    [Theory]
    [MemberData(nameof(BatchesAndBounds))]
    public void SequenceTagger(int batch, double maxNorm)
    {
        using var model = new SequenceTagger();
        Check(
            model,
            () => new SequenceTagger(),
            [randn(batch, 7, 4), randn(batch, 3)],
            // Targets far from the scores: where the two nearly cancel, what 32 bits leave of the difference is off by more than the tolerance.
            [randint(0, 5, [batch, 7], ScalarType.Int64), randn(batch) + 5],
            maxNorm,
            (x, y) => model.ComputeClippedGradients(x[0], x[1], y[0], y[1], maxNorm));
    }

    [Theory]
    [MemberData(nameof(BatchesAndBounds))]
    public void FrozenFeatures(int batch, double maxNorm)
    {
        using var model = new FrozenFeatures();
        Check(model, () => new FrozenFeatures(), [randn(batch, 6)], [Labels(batch, 3)], maxNorm, (x, y) => model.ComputeClippedGradients(x[0], y[0], maxNorm));
    }

    [Theory]
    [MemberData(nameof(BatchesAndBounds))]
    public void Autoencoder(int batch, double maxNorm)
    {
        using var model = new Autoencoder();
        var rows = randn(batch, 6);
        Check(model, () => new Autoencoder(), [rows], [rows, rand(batch)], maxNorm, (x, y) => model.ComputeClippedGradients(x[0], y[0], y[1], maxNorm));
    }

    [Fact]
    public void ABatchWithoutExamplesAddsNothing()
    {
        using var model = new TanhNetwork();
        using var gradients = model.ComputeClippedGradients(zeros(0, 1, 28, 28), zeros([0], ScalarType.Int64), 1.0);
        Assert.Equal(0, gradients.Norms.numel());
        Assert.All(gradients.Sums.Values, sum => Assert.Equal(0, sum.abs().sum().item<float>()));
    }

    [Fact]
    public void AnExampleThatIsNotANumberAddsNothingAndChangesNoOther()
    {
        manual_seed(7);
        using var model = new TanhNetwork();
        var images = rand(6, 1, 28, 28);
        var labels = Labels(6, 10);
        images[2, 0, 3, 4] = float.NaN;
        using var withBroken = model.ComputeClippedGradients(images, labels, 1.0);
        using var others = model.ComputeClippedGradients(images.index_select(0, tensor(new long[] { 0, 1, 3, 4, 5 })), labels.index_select(0, tensor(new long[] { 0, 1, 3, 4, 5 })), 1.0);
        Assert.True(double.IsNaN(withBroken.Norms[2].item<float>()));
        foreach (var (name, sum) in withBroken.Sums)
            Assert.True((sum - others.Sums[name]).abs().max().item<float>() <= Tolerance * others.Sums[name].abs().max().item<float>(), name);
    }

    private static Tensor Labels(int batch, int classes) => randint(0, classes, [batch], ScalarType.Int64);

    private void Check(nn.Module model, Func<nn.Module> another, Tensor[] inputs, Tensor[] targets, double maxNorm, Func<Tensor[], Tensor[], ClippedGradients> compute)
    {
        output.WriteLine($"seed {seed}");
        var (norms, sums) = OneExampleAtATime.ClippedGradients(model, another, inputs, targets, maxNorm);
        using var gradients = compute(inputs, targets);

        Assert.Equal(norms.Length, gradients.Norms.numel());
        for (var example = 0; example < norms.Length; example++)
            Assert.Equal(norms[example], gradients.Norms[example].item<float>(), norms[example] * 1e-5);
        Assert.Equal(sums.Keys.Order(), gradients.Sums.Keys.Order());
        foreach (var (name, expected) in sums)
        {
            var actual = gradients.Sums[name].reshape(-1).data<float>().ToArray();
            for (var index = 0; index < actual.Length; index++)
                Assert.True(Math.Abs(expected.Values[index] - actual[index]) <= Tolerance * expected.Scale, $"{name}[{index}]: {actual[index]:R} where {expected.Values[index]:R} is right, of {expected.Scale:R} at most.");
        }
    }
}
