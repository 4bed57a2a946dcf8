using CsCheck;
using DslDp.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace DslDp.Runtime.Tests.Clipping;

/// <summary>Each kernel against what TorchSharp computes, in double precision, on sizes drawn at random.</summary>
public unsafe class KernelTests
{
    private static readonly Gen<int> Sizes = Gen.Int[1, 70];

    [Fact]
    public void Gradients_at_positions_with_every_width_of_vectors() => Gen.Select(Gen.Int[0, 12], Gen.Int[1, 600], Sizes, Sizes).Sample(
        (batch, positions, d, p) =>
        {
            using var scope = NewDisposeScope();
            var random = new RandomTensors(positions);
            var (a, g) = (random.Normal(batch, positions, d), random.Normal(batch, positions, p));
            var exact = a.to(float64).transpose(1, 2).bmm(g.to(float64));
            var terms = a.abs().transpose(1, 2).bmm(g.abs());
            foreach (var wide in new[] { true, false })
            {
                var kernel = new PositionGradients(PositionLayout.OfMatrix(SequenceLayout.ExamplesFirst(positions, d), SequenceLayout.ExamplesFirst(positions, p)), wide);
                var (kept, norms, sums) = (empty(batch, kernel.Numbers), new double[batch], empty(batch, p));
                kernel.Make(a, g, 1, 0, batch, Memory.Of(kept), norms, null, Memory.Of(sums));
                var made = kept.view([batch, .. kernel.Layout]).select(1, 0);

                Assert.Equal(0, made[.., .., p..].abs().sum().ToSingle());
                AssertClose(exact, made[.., .., ..p], terms);
                AssertClose(g.to(float64).sum(1L), sums, g.abs().sum(1L));
                for (var example = 0; example < batch; example++)
                    Assert.Equal(1, norms[example] / made[example].to(float64).square().sum().ToDouble(), 1e-12);

                // Some of the examples, where sequences come first in memory, with others between them: the same numbers.
                var (x, layoutOfX) = SequenceLayout.Of(cat([a, a], 0).transpose(0, 1).contiguous().transpose(0, 1).narrow(0, 0, batch));
                var (y, layoutOfY) = SequenceLayout.Of(g.transpose(0, 1).contiguous().transpose(0, 1));
                var (again, squares, first) = (empty(batch, kernel.Numbers), new double[batch], batch / 3);
                new PositionGradients(PositionLayout.OfMatrix(layoutOfX, layoutOfY), wide).Make(x, y, 1, first, batch - first, Memory.Of(again), squares);
                Assert.Equal(0, (again[..(batch - first)] - kept[first..]).abs().sum().ToSingle());
                Assert.Equal([.. new double[first], .. norms[first..]], squares);

                var factors = Enumerable.Range(0, batch).Select(example => example % 3 / 2f).ToArray();
                var fromKept = zeros(kernel.Layout);
                Rows.AddWeighted(kept, factors, fromKept);
                AssertClose((exact * tensor(factors, float64).view(-1, 1, 1)).sum(0L), fromKept[0, .., ..p], terms.sum(0L));
            }
        },
        iter: 30,
        threads: 1);

    [Fact]
    public void Gradients_of_group_normalisation() => Gen.Select(Gen.Int[1, 4], Gen.Int[1, 2], Gen.Int[1, 3], Gen.Int[1, 4], Gen.Int[2, 700]).Sample(
        (batch, rows, groups, perGroup, length) =>
        {
            using var scope = NewDisposeScope();
            var random = new RandomTensors(length);
            var channels = groups * perGroup;
            var (x, g) = (random.Normal(batch * rows, channels, length) + 3, random.Normal(batch * rows, channels, length));
            var (scale, shift, weight) = (empty(batch, channels), empty(batch, channels), random.Normal(channels));
            var back = new NormalizationGradients.WayToInput(weight, empty_like(x));
            NormalizationGradients.OfGroups(x, g, groups, 1e-5, scale, shift, back);

            AssertLeadsBack(x, g, weight.view(channels, 1), [batch * rows, groups, perGroup * length], entered => nn.functional.group_norm(entered, groups, weight.to(float64)), back.Result);
            var normalized = nn.functional.group_norm(x.to(float64), groups);
            AssertClose((normalized * g).view(batch, rows, channels, length).sum([1L, 3L]), scale, (normalized * g).abs().view(batch, rows, channels, length).sum([1L, 3L]));
            AssertClose(g.to(float64).view(batch, rows, channels, length).sum([1L, 3L]), shift, g.abs().view(batch, rows, channels, length).sum([1L, 3L]));
        },
        iter: 40,
        threads: 1);

    [Fact]
    public void Gradients_of_layer_normalisation() => Gen.Select(Gen.Int[1, 4], Gen.Int[1, 90], Gen.Int[2, 300]).Sample(
        (batch, positions, features) =>
        {
            using var scope = NewDisposeScope();
            var random = new RandomTensors(features);
            var (x, g) = (random.Normal(batch * positions, features) - 1, random.Normal(batch * positions, features));
            var (scale, shift, weight) = (empty(batch, features), empty(batch, features), random.Normal(features));
            var back = new NormalizationGradients.WayToInput(weight, empty_like(x));
            NormalizationGradients.OfFeatures(x, g, 1e-5, scale, shift, back);

            AssertLeadsBack(x, g, weight, [batch * positions, features], entered => nn.functional.layer_norm(entered, [features], weight.to(float64)), back.Result);
            var normalized = nn.functional.layer_norm(x.to(float64), [features]);
            AssertClose((normalized * g).view(batch, positions, features).sum(1L), scale, (normalized * g).abs().view(batch, positions, features).sum(1L));
            AssertClose(g.to(float64).view(batch, positions, features).sum(1L), shift, g.abs().view(batch, positions, features).sum(1L));
        },
        iter: 40,
        threads: 1);

    [Fact]
    public void Gradients_of_tables() => Gen.Select(Gen.Int[0, 4], Gen.Int[1, 40], Sizes, Gen.Int[1, 20]).Sample(
        (batch, positions, width, kinds) =>
        {
            using var scope = NewDisposeScope();
            var random = new RandomTensors(positions);
            var tokens = (random.Normal(batch, positions).abs() * 5).to(ScalarType.Int64).remainder(kinds);
            var g = random.Normal(batch, positions, width);
            var exact = zeros(batch, kinds, width, float64).scatter_add_(1, tokens.unsqueeze(-1).expand(-1, -1, width), g.to(float64));
            var kernel = new TableGradients(tokens, g, tensor => tensor);

            var norms = kernel.SquaredNorms().data<double>().ToArray();
            for (var example = 0; example < batch; example++)
            {
                // Rows of equal tokens may cancel, so that the norm is near the exact one only in relation to them; it is that of what is added.
                var own = zeros(kinds, width);
                kernel.AddWeighted([.. Enumerable.Range(0, batch).Select(other => other == example ? 1f : 0f)], own);
                AssertClose(exact[example], own, g[example].abs().sum([0L]).max());
                Assert.Equal(own.to(float64).square().sum().ToDouble(), norms[example], norms[example] * 1e-12);
            }

            var factors = Enumerable.Range(0, batch).Select(example => example % 3 / 2f).ToArray();
            var sum = zeros(kinds, width);
            kernel.AddWeighted(factors, sum);
            AssertClose((exact * tensor(factors, float64).view(-1, 1, 1)).sum(0L), sum, g.abs().sum([0L, 1L]).max());
        },
        iter: 60,
        threads: 1);

    [Fact]
    public void Rows_times_factors() => Gen.Select(Gen.Int[1, 5], Gen.Int[1, 3], Gen.Int[1, 200]).Sample(
        (batch, rows, length) =>
        {
            using var scope = NewDisposeScope();
            var x = new RandomTensors(length).Normal(batch * rows, length);
            float[] factors = [.. Enumerable.Range(0, batch).Select(example => example % 3 / 2f)];
            var expected = (x.view(batch, rows, length) * tensor(factors).view(-1, 1, 1)).view(x.shape);
            // What counts for nothing may hold anything.
            x[..rows] = float.NaN;

            Assert.Equal(0, (Rows.Scaled(x, factors) - expected).abs().max().ToSingle());
        },
        iter: 40,
        threads: 1);

    // Measured by the terms, which cancel: w g over the deviation. Numbers that are near to each other, and not to 0, lose digits in their differences first.
    private static void AssertLeadsBack(Tensor input, Tensor gradients, Tensor weight, long[] sets, Func<Tensor, Tensor> normalize, Tensor actual)
    {
        var entered = input.to(float64).requires_grad_(true);
        normalize(entered).backward([gradients.to(float64)]);
        var (x, weighted) = (input.to(float64).view(sets), (weight * gradients).to(float64).view(sets));
        var factor = (x.var([-1L], unbiased: false) + 1e-5).rsqrt();
        var terms = (weighted.abs().amax(-1) * factor * (1 + (x.abs().amax(-1) * factor))).max().ToDouble();
        var error = (actual.to(float64) - entered.grad!).abs().max().ToDouble();
        Assert.True(error <= 5e-7 * terms, $"off by {error:G3} where terms are up to {terms:G3}");
    }

    // Measured by the largest sum of terms taken absolutely: where terms cancel, the rounding of each stays.
    private static void AssertClose(Tensor exact, Tensor actual, Tensor terms)
    {
        if (exact.numel() == 0)
            return;
        var (error, size) = ((actual.to(float64) - exact).abs().max().ToDouble(), terms.to(float64).max().ToDouble());
        Assert.True(error <= 1e-6 * size, $"off by {error:G3} where terms add up to {size:G3}");
    }
}
