using CsCheck;
using DslDp.Accounting;
using DslDp.Ledger;
using DslDp.Reporting;

namespace DslDp.Runtime.Tests.Ledger;

public sealed class PrivacyLedgerTests
{
    private static readonly PrivacyEvent A = new PoissonSampledEvent(0.01, new GaussianEvent(1.1));
    private static readonly PrivacyEvent B = new GaussianEvent(4);

    [Fact]
    public void AnEmptyLedgerReleasedNothing()
    {
        var ledger = new PrivacyLedger();
        Assert.Equal(new NoOpEvent(), ledger.Total);
        Assert.Equal(0, ledger.Steps);
    }

    [Fact]
    public void EqualEventsInARowAreOneEntry()
    {
        var ledger = Charged(A, new PoissonSampledEvent(0.01, new GaussianEvent(1.1)), A);
        Assert.Equal([new LedgerEntry(A, 3)], ledger.Entries);
        Assert.Equal(new SelfComposedEvent(A, 3), ledger.Total);
    }

    [Fact]
    public void OtherEventsAreEntriesOfTheirOwn()
    {
        var ledger = Charged(A, A, B, A);
        Assert.Equal([new LedgerEntry(A, 2), new LedgerEntry(B, 1), new LedgerEntry(A, 1)], ledger.Entries);
        Assert.Equal(new ComposedEvent(new SelfComposedEvent(A, 2), new SelfComposedEvent(B, 1), new SelfComposedEvent(A, 1)), ledger.Total);
    }

    [Fact]
    public void NothingIsNoEvent() => Assert.Throws<ArgumentNullException>(() => new PrivacyLedger().Charge(null!));

    [Fact]
    public void OtherReleasesAreNoStepsAndKeptApart()
    {
        var ledger = Charged(A, A);
        ledger.Add(new LedgerEntry(A, 3) { Kind = ReleaseKind.Other, What = "a histogram" });
        ledger.Add(new LedgerEntry(A, 2) { Kind = ReleaseKind.Other, What = "a histogram" });
        ledger.Charge(A);
        Assert.Equal(3, ledger.Steps);
        Assert.Equal([2, 5, 1], ledger.Entries.Select(entry => entry.Count));
        Assert.Equal(new ComposedEvent(new SelfComposedEvent(A, 2), new SelfComposedEvent(A, 5), new SelfComposedEvent(A, 1)), ledger.Total);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void AReleaseHappenedAtLeastOnce(long count) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PrivacyLedger().Add(new LedgerEntry(A, count)));

    [Fact]
    public void WhateverIsChargedIsInTheTotal() => Gen.Bool.Array[0, 40].Sample(choices =>
    {
        var events = choices.Select(choice => choice ? A : B).ToArray();
        var ledger = Charged(events);
        Assert.Equal(events.Length, ledger.Steps);
        Assert.Equal(events, ledger.Entries.SelectMany(entry => Enumerable.Repeat(entry.Event, (int)entry.Count)));
    });

    private static PrivacyLedger Charged(params PrivacyEvent[] events)
    {
        var ledger = new PrivacyLedger();
        foreach (var each in events)
            ledger.Charge(each);
        return ledger;
    }
}
