namespace DslDp.Accounting.Tests;

/// <summary>Trees with repeated participation, beside all patterns of participation.</summary>
public class TreeSensitivityTests
{
    [Fact]
    public void Is_never_below_any_pattern_of_participation_and_mostly_the_largest()
    {
        int exact = 0, all = 0;
        for (int steps = 1; steps <= 17; steps++)
        {
            for (int separation = 0; separation <= 6; separation++)
            {
                for (int participations = 0; participations <= 5; participations++)
                {
                    double worst = Worst(steps, participations, separation);
                    double bound = TreeSensitivity.SumOfSquares(steps, participations, separation);
                    Assert.True(bound >= worst, $"{steps} steps, {participations} participations, separation {separation}: {bound} is below {worst}");
                    exact += bound == worst ? 1 : 0;
                    all++;
                }
            }
        }

        Assert.True(exact > 0.75 * all, $"{exact} of {all} are exact");
    }

    [Fact]
    public void One_participation_is_the_event_of_a_single_epoch()
    {
        double once = new RdpAccountant(Adjacency.ZeroOut).Compose(new TreeAggregationEvent(5, 1000, 1, 0)).GetEpsilon(1e-5);
        Assert.InRange(new RdpAccountant(Adjacency.ZeroOut).Compose(new SingleEpochTreeAggregationEvent(5, 1000)).GetEpsilon(1e-5) / once, 1 - 1e-12, 1.05);
    }

    [Theory]
    [InlineData(10, 1000, 5, 150, 0.325)]
    [InlineData(7, 256, 2, 100, 0.22448979591836735)]
    public void Rho_is_the_published_one(double noise, long steps, long participations, long separation, double rho) =>
        Assert.Equal(1, ZeroConcentratedPrivacy.Rho(new TreeAggregationEvent(noise, steps, participations, separation), Adjacency.ZeroOut) / rho, 1e-9);

    [Fact]
    public void Large_numbers_give_an_answer()
    {
        Assert.True(TreeSensitivity.SumOfSquares(1 << 20, 1 << 20, 0) < 1e13);
        Assert.True(TreeSensitivity.SumOfSquares(long.MaxValue, 3, long.MaxValue) > 0);
    }

    private static double Worst(int steps, int participations, int separation)
    {
        double worst = 0;
        for (int pattern = 0; pattern < 1 << steps; pattern++)
        {
            if (System.Numerics.BitOperations.PopCount((uint)pattern) > participations)
                continue;
            int[] at = Enumerable.Range(0, steps).Where(i => (pattern >> i & 1) == 1).ToArray();
            if (at.Zip(at.Skip(1), (one, next) => next - one - 1).Any(between => between < separation))
                continue;
            double sum = 0;
            for (int size = 1; size <= steps; size *= 2)
            {
                for (int start = 0; start + size <= steps; start += size)
                    sum += Math.Pow(at.Count(step => step >= start && step < start + size), 2);
            }

            worst = Math.Max(worst, sum);
        }

        return worst;
    }
}
