using System.Buffers.Binary;
using DslDp.Accounting;
using DslDp.Noise;
using DslDp.Runtime.Tests.Noise;
using DslDp.Sampling;

namespace DslDp.Runtime.Tests.Sampling;

/// <summary>
/// Sampling is what the accountant assumes. Statistics are of the operating system's generator; a right implementation fails an
/// assertion with a probability of at most 10⁻⁶.
/// </summary>
public class PoissonSamplerTests
{
    private const int Records = 400;
    private const int Draws = 20_000;

    private sealed class FixedNumbers(params ulong[] numbers) : IRandomBytes
    {
        public void Fill(Span<byte> buffer)
        {
            for (var i = 0; i < buffer.Length / sizeof(ulong); i++)
                BinaryPrimitives.WriteUInt64LittleEndian(buffer[(i * sizeof(ulong))..], numbers[i]);
        }
    }

    [Theory]
    [InlineData(0.02)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void Every_record_joins_with_the_same_probability_and_independently(double q)
    {
        var sampler = new PoissonSampler(Records, q);
        var joined = new int[Records];
        var pairs = new int[Records];
        var sizes = new double[Draws];
        for (var draw = 0; draw < Draws; draw++)
        {
            var batch = sampler.Draw();
            sizes[draw] = batch.Length;
            var present = new HashSet<long>(batch);
            foreach (var record in batch)
            {
                joined[record]++;
                if (present.Contains((record + 1) % Records))
                    pairs[record]++;
            }
        }

        // Six standard errors each, 800 of them: 1.6·10⁻⁶ by the Gaussian limit.
        AssertFrequencies(joined, q);
        AssertFrequencies(pairs, q * q);

        // The batch size is binomial: its mean and variance, from the variance of a sample variance.
        var variance = Records * q * (1 - q);
        Assert.Equal(Records * q, sizes.Average(), 6 * Math.Sqrt(variance / Draws));
        var fourth = variance * (1 + 3 * variance - 6 * q * (1 - q));
        var observed = sizes.Average(size => (size - Records * q) * (size - Records * q));
        Assert.Equal(variance, observed, 6 * Math.Sqrt((fourth - variance * variance) / Draws));
    }

    [Fact]
    public void One_batch_tells_nothing_about_the_next()
    {
        const double Q = 0.3;
        var sampler = new PoissonSampler(Records, Q);
        var last = sampler.Draw();
        var common = 0L;
        for (var draw = 0; draw < Draws; draw++)
        {
            var next = sampler.Draw();
            common += next.Intersect(last).Count();
            last = next;
        }

        var expected = (double)Records * Draws * Q * Q;
        Assert.Equal(expected, common, 6 * Math.Sqrt(2 * expected));
    }

    [Fact]
    public void Indices_ascend_and_lie_within_the_data()
    {
        var batch = new PoissonSampler(100_000, 0.2, new SeededBytes(11)).Draw();

        Assert.Equal(batch.Distinct().Order(), batch);
        Assert.InRange(batch[0], 0, 1000);
        Assert.InRange(batch[^1], 99_000, 99_999);
    }

    [Fact]
    public void Probability_nought_draws_nobody_and_one_draws_everybody()
    {
        Assert.Empty(new PoissonSampler(10, 0, new ConstantBytes(0)).Draw());
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (long)i), new PoissonSampler(10, 1, new ConstantBytes(0xFF)).Draw());
    }

    // 2⁻⁶⁴ is the smallest probability that can be met exactly, 1 − 2⁻⁵³ the largest below 1.
    [Fact]
    public void The_threshold_is_exact_to_the_last_of_64_bits()
    {
        Assert.Equal([0L], new PoissonSampler(3, Math.ScaleB(1, -64), new FixedNumbers(0, 1, 2)).Draw());
        Assert.Equal([0L, 1L], new PoissonSampler(3, 0.5, new FixedNumbers(0, (1UL << 63) - 1, 1UL << 63)).Draw());
        Assert.Equal([0L], new PoissonSampler(2, 1 - Math.ScaleB(1, -53), new FixedNumbers(ulong.MaxValue - 2048, ulong.MaxValue - 2047)).Draw());
    }

    [Fact]
    public void It_carries_the_event_that_it_justifies()
    {
        var mechanism = new GaussianEvent(1.1);
        Assert.Equal(new PoissonSampledEvent(0.01, mechanism), new PoissonSampler(100, 0.01).EventOf(mechanism));
    }

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(-3, 0.5)]
    [InlineData(10, -0.1)]
    [InlineData(10, 1.1)]
    [InlineData(10, double.NaN)]
    public void Numbers_out_of_range_are_refused(long records, double q) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PoissonSampler(records, q));

    private static void AssertFrequencies(int[] counts, double probability) =>
        Assert.All(counts, count => Assert.Equal(probability, count / (double)Draws, 6 * Math.Sqrt(probability * (1 - probability) / Draws)));
}
