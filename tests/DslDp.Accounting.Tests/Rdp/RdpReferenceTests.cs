using System.Text.Json;

namespace DslDp.Accounting.Tests;

/// <summary>Rényi bounds beside the reference file's.</summary>
public class RdpReferenceTests
{
    public static TheoryData<string> EpsilonCases => ReferenceFile.Ids(each =>
        each.HasDelta && each.HasNumber("rdp", "epsilon") && each.Kind != "calibration" && each.Mechanisms.Any()
        && each.Mechanisms.All(ReferenceEvents.Known));

    public static TheoryData<string> DeltaCases => ReferenceFile.Ids(each =>
        each.Expected.TryGetProperty("rdp", out JsonElement rdp) && rdp.TryGetProperty("delta_at_epsilon", out _));

    public static TheoryData<string> CurveCases => ReferenceFile.Ids(each => each.Kind == "rdp_curve");

    public static TheoryData<string> RefusedCases => ReferenceFile.Ids(each =>
        each.Mechanisms.All(ReferenceEvents.Known) && each.Expected.TryGetProperty("rdp", out JsonElement rdp) && rdp.TryGetProperty("unsupported", out _));

    [ReferenceTheory]
    [MemberData(nameof(EpsilonCases))]
    public void Epsilon_is_that_of_the_exact_divergences_at_the_same_orders(string id)
    {
        ReferenceCase reference = ReferenceFile.Case(id);
        double expected = reference.Number("rdp", "epsilon_exact_divergence") ?? reference.Number("rdp", "epsilon")!.Value;
        if (id == "pub-036")
            expected = ReferenceFile.Case("pub-029").Number("rdp", "epsilon")!.Value; // replace-one doubles the sensitivity: noise 2 is noise 1

        double actual = new RdpAccountant(reference.Adjacency, RdpAccountant.DefaultOrders).Compose(reference.Event()).GetEpsilon(reference.Delta);

        if (reference.Mechanisms.Contains("repeat_and_select"))
            Assert.InRange(actual, 0, expected * (1 + 1e-6)); // the reference overestimates the inner event's fractional orders
        else if (reference.Mechanisms.Contains("laplace") || reference.Mechanisms.Contains("epsilon_delta"))
            Assert.InRange(actual, reference.KnownLowerBound, expected * (1 + 1e-6)); // our order ∞ may be better than any of the file's
        else
            Assert.InRange(actual / expected, 1 - 1e-12, 1 + 1e-6);
        Assert.True(actual >= reference.KnownLowerBound);
    }

    [ReferenceTheory]
    [MemberData(nameof(EpsilonCases))]
    public void Extending_the_orders_never_loosens_and_never_undercuts_the_truth(string id)
    {
        ReferenceCase reference = ReferenceFile.Case(id);
        double customary = new RdpAccountant(reference.Adjacency, RdpAccountant.DefaultOrders).Compose(reference.Event()).GetEpsilon(reference.Delta);
        double extended = new RdpAccountant(reference.Adjacency).Compose(reference.Event()).GetEpsilon(reference.Delta);
        Assert.InRange(extended, reference.KnownLowerBound, customary);
    }

    [ReferenceTheory]
    [MemberData(nameof(DeltaCases))]
    public void Delta_is_that_of_the_exact_divergences(string id)
    {
        ReferenceCase reference = ReferenceFile.Case(id);
        JsonElement rdp = reference.Expected.GetProperty("rdp");
        JsonElement column = rdp.TryGetProperty("delta_at_epsilon_exact_divergence", out JsonElement exact) ? exact : rdp.GetProperty("delta_at_epsilon");
        PrivacyAccountant accountant = new RdpAccountant(reference.Adjacency, RdpAccountant.DefaultOrders).Compose(reference.Event());
        foreach ((double epsilon, double delta) in ReferenceCase.Pairs(column))
            Assert.InRange(accountant.GetDelta(epsilon) / delta, epsilon == 0 ? 0.5 : 1 - 1e-12, 1 + 1e-6);
    }

    [ReferenceTheory]
    [MemberData(nameof(CurveCases))]
    public void Divergences_are_the_quadrature_values_and_not_below(string id)
    {
        ReferenceCase reference = ReferenceFile.Case(id);
        bool quadrature = reference.Expected.TryGetProperty("rdp_curve_quadrature", out JsonElement column);
        var accountant = (RdpAccountant)new RdpAccountant(reference.Adjacency).Compose(reference.Event());
        foreach ((double order, double divergence) in ReferenceCase.Pairs(quadrature ? column : reference.Expected.GetProperty("rdp_curve")))
            Assert.InRange(accountant.GetRenyiDivergence(order) / divergence, quadrature ? 1 : 1 - 1e-12, 1 + 1e-9);
    }

    [ReferenceTheory]
    [MemberData(nameof(RefusedCases))]
    public void What_the_reference_refuses_is_refused_by_name(string id)
    {
        ReferenceCase reference = ReferenceFile.Case(id);
        var refusal = Assert.Throws<UnsupportedEventException>(() => new RdpAccountant(reference.Adjacency).Compose(reference.Event()));
        Assert.Contains(nameof(RdpAccountant), refusal.Message, StringComparison.Ordinal);
        Assert.Contains(reference.Adjacency.ToString(), refusal.Message, StringComparison.Ordinal);
        Assert.Contains(refusal.Event.ToString(), refusal.Message, StringComparison.Ordinal);
    }
}
