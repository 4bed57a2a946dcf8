using System.Text.Json;

namespace DslDp.Accounting.Tests;

/// <summary>Reads the reference file's events.</summary>
internal static class ReferenceEvents
{
    public static bool Known(string mechanism) => mechanism is "gaussian" or "poisson_gaussian" or "laplace" or "poisson_laplace"
        or "without_replacement_gaussian" or "tree_single_epoch" or "zcdp" or "epsilon_delta"
        or "truncated_poisson_gaussian" or "discrete_laplace" or "discrete_gaussian" or "repeat_and_select";

    public static PrivacyEvent Read(JsonElement json, double unknown)
    {
        double Number(string name) =>
            json.GetProperty(name) is { ValueKind: JsonValueKind.Number } value ? value.GetDouble() : unknown;

        PrivacyEvent single = json.GetProperty("mechanism").GetString() switch
        {
            "gaussian" => new GaussianEvent(Number("noise_multiplier")),
            "poisson_gaussian" => new PoissonSampledEvent(Number("sampling_probability"), new GaussianEvent(Number("noise_multiplier"))),
            "laplace" => new LaplaceEvent(Number("noise_multiplier")),
            "poisson_laplace" => new PoissonSampledEvent(Number("sampling_probability"), new LaplaceEvent(Number("noise_multiplier"))),
            // The file's noise is relative to the replace-one sensitivity of the sum; ours to the clipping norm, half of that.
            "without_replacement_gaussian" => new SampledWithoutReplacementEvent(
                (long)Number("dataset_size"), (long)Number("sample_size"), new GaussianEvent(2 * Number("noise_multiplier"))),
            "tree_single_epoch" => new SingleEpochTreeAggregationEvent(Number("noise_multiplier"), Steps(json.GetProperty("step_counts"))),
            "truncated_poisson_gaussian" => new TruncatedSubsampledGaussianEvent(
                (long)Number("dataset_size"), Number("sampling_probability"), (long)Number("truncated_batch_size"), Number("noise_multiplier")),
            "discrete_laplace" => new DiscreteLaplaceEvent(Number("noise_parameter"), (long)Number("sensitivity")),
            "discrete_gaussian" => new DiscreteGaussianEvent(Number("sigma"), (long)Number("sensitivity")),
            "repeat_and_select" => new RepeatAndSelectEvent(Read(json.GetProperty("inner"), unknown), Number("mean"), Number("shape")),
            "zcdp" => new ZeroConcentratedEvent(Number("rho"), Number("xi")),
            "epsilon_delta" => new EpsilonDeltaEvent(Number("epsilon"), Number("delta")),
            var other => throw new InvalidDataException(other),
        };
        return new SelfComposedEvent(single, (long)Number("count"));
    }

    public static PrivacyEvent ReadTree(JsonElement json) => new TreeAggregationEvent(
        json.GetProperty("noise_multiplier").GetDouble(), json.GetProperty("total_steps").GetInt64(),
        json.GetProperty("max_participation").GetInt64(), json.GetProperty("min_separation").GetInt64());

    private static long[] Steps(JsonElement json) =>
        json.ValueKind == JsonValueKind.Array ? json.EnumerateArray().Select(each => each.GetInt64()).ToArray() : [json.GetInt64()];
}
