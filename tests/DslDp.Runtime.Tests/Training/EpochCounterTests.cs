using CsCheck;

namespace DslDp.Runtime.Tests.Training;

public sealed class EpochCounterTests
{
    [Fact]
    public void ThirtyEpochsOfTheReadmeAreThirty()
    {
        var epochs = new EpochCounter(60_000, 1024, 1757);
        Assert.Equal(30, epochs.Epochs);
        Assert.Equal(30, Enumerable.Range(1, 1757).Count(epochs.EndsWith));
        Assert.True(epochs.EndsWith(1757));
    }

    [Fact]
    public void EveryStepBelongsToTheEpochWhoseLastStepComesNext() =>
        Gen.Select(Gen.Long[1, 5000], Gen.Long[1, 5000], Gen.Int[1, 300]).Where((records, batch, _) => batch <= records).Sample((records, batch, steps) =>
        {
            var epochs = new EpochCounter(records, batch, steps);
            for (var step = 1; step <= steps; step++)
            {
                var next = Enumerable.Range(step, steps - step + 1).First(epochs.EndsWith);
                Assert.Equal(next, epochs.LastStepOf(step));
                Assert.Equal(epochs.EpochOf(step), epochs.EpochOf(next));
            }
        });
}
