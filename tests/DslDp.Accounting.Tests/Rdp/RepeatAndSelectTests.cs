namespace DslDp.Accounting.Tests;

public class RepeatAndSelectTests
{
    private static readonly SelfComposedEvent Trial = new(new PoissonSampledEvent(0.01, new GaussianEvent(1)), 500);

    [ReferenceFact]
    public void A_geometric_number_of_trials_costs_what_the_reference_says()
    {
        ReferenceCase reference = ReferenceFile.Case("pub-076");
        double expected = reference.Number("rdp", "epsilon")!.Value;
        // The reference is larger by its divergences at fractional orders.
        Assert.InRange(Epsilon(new RepeatAndSelectEvent(Trial, 10, 1), reference.Delta) / expected, 1 - 1e-4, 1 + 1e-6);
    }

    [Theory]
    [InlineData(0.0, 5.0)]
    [InlineData(0.5, 5.0)]
    [InlineData(1.0, 5.0)]
    [InlineData(-0.5, 1.5)]
    [InlineData(3.0, 50.0)]
    public void The_parameter_gives_back_the_mean(double shape, double mean)
    {
        double gamma = Math.Exp(-TrialNumbers.LogOdds(mean, shape));
        double back = shape == 0 ? ((1 / gamma) - 1) / Math.Log(1 / gamma) : shape * (1 - gamma) / (gamma * (1 - Math.Pow(gamma, shape)));
        Assert.Equal(mean, back, 1e-9);
    }

    [Fact]
    public void One_trial_for_certain_is_the_trial() =>
        Assert.Equal(Epsilon(Trial, 1e-5), Epsilon(new RepeatAndSelectEvent(Trial, 1, 1), 1e-5), 1e-6);

    [Fact]
    public void More_trials_cost_more_and_less_than_composing_them_all()
    {
        foreach (double shape in new[] { 0, 1, double.PositiveInfinity })
        {
            double few = Epsilon(new RepeatAndSelectEvent(Trial, 5, shape), 1e-5), many = Epsilon(new RepeatAndSelectEvent(Trial, 100, shape), 1e-5);
            Assert.InRange(few, Epsilon(Trial, 1e-5), many);
            Assert.True(many < Epsilon(new SelfComposedEvent(Trial, 100), 1e-5));
        }
    }

    [Fact]
    public void Repetitions_are_counted()
    {
        var selection = new RepeatAndSelectEvent(Trial, 10, 1);
        Assert.True(Epsilon(new SelfComposedEvent(selection, 4), 1e-5) > 1.5 * Epsilon(selection, 1e-5));
    }

    [Fact]
    public void What_makes_no_sense_or_has_no_bound_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new RepeatAndSelectEvent(Trial, 0.5, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RepeatAndSelectEvent(Trial, 2, -1));
        Assert.Throws<UnsupportedEventException>(() => new PldAccountant().Compose(new RepeatAndSelectEvent(Trial, 2, 1)));
        Assert.Throws<UnsupportedEventException>(() => new RdpAccountant().Compose(new RepeatAndSelectEvent(new EpsilonDeltaEvent(1, 1e-9), 2, 1)));
        Assert.Throws<UnsupportedEventException>(() => new RdpAccountant(Adjacency.ReplaceOne).Compose(new RepeatAndSelectEvent(Trial, 2, 1)));
    }

    private static double Epsilon(PrivacyEvent plan, double delta) => new RdpAccountant().Compose(plan).GetEpsilon(delta);

    /// <summary>
    /// The selection itself, written out: of a random number of randomised responses the best answer is released. With G the generating
    /// function of the number, the best is at most y with probability G(F(y)).
    /// </summary>
    [Theory]
    [InlineData(double.PositiveInfinity, 0.05)]
    [InlineData(double.PositiveInfinity, 0.7)]
    [InlineData(double.PositiveInfinity, 1)]
    [InlineData(double.PositiveInfinity, 8)]
    [InlineData(1, 6)]
    [InlineData(0, 4)]
    [InlineData(-0.5, 3)]
    [InlineData(2.5, 12)]
    public void Never_understates_a_selection_written_out(double shape, double mean)
    {
        const double Noise = 0.4;
        const int Answers = 4;
        Func<double, double> generating = Generating(shape, mean);
        double[] Best(int truth)
        {
            double below = 0, before = generating(0);
            // Where there was no trial, nothing is released: the first entry.
            var best = new List<double> { before };
            for (int answer = 0; answer < Answers; answer++)
            {
                below = answer == Answers - 1 ? 1 : below + (Noise / Answers) + (answer == truth ? 1 - Noise : 0);
                best.Add(generating(below) - before);
                before = generating(below);
            }

            return best.ToArray();
        }

        var selection = new RepeatAndSelectEvent(new RandomizedResponseEvent(Noise, Answers), mean, shape);
        var accountant = (RdpAccountant)new RdpAccountant(Adjacency.ReplaceOne).Compose(selection);
        foreach (double order in new[] { 1.1, 1.5, 2, 4, 16, 64 })
        {
            double bound = accountant.GetRenyiDivergence(order);
            for (int one = 0; one < Answers; one++)
            {
                for (int other = 0; other < Answers; other++)
                {
                    double moment = Best(one).Zip(Best(other), (p, q) => q == 0 ? 0 : Math.Pow(p / q, order) * q).Sum();
                    Assert.True(Math.Log(moment) / (order - 1) <= bound * (1 + 1e-9), $"order {order}: {Math.Log(moment) / (order - 1)} above {bound}");
                }
            }
        }
    }

    private static Func<double, double> Generating(double shape, double mean)
    {
        if (double.IsPositiveInfinity(shape))
            return x => Math.Exp(mean * (x - 1));
        double low = 1e-9, high = 1 - 1e-9;
        for (int i = 0; i < 200; i++)
        {
            double middle = (low + high) / 2;
            double at = shape == 0 ? ((1 / middle) - 1) / -Math.Log(middle) : shape * (1 - middle) / (middle * (1 - Math.Pow(middle, shape)));
            (low, high) = at > mean ? (middle, high) : (low, middle);
        }

        double stop = low;
        return shape == 0
            ? x => Math.Log(1 - ((1 - stop) * x)) / Math.Log(stop)
            : x => (Math.Pow(1 - ((1 - stop) * x), -shape) - 1) / (Math.Pow(stop, -shape) - 1);
    }
}
