namespace DslDp.Accounting.Tests;

public class PrivacyStatementTests
{
    private static readonly SelfComposedEvent Training = new(new PoissonSampledEvent(0.01, new GaussianEvent(1.1)), 1000);

    [Fact]
    public void The_smallest_valid_bound_is_stated_with_its_witnesses()
    {
        PrivacyStatement statement = PrivacyStatement.Compute(Training, 1e-5);
        Assert.Equal(statement.PldEpsilon, statement.Epsilon);
        Assert.True(statement.RdpEpsilon > statement.PldEpsilon);
        Assert.Null(statement.ClosedFormEpsilon);
        Assert.InRange(statement.LowerBound!.Value, statement.Epsilon * 0.98, statement.Epsilon);
    }

    [Fact]
    public void A_closed_form_is_used_where_there_is_one()
    {
        PrivacyStatement statement = PrivacyStatement.Compute(new SelfComposedEvent(new GaussianEvent(5), 100), 1e-5);
        Assert.Equal(9.997256146434315, statement.ClosedFormEpsilon!.Value, 1e-9);
        Assert.Equal(statement.ClosedFormEpsilon, statement.Epsilon);
        PrivacyStatement replace = PrivacyStatement.Compute(new GaussianEvent(2), 1e-5, Adjacency.ReplaceOne);
        Assert.Equal(4.377178095681133, replace.Epsilon, 1e-9);
    }

    [Fact]
    public void One_method_is_enough_and_none_is_a_refusal()
    {
        Assert.Null(PrivacyStatement.Compute(new ZeroConcentratedEvent(0.1), 1e-5).PldEpsilon);
        Assert.Null(PrivacyStatement.Compute(Training, 1e-5, Adjacency.ReplaceOne).RdpEpsilon);
        var mixed = new ComposedEvent(new ZeroConcentratedEvent(0.1), new PoissonSampledEvent(0.1, new LaplaceEvent(1)));
        Assert.Throws<UnsupportedEventException>(() => PrivacyStatement.Compute(mixed, 1e-5));
    }

    [Fact]
    public void Contradictions_are_loud()
    {
        PrivacyStatement statement = PrivacyStatement.Compute(Training, 1e-5);
        var contradiction = Assert.Throws<InvalidOperationException>(() => PrivacyStatement.Check(1, 1.1, statement));
        Assert.Contains("contradict", contradiction.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => PrivacyStatement.Check(double.NaN, 1, statement));
    }

    [Theory]
    [InlineData(1e-3, 0.5, 3000, 1e-6)]
    [InlineData(0.1, 3, 200, 1e-9)]
    [InlineData(0.02, 1.5, 20, 1e-5)]
    [InlineData(0.3, 10, 1000, 1e-12)]
    public void Lower_bounds_lie_below_upper_bounds_and_near_them(double q, double sigma, long steps, double delta)
    {
        var accountant = (PldAccountant)new PldAccountant().Compose(new PoissonSampledEvent(q, new GaussianEvent(sigma)), steps);
        double upper = accountant.GetEpsilon(delta);
        Assert.InRange(accountant.GetEpsilonLowerBound(delta), upper * 0.95, upper);
    }

    [ReferenceFact]
    public void Lower_bounds_lie_below_the_reference_upper_bounds()
    {
        foreach (string id in new[] { "pub-001", "pub-009", "pub-012", "pub-021", "pub-037" })
        {
            ReferenceCase reference = ReferenceFile.Case(id);
            double lower = ((PldAccountant)new PldAccountant(reference.Adjacency).Compose(reference.Event())).GetEpsilonLowerBound(reference.Delta);
            double pessimistic = reference.Expected.GetProperty("pld").EnumerateArray().Min(column => column.GetProperty("epsilon").GetDouble());
            Assert.InRange(lower, pessimistic * 0.97, pessimistic);
        }
    }

    [Fact]
    public void Groups_pay_in_delta_too()
    {
        Assert.Equal(3, GroupPrivacy.Epsilon(3, 1));
        Assert.Equal(3 * Math.Exp(2) * 1e-6, GroupPrivacy.Delta(3, 1, 1e-6), 1e-18);
        Assert.Equal(1e-6, GroupPrivacy.Delta(1, 5, 1e-6));
        Assert.Equal(1, GroupPrivacy.Delta(1000, 1, 1e-6));
        // A Gaussian release for a group of two is one with twice the sensitivity: the general bound must not be below that.
        PrivacyAccountant one = new PldAccountant().Compose(new GaussianEvent(4));
        Assert.True(GroupPrivacy.Delta(one, 2, 1) >= AnalyticGaussian.Delta(2 / 4.0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => GroupPrivacy.Delta(0, 1, 0.1));
    }
}
