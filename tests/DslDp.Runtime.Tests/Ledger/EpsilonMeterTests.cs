using CsCheck;
using DslDp.Ledger;

namespace DslDp.Runtime.Tests.Ledger;

public sealed class EpsilonMeterTests
{
    [Fact]
    public void NeverShowsLessThanWasSpent() =>
        Gen.Select(Gen.Int[1, 200].Array[1, 20], Gen.Int[0, 50]).Sample((advances, lookAhead) =>
        {
            var meter = new EpsilonMeter(Spent);
            var steps = 0L;
            foreach (var advance in advances)
            {
                steps += advance;
                var shown = meter.AtMost(steps, steps + lookAhead);
                Assert.InRange(shown, Spent(steps), Spent(steps + lookAhead));
            }
        });

    [Fact]
    public void AsksTheAccountantOnlyWhenTheBoundIsUsedUp()
    {
        var asked = new List<long>();
        var meter = new EpsilonMeter(steps =>
        {
            asked.Add(steps);
            return Spent(steps);
        });
        for (var step = 0; step <= 250; step++)
            meter.AtMost(step, (step / 100 * 100) + 100);
        Assert.Equal([100, 200, 300], asked);
    }

    [Fact]
    public void ALookAheadIntoThePastDoesNotHarm() => Assert.Equal(Spent(7), new EpsilonMeter(Spent).AtMost(7, 3));

    [Fact]
    public void BeforeTheFirstStepNothingIsSpent() => Assert.Equal(0, new EpsilonMeter(Spent).AtMost(0, 10));

    private static double Spent(long steps) => Math.Sqrt(steps);
}
