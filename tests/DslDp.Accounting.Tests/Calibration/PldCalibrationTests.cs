using System.Text.Json;

namespace DslDp.Accounting.Tests;

public class PldCalibrationTests
{
    public static TheoryData<string> NoiseCases => Cases("noise_multiplier");

    public static TheoryData<string> StepCases => Cases("count");

    [ReferenceTheory]
    [MemberData(nameof(NoiseCases))]
    public void Noise_is_the_reference_noise_and_on_the_safe_side(string id)
    {
        (ReferenceCase reference, double target, JsonElement expected) = Case(id);

        double noise = NoiseCalibration.FindNoiseMultiplier(reference.Event, target, reference.Delta);

        Assert.InRange(noise / expected.GetProperty("noise_multiplier").GetDouble(), 1 - 1e-3, 1 + 1e-3);
        Assert.True(Epsilon(reference.Event(noise), reference.Delta) <= target);
        Assert.True(Epsilon(reference.Event(noise * (1 - 1e-4)), reference.Delta) > target);
    }

    [ReferenceTheory]
    [MemberData(nameof(StepCases))]
    public void Steps_are_the_reference_steps(string id)
    {
        (ReferenceCase reference, double target, JsonElement expected) = Case(id);

        long steps = NoiseCalibration.FindSteps(count => reference.Event(count), target, reference.Delta);

        long known = expected.GetProperty("count").GetInt64();
        Assert.InRange(steps, known - 1 - (known / 1000), known + 1 + (known / 1000));
        Assert.True(Epsilon(reference.Event(steps), reference.Delta) <= target);
        Assert.True(Epsilon(reference.Event(steps + 1), reference.Delta) > target);
    }

    [Fact]
    public void Replace_one_is_calibrated_too()
    {
        static PrivacyEvent Plan(double noise) => new SelfComposedEvent(new PoissonSampledEvent(0.02, new GaussianEvent(noise)), 500);
        double noise = NoiseCalibration.FindNoiseMultiplier(Plan, 2, 1e-6, AccountantKind.Pld, Adjacency.ReplaceOne);
        Assert.InRange(new PldAccountant(Adjacency.ReplaceOne).Compose(Plan(noise)).GetEpsilon(1e-6), 2 * (1 - 1e-4), 2);
        Assert.True(noise > NoiseCalibration.FindNoiseMultiplier(Plan, 2, 1e-6));
    }

    [Fact]
    public void Batch_size_is_the_largest_within_the_budget()
    {
        static PrivacyEvent Plan(long batch) => new SelfComposedEvent(new PoissonSampledEvent(batch / 60_000.0, new GaussianEvent(1.1)), 1000);
        long batch = NoiseCalibration.FindBatchSize(Plan, 60_000, epsilon: 2, delta: 1e-5);
        Assert.True(Epsilon(Plan(batch), 1e-5) <= 2);
        Assert.True(Epsilon(Plan(batch + 1), 1e-5) > 2);
    }

    private static TheoryData<string> Cases(string unknown) => ReferenceFile.Ids(each =>
        each.Kind == "calibration" && each.Json.GetProperty("calibrate").GetProperty("unknown").GetString() == unknown);

    private static (ReferenceCase Reference, double Target, JsonElement Expected) Case(string id)
    {
        ReferenceCase reference = ReferenceFile.Case(id);
        return (reference, reference.Json.GetProperty("calibrate").GetProperty("target_epsilon").GetDouble(),
            reference.Expected.GetProperty("calibration").GetProperty("pld"));
    }

    private static double Epsilon(PrivacyEvent plan, double delta) => new PldAccountant().Compose(plan).GetEpsilon(delta);
}
