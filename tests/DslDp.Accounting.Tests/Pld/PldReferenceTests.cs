using System.Text.Json;

namespace DslDp.Accounting.Tests;

/// <summary>Privacy loss distributions beside the reference file's.</summary>
public class PldReferenceTests
{
    public static TheoryData<string> EpsilonCases => ReferenceFile.Ids(each =>
        IsTreated(each) && each.Expected.GetProperty("pld")[0].TryGetProperty("epsilon", out _));

    public static TheoryData<string> DeltaCases => ReferenceFile.Ids(each =>
        IsTreated(each) && each.Expected.GetProperty("pld")[0].TryGetProperty("delta_at_epsilon", out _));

    public static TheoryData<string> ExactCases => ReferenceFile.Ids(each => IsTreated(each) && each.HasNumber("exact", "epsilon"));

    public static TheoryData<string> RefusedCases => ReferenceFile.Ids(each =>
        each.Mechanisms.Any() && each.Mechanisms.All(ReferenceEvents.Known) && each.Expected.TryGetProperty("pld", out JsonElement pld)
        && pld[0].TryGetProperty("unsupported", out _));

    [ReferenceTheory]
    [MemberData(nameof(EpsilonCases))]
    public void Epsilon_lies_between_the_lower_bounds_and_the_reference_by_itself_and_at_the_same_interval(string id)
    {
        ReferenceCase reference = ReferenceFile.Case(id);
        foreach (JsonElement column in reference.Expected.GetProperty("pld").EnumerateArray())
        {
            double expected = column.GetProperty("epsilon").GetDouble();
            double interval = column.GetProperty("value_discretization_interval").GetDouble();
            double adaptive = new PldAccountant(reference.Adjacency).Compose(reference.Event()).GetEpsilon(reference.Delta);
            double same = new PldAccountant(reference.Adjacency, interval).Compose(reference.Event()).GetEpsilon(reference.Delta);
            Assert.InRange(adaptive, reference.KnownLowerBound, expected * 1.001);
            Assert.InRange(same, reference.KnownLowerBound, expected * 1.0001);
        }
    }

    [ReferenceTheory]
    [MemberData(nameof(ExactCases))]
    public void Epsilon_is_the_exact_one_where_that_is_known(string id)
    {
        ReferenceCase reference = ReferenceFile.Case(id);
        double expected = reference.Number("exact", "epsilon")!.Value;
        double actual = new PldAccountant(reference.Adjacency).Compose(reference.Event()).GetEpsilon(reference.Delta);
        Assert.InRange(actual / expected, 1 - 1e-12, 1 + 1e-5);
    }

    [ReferenceTheory]
    [MemberData(nameof(DeltaCases))]
    public void Delta_is_the_reference_where_that_is_above_its_rounding_errors(string id)
    {
        ReferenceCase reference = ReferenceFile.Case(id);
        PrivacyAccountant accountant = new PldAccountant(reference.Adjacency).Compose(reference.Event());
        foreach (JsonElement column in reference.Expected.GetProperty("pld").EnumerateArray())
        {
            foreach ((double epsilon, double delta) in ReferenceCase.Pairs(column.GetProperty("delta_at_epsilon")))
            {
                // The reference's transform works untilted: below 1e-12 its values are mostly rounding errors (see the written-out convolutions).
                if (delta > 1e-12)
                    Assert.InRange(accountant.GetDelta(epsilon) / delta, 0.999, 1.005);
            }
        }
    }

    [ReferenceTheory]
    [MemberData(nameof(RefusedCases))]
    public void What_the_reference_refuses_is_refused_by_name(string id)
    {
        ReferenceCase reference = ReferenceFile.Case(id);
        var refusal = Assert.Throws<UnsupportedEventException>(() => new PldAccountant(reference.Adjacency).Compose(reference.Event()));
        Assert.Contains(nameof(PldAccountant), refusal.Message, StringComparison.Ordinal);
        Assert.Contains(refusal.Event.ToString(), refusal.Message, StringComparison.Ordinal);
    }

    private static bool IsTreated(ReferenceCase each) =>
        each.Mechanisms.Any() && each.Mechanisms.All(ReferenceEvents.Known) && each.Kind != "calibration"
        && each.Expected.TryGetProperty("pld", out JsonElement pld) && !pld[0].TryGetProperty("unsupported", out _);
}
