extern alias generator;

using DslDp.Generator.Planning;
using Kind = generator::DslDp.AccountantKind;
using Relation = generator::DslDp.Adjacency;
using Unit = generator::DslDp.PrivacyUnit;

namespace DslDp.Generator.Tests.Incrementality;

/// <summary>Calibration happens once for each set of constants, not at every keystroke.</summary>
public class Plans
{
    private static NoisePlan Plan(double epsilon, double learningRate, Kind accountant = Kind.Rdp, double delta = 1e-5) => NoisePlan.For(
        new(epsilon, delta, Unit.Example, Relation.AddOrRemoveOne, accountant),
        new(50_000, 500, null, 400, "Sgd", learningRate, 0, 0, 1));

    [Fact]
    public void Equal_constants_share_one_plan() => Assert.Same(Plan(2.25, 0.1), Plan(2.25, 0.1));

    [Fact]
    public void What_the_noise_does_not_depend_on_changes_no_plan() => Assert.Same(Plan(2.25, 0.1), Plan(2.25, 0.7));

    [Fact]
    public void Other_constants_have_another() => Assert.NotEqual(Plan(2.25, 0.1).NoiseMultiplier, Plan(2.26, 0.1).NoiseMultiplier);

    [Fact]
    public void The_reason_why_there_is_no_plan_is_found_once() =>
        Assert.Same(Assert.Throws<ArgumentException>(() => Plan(1e-9, 0.1, delta: 1e-100)), Assert.Throws<ArgumentException>(() => Plan(1e-9, 0.2, delta: 1e-100)));

    [Fact]
    public void Many_threads_compute_it_once()
    {
        var plans = new NoisePlan[8];
        Parallel.For(0, plans.Length, i => plans[i] = Plan(2.5, i, Kind.Pld));
        Assert.All(plans, plan => Assert.Same(plans[0], plan));
    }
}
