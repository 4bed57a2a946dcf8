using System.Text.Json;

namespace DslDp.Accounting.Tests;

public class RdpCalibrationTests
{
    public static TheoryData<string> NoiseCases => Cases("noise_multiplier");

    public static TheoryData<string> StepCases => Cases("count");

    [ReferenceTheory]
    [MemberData(nameof(NoiseCases))]
    public void Noise_is_the_reference_noise_and_on_the_safe_side(string id)
    {
        (ReferenceCase reference, double target, JsonElement expected) = Case(id);

        double noise = NoiseCalibration.FindNoiseMultiplier(reference.Event, target, reference.Delta, AccountantKind.Rdp);

        // The reference's divergences at fractional orders are too large by up to some per cent, and so is its noise by up to 4e-4.
        Assert.InRange(noise / expected.GetProperty("noise_multiplier").GetDouble(), 1 - 1e-3, 1 + 1e-6);
        Assert.True(Epsilon(reference.Event(noise), reference.Delta) <= target);
        Assert.True(Epsilon(reference.Event(noise * (1 - 1e-6)), reference.Delta) > target);
    }

    [ReferenceTheory]
    [MemberData(nameof(StepCases))]
    public void Steps_are_the_reference_steps_and_one_more_exceeds_the_budget(string id)
    {
        (ReferenceCase reference, double target, JsonElement expected) = Case(id);

        long steps = NoiseCalibration.FindSteps(count => reference.Event(count), target, reference.Delta, AccountantKind.Rdp);

        Assert.Equal(expected.GetProperty("count").GetInt64(), steps);
        Assert.True(Epsilon(reference.Event(steps), reference.Delta) <= target);
        Assert.True(Epsilon(reference.Event(steps + 1), reference.Delta) > target);
    }

    [Fact]
    public void Batch_size_is_the_largest_within_the_budget()
    {
        static PrivacyEvent Plan(long batch) =>
            new SelfComposedEvent(new PoissonSampledEvent(batch / 60_000.0, new GaussianEvent(1.1)), 1000);

        long batch = NoiseCalibration.FindBatchSize(Plan, 60_000, epsilon: 2, delta: 1e-5, AccountantKind.Rdp);

        Assert.True(Epsilon(Plan(batch), 1e-5) <= 2);
        Assert.True(Epsilon(Plan(batch + 1), 1e-5) > 2);
    }

    [Fact]
    public void A_budget_that_other_parts_exceed_is_refused()
    {
        static PrivacyEvent Plan(double noise) => new ComposedEvent(new GaussianEvent(0.5), new GaussianEvent(noise));
        var refusal = Assert.Throws<ArgumentException>(() => NoiseCalibration.FindNoiseMultiplier(Plan, 1, 1e-5, AccountantKind.Rdp));
        Assert.Contains("ε = 1", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1e-5)]
    [InlineData(-1, 1e-5)]
    [InlineData(double.NaN, 1e-5)]
    [InlineData(double.PositiveInfinity, 1e-5)]
    [InlineData(1, -1e-5)]
    [InlineData(1, 1.5)]
    [InlineData(1, double.NaN)]
    public void What_is_not_a_budget_is_refused(double epsilon, double delta) =>
        Assert.ThrowsAny<ArgumentException>(() =>
            NoiseCalibration.FindNoiseMultiplier(noise => new GaussianEvent(noise), epsilon, delta, AccountantKind.Rdp));

    private static TheoryData<string> Cases(string unknown) => ReferenceFile.Ids(each =>
        each.Kind == "calibration" && each.Json.GetProperty("calibrate").GetProperty("unknown").GetString() == unknown);

    private static (ReferenceCase Reference, double Target, JsonElement Expected) Case(string id)
    {
        ReferenceCase reference = ReferenceFile.Case(id);
        return (reference, reference.Json.GetProperty("calibrate").GetProperty("target_epsilon").GetDouble(),
            reference.Expected.GetProperty("calibration").GetProperty("rdp"));
    }

    private static double Epsilon(PrivacyEvent plan, double delta) => new RdpAccountant().Compose(plan).GetEpsilon(delta);
}
