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

    /// <summary>A witness that says half of what a plan spends, or nothing that can be compared.</summary>
    [Theory]
    [InlineData(0.5)]
    [InlineData(0.9)]
    [InlineData(double.NaN)]
    public void A_faulty_witness_is_found_out(double share)
    {
        double truth = new PldAccountant().Compose(Training).GetEpsilon(1e-5);
        var contradiction = Assert.Throws<InvalidOperationException>(() => PrivacyStatement.Compute(Training, 1e-5, new PldAccountant(), new FaultyAccountant(truth * share)));
        Assert.Contains("contradict", contradiction.Message, StringComparison.Ordinal);
        Assert.Contains(Training.ToString(), contradiction.Message, StringComparison.Ordinal);
    }

    /// <summary>Range bounds of the exponential mechanism are composed as if each release had its own worst case: that bounds from above only.</summary>
    [Fact]
    public void Losses_that_no_mechanism_attains_contradict_nothing()
    {
        PrivacyStatement statement = PrivacyStatement.Compute(new SelfComposedEvent(new ExponentialMechanismEvent(0.27), 351), 1e-9);
        Assert.Null(statement.LowerBound);
        Assert.Equal(Math.Min(statement.PldEpsilon!.Value, statement.RdpEpsilon!.Value), statement.Epsilon);
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

    /// <summary>For a group of two, a Gaussian release has twice the sensitivity: exact, so that the general bound lies above it.</summary>
    [Theory]
    [InlineData(2, 1e-5)]
    [InlineData(5, 1e-7)]
    public void Epsilon_of_a_group_is_above_the_exact_one_and_more_than_that_of_its_size(int size, double delta)
    {
        PrivacyAccountant one = new PldAccountant().Compose(new GaussianEvent(8));
        double epsilon = GroupPrivacy.Epsilon(one, size, delta);
        Assert.True(epsilon >= AnalyticGaussian.Epsilon(size / 8.0, delta));
        Assert.True(epsilon > size * one.GetEpsilon(delta));
        Assert.InRange(GroupPrivacy.Delta(one, size, epsilon), delta * 0.99, delta);
        Assert.Equal(one.GetEpsilon(delta), GroupPrivacy.Epsilon(one, 1, delta));
    }

    [Fact]
    public void A_group_pays_in_proportion_where_delta_is_zero()
    {
        PrivacyAccountant pure = new PldAccountant().Compose(new LaplaceEvent(2), 3);
        Assert.Equal(4 * 1.5, GroupPrivacy.Epsilon(pure, 4, 1e-9), 1e-3);
        Assert.Equal(double.PositiveInfinity, GroupPrivacy.Epsilon(new PldAccountant().Compose(new GaussianEvent(0.01)), 2, 1e-9));
    }

    /// <summary>Two answers to a question: of n shuffled responses only the number of each answer is seen, which is a sum of two binomials.</summary>
    [Theory]
    [InlineData(0.5, 2000)]
    [InlineData(0.2, 20_000)]
    public void Shuffled_responses_are_bounded_by_what_their_numbers_tell(double noise, int records)
    {
        const double Delta = 1e-6;
        var response = new RandomizedResponseEvent(noise, 2);
        double shuffled = LocalPrivacy.ShuffledEpsilon(response, records, Delta);
        Assert.InRange(shuffled, 0, response.Epsilon);

        double same = 1 - (noise / 2);
        var others = new MathNet.Numerics.Distributions.Binomial(noise / 2, records - 1);
        double[] counts = Enumerable.Range(0, records + 1).Select(others.Probability).ToArray();
        double At(int k, double one) => ((k > 0 ? counts[k - 1] : 0) * one) + (k < records ? counts[k] * (1 - one) : 0);
        double exact = Enumerable.Range(0, records + 1).Sum(k => Math.Max(0, At(k, same) - (Math.Exp(shuffled) * At(k, 1 - same))));
        Assert.True(exact <= Delta, $"δ of the numbers is {exact}");
    }

    [Fact]
    public void Few_responses_hide_no_more_than_each_alone()
    {
        var response = new RandomizedResponseEvent(0.5, 2);
        Assert.Equal(Math.Log(3), LocalPrivacy.CentralEpsilon(response), 1e-12);
        Assert.Equal(response.Epsilon, LocalPrivacy.ShuffledEpsilon(response, 10, 1e-6));
        Assert.Throws<ArgumentOutOfRangeException>(() => LocalPrivacy.ShuffledEpsilon(response, 10, 0));
    }

    private sealed class FaultyAccountant(double answer) : PrivacyAccountant(Adjacency.AddOrRemoveOne)
    {
        private protected override void Admit(PrivacyEvent element)
        {
        }

        private protected override void Forget()
        {
        }

        private protected override double EpsilonFor(double delta) => answer;

        private protected override double DeltaFor(double epsilon) => 0;
    }
}
