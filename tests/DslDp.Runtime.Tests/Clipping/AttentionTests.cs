using CsCheck;
using DslDp.Clipping;
using DslDp.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace DslDp.Runtime.Tests.Clipping;

/// <summary>Attention in the caches against its definition, in double precision, forward and back to the projections.</summary>
public sealed class AttentionTests
{
    [Fact]
    public void Is_that_of_the_definition() => Gen.Select(Gen.Int[1, 3], Gen.Int[1, 150], Gen.Int[1, 80], Gen.Int[1, 4], Gen.Int[1, 40], Gen.Int[1, 2]).Sample(
        (batch, targets, sources, heads, features, threads) =>
        {
            using var scope = NewDisposeScope();
            using var divided = new ThreadCount(threads);
            var random = new RandomTensors(targets);
            var (query, key, value) = (random.Normal(batch, targets, heads * features), random.Normal(batch, sources, heads * features), random.Normal(batch, sources, heads * features));
            AssertSame([query, key, value], heads);
        },
        iter: 60,
        threads: 1);

    [Fact]
    public void Projections_may_lie_next_to_each_other() => Gen.Select(Gen.Int[1, 3], Gen.Int[1, 70], Gen.Int[1, 4], Gen.Int[1, 40]).Sample(
        (batch, positions, heads, features) =>
        {
            using var scope = NewDisposeScope();
            AssertSame([new RandomTensors(positions).Normal(batch, positions, 3 * heads * features)], heads);
        },
        iter: 30,
        threads: 1);

    [Theory]
    [InlineData(0.01, 3e-6)]
    [InlineData(30, 1e-5)]
    [InlineData(1000, 3e-4)]
    public void Scores_of_any_size(double size, double tolerance)
    {
        // Scores are rounded in proportion to their size, weights by as much as scores.
        using var scope = NewDisposeScope();
        var random = new RandomTensors(1);
        using Scalar held = size;
        AssertSame([random.Normal(2, 33, 6), random.Normal(2, 5, 6).mul(held), random.Normal(2, 5, 6)], 2, tolerance);
    }

    [Fact]
    public void What_is_not_a_number_stays_within_its_example()
    {
        using var scope = NewDisposeScope();
        foreach (var (poison, third) in new[] { (float.NaN, 0), (float.NaN, 1), (float.NaN, 2), (float.PositiveInfinity, 0), (float.PositiveInfinity, 1) })
        {
            var projections = new RandomTensors(third).Normal(3, 9, 3 * 8);
            var without = Run([projections], 2).Output;
            projections[1, 4, (third * 8) + 3] = poison;
            var with = Run([projections], 2).Output;

            Assert.True(with[1].isnan().any().item<bool>());
            foreach (var example in new[] { 0, 2 })
                Assert.True(allclose(with[example], without[example], 0, 0));
        }
    }

    [Fact]
    public void Threads_change_nothing()
    {
        using var scope = NewDisposeScope();
        var projections = new RandomTensors(4).Normal(5, 70, 3 * 3 * 7);
        var alone = Run([projections], 3);
        using var divided = new ThreadCount(2);
        var together = Run([projections], 3);

        Assert.True(allclose(alone.Output, together.Output, 0, 0));
        Assert.True(allclose(alone.Gradients[0], together.Gradients[0], 0, 0));
    }

    [Fact]
    public void Attention_is_the_same_by_the_library()
    {
        using var scope = NewDisposeScope();
        var random = new RandomTensors(5);
        var layer = random.Fill(nn.MultiheadAttention(12, 3));
        var (x, y) = (random.Normal(7, 4, 12), random.Normal(7, 4, 12));
        foreach (var (query, key, value) in new[] { (x, x, x), (x, x, y), (x, y, x), (x, y, y) })
        {
            var expected = layer.call(query, key, value, null, false, null).Item1;
            foreach (var kernels in new[] { true, false })
            {
                using var products = new ProductsBy(kernels);
                using var record = new LayerRecord(4);
                Assert.True(allclose(expected, record.Call(layer, query, key, value, null, false, null, heads: 3).Item1, 1e-5, 1e-6));
            }
        }
    }

    private static void AssertSame(Tensor[] projections, int heads, double tolerance = 3e-6)
    {
        Tensor[] exact = [.. projections.Select(projection => projection.to(float64).requires_grad_(true))];
        var expected = Attended(exact.Length == 1 ? exact[0].chunk(3, -1) : exact, heads);
        (expected * Weights(expected).to(float64)).sum().backward();
        var (output, gradients) = Run(projections, heads);

        AssertClose(expected, output, tolerance);
        foreach (var (of, gradient) in exact.Zip(gradients))
            AssertClose(of.grad!, gradient, tolerance);
    }

    private static (Tensor Output, Tensor[] Gradients) Run(Tensor[] projections, int heads)
    {
        Tensor[] leaves = [.. projections.Select(projection => projection.detach().requires_grad_(true))];
        var output = AttentionMap.Of(leaves, heads);
        (output * Weights(output)).sum().backward();
        return (output, [.. leaves.Select(leaf => leaf.grad!)]);
    }

    private static Tensor Weights(Tensor output) => new RandomTensors(9).Normal(output.shape);

    private static Tensor Attended(Tensor[] projections, int heads)
    {
        var (q, k, v) = (OfHeads(projections[0]), OfHeads(projections[1]), OfHeads(projections[2]));
        return (q.matmul(k.transpose(-2, -1)) / Math.Sqrt(q.shape[^1])).softmax(-1).matmul(v).transpose(1, 2).flatten(2);

        Tensor OfHeads(Tensor x) => x.view(x.shape[0], x.shape[1], heads, -1).transpose(1, 2);
    }

    private static void AssertClose(Tensor expected, Tensor actual, double tolerance)
    {
        Assert.Equal(expected.shape, actual.shape);
        var (error, size) = ((expected - actual).abs().max().ToDouble(), Math.Max(1, expected.abs().max().ToDouble()));
        Assert.True(error <= tolerance * size, $"off by {error:G3} where the largest is {size:G3}");
    }
}
