using MathNet.Numerics.Distributions;

namespace DslDp.Accounting.Tests;

/// <summary>Poisson samples that are cut to a largest size, beside sums that are written out.</summary>
public class TruncatedSampleTests
{
    [Theory]
    [InlineData(10_000, 0.01, 130)]
    [InlineData(50, 0.5, 3)]
    [InlineData(1_000_000, 0.3, 300_500)]
    public void Probabilities_are_those_of_the_binomial_distribution(long records, double probability, long batch)
    {
        TruncatedSample cut = TruncatedSample.Of(records, probability, batch);
        var others = new Binomial(probability, (int)records - 1);
        double overflow = 0, stays = 0;
        for (long joined = batch; joined < records; joined++)
        {
            double mass = others.Probability((int)joined);
            overflow += mass;
            stays += mass * probability * batch / (joined + 1);
        }

        Assert.Equal(1, cut.CutProbability / overflow, 1e-6);
        Assert.Equal(1, cut.StayProbability / (stays / overflow), 1e-6);
    }

    /// <summary>
    /// Scalar records, all subsets enumerated: the mechanism itself, integrated on a fine grid, in both directions and for the worst values of
    /// the other records among −1, 0 and 1.
    /// </summary>
    [Theory]
    [InlineData(Adjacency.AddOrRemoveOne, 4, 2, 0.5, 1.0)]
    [InlineData(Adjacency.AddOrRemoveOne, 5, 1, 0.3, 0.7)]
    [InlineData(Adjacency.ReplaceOne, 4, 2, 0.5, 1.0)]
    [InlineData(Adjacency.ZeroOut, 4, 2, 0.5, 1.0)]
    [InlineData(Adjacency.ZeroOut, 4, 3, 0.8, 1.5)]
    public void Never_understates_the_mechanism_itself(Adjacency adjacency, int records, int batch, double probability, double noise)
    {
        PrivacyAccountant ours = new PldAccountant(adjacency).Compose(new TruncatedSubsampledGaussianEvent(records, probability, batch, noise));
        foreach (double epsilon in new[] { 0, 0.2, 0.7, 1.5 })
        {
            double bound = ours.GetDelta(epsilon);
            foreach (double[] others in Values(records - 1))
            {
                Dictionary<double, double> with = Sums([.. others, 1], batch, probability);
                Dictionary<double, double> without = adjacency switch
                {
                    Adjacency.AddOrRemoveOne => Sums(others, batch, probability),
                    Adjacency.ReplaceOne => Sums([.. others, -1], batch, probability),
                    _ => Sums([.. others, 0], batch, probability),
                };
                double truth = Math.Max(HockeyStick(with, without, noise, epsilon), HockeyStick(without, with, noise, epsilon));
                Assert.True(truth <= bound * (1 + 1e-6) + 1e-9, $"δ({epsilon}) is {truth} but was bounded by {bound} for others {string.Join(' ', others)}");
            }
        }
    }

    [Fact]
    public void A_batch_that_everybody_fits_into_is_poisson_sampling()
    {
        double whole = new PldAccountant().Compose(new PoissonSampledEvent(0.1, new GaussianEvent(1)), 10).GetEpsilon(1e-5);
        Assert.Equal(whole, new PldAccountant().Compose(new TruncatedSubsampledGaussianEvent(100, 0.1, 100, 1), 10).GetEpsilon(1e-5));
        double nearly = new PldAccountant().Compose(new TruncatedSubsampledGaussianEvent(100, 0.1, 60, 1), 10).GetEpsilon(1e-5);
        Assert.InRange(nearly / whole, 1 - 1e-5, 1 + 1e-4);
    }

    private static IEnumerable<double[]> Values(int count) =>
        count == 0 ? [[]] : Values(count - 1).SelectMany(rest => new double[] { -1, 0, 1 }.Where(value => rest.Length == 0 || value >= rest[^1]).Select(value => (double[])[.. rest, value]));

    /// <summary>The distribution of the sum over the cut sample.</summary>
    private static Dictionary<double, double> Sums(double[] values, int batch, double probability)
    {
        var sums = new Dictionary<double, double>();
        for (int subset = 0; subset < 1 << values.Length; subset++)
        {
            int[] joined = Enumerable.Range(0, values.Length).Where(i => (subset >> i & 1) == 1).ToArray();
            double mass = Math.Pow(probability, joined.Length) * Math.Pow(1 - probability, values.Length - joined.Length);
            int[][] kept = joined.Length <= batch ? [joined] : Subsets(joined, batch).ToArray();
            foreach (int[] each in kept)
            {
                double sum = each.Sum(i => values[i]);
                sums[sum] = sums.GetValueOrDefault(sum) + (mass / kept.Length);
            }
        }

        return sums;
    }

    private static IEnumerable<int[]> Subsets(int[] from, int size) => size == 0
        ? [[]]
        : from.SelectMany((first, i) => Subsets(from[(i + 1)..], size - 1).Select(rest => (int[])[first, .. rest]));

    private static double HockeyStick(Dictionary<double, double> p, Dictionary<double, double> q, double noise, double epsilon)
    {
        const int Points = 4000;
        double low = -8 - (8 * noise), width = -2 * low / Points, sum = 0;
        for (int i = 0; i <= Points; i++)
        {
            double x = low + (i * width);
            double Density(Dictionary<double, double> of) => of.Sum(each => each.Value * Normal.PDF(each.Key, noise, x));
            sum += width * Math.Max(0, Density(p) - (Math.Exp(epsilon) * Density(q)));
        }

        return sum * (1 - 1e-5);
    }
}
