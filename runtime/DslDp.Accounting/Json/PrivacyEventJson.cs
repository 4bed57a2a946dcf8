// The compiler's copy of this library has no System.Text.Json and writes no events.
#if NET8_0_OR_GREATER
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;

namespace DslDp.Accounting;

/// <summary>
/// Events as JSON and back. An event is an object with its name without "Event" under "event" and its parameters under their own names;
/// numbers that JSON does not know are the strings "Infinity".
/// </summary>
public static class PrivacyEventJson
{
    /// <summary>Writes an event.</summary>
    /// <param name="event">The event.</param>
    /// <returns>JSON text from which <see cref="Read(string)"/> makes an equal event.</returns>
    /// <exception cref="ArgumentNullException">The event is null.</exception>
    public static string Write(PrivacyEvent @event)
    {
        Require.NotNull(@event, nameof(@event));
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            Write(writer, @event);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>Reads an event.</summary>
    /// <param name="json">JSON text as <see cref="Write(PrivacyEvent)"/> makes it.</param>
    /// <returns>The event.</returns>
    /// <exception cref="FormatException">The text is not JSON or not an event; the message says where.</exception>
    /// <exception cref="ArgumentException">A parameter is outside its range.</exception>
    public static PrivacyEvent Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(Require.NotNull(json, nameof(json)));
            return Read(new JsonNodeReader(document.RootElement, "$"));
        }
        catch (JsonException exception)
        {
            throw new FormatException("The text is not JSON: " + exception.Message, exception);
        }
    }

    private static void Write(Utf8JsonWriter writer, PrivacyEvent @event)
    {
        writer.WriteStartObject();
        string name = @event.GetType().Name;
        writer.WriteString("event", name[..^"Event".Length]);
        foreach ((string key, object value) in Parameters(@event))
        {
            writer.WritePropertyName(key);
            WriteValue(writer, value);
        }

        writer.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter writer, object value)
    {
        switch (value)
        {
            case double number when double.IsPositiveInfinity(number):
                writer.WriteStringValue("Infinity");
                break;
            case double number:
                writer.WriteNumberValue(number);
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case PrivacyEvent inner:
                Write(writer, inner);
                break;
            case IEnumerable<object> list:
                writer.WriteStartArray();
                foreach (object each in list)
                    WriteValue(writer, each);
                writer.WriteEndArray();
                break;
        }
    }

    private static (string Key, object Value)[] Parameters(PrivacyEvent @event) => @event switch
    {
        GaussianEvent gaussian => [("noiseMultiplier", gaussian.NoiseMultiplier)],
        LaplaceEvent laplace => [("noiseMultiplier", laplace.NoiseMultiplier)],
        PoissonSampledEvent sampled => [("samplingProbability", sampled.SamplingProbability), ("of", sampled.Event)],
        SampledWithoutReplacementEvent sampled =>
            [("datasetSize", sampled.DatasetSize), ("sampleSize", sampled.SampleSize), ("of", sampled.Event)],
        SelfComposedEvent repeated => [("count", repeated.Count), ("of", repeated.Event)],
        ComposedEvent sequence => [("events", sequence.Events)],
        SingleEpochTreeAggregationEvent tree => [("noiseMultiplier", tree.NoiseMultiplier), ("stepCounts", tree.StepCounts.Cast<object>())],
        ZeroConcentratedEvent concentrated => [("rho", concentrated.Rho), ("xi", concentrated.Xi)],
        EpsilonDeltaEvent pair => [("epsilon", pair.Epsilon), ("delta", pair.Delta)],
        RandomizedResponseEvent response => [("noiseProbability", response.NoiseProbability), ("answers", response.Answers)],
        ExponentialMechanismEvent mechanism => [("epsilon", mechanism.Epsilon)],
        MixtureOfGaussiansEvent mixture =>
        [
            ("noiseMultiplier", mixture.NoiseMultiplier), ("sensitivities", mixture.Sensitivities.Cast<object>()),
            ("probabilities", mixture.Probabilities.Cast<object>()),
        ],
        TreeAggregationEvent tree =>
        [
            ("noiseMultiplier", tree.NoiseMultiplier), ("steps", tree.Steps), ("participations", tree.Participations), ("separation", tree.Separation),
        ],
        TruncatedSubsampledGaussianEvent sampled =>
        [
            ("datasetSize", sampled.DatasetSize), ("samplingProbability", sampled.SamplingProbability),
            ("truncatedBatchSize", sampled.TruncatedBatchSize), ("noiseMultiplier", sampled.NoiseMultiplier),
        ],
        DiscreteLaplaceEvent laplace => [("noiseParameter", laplace.NoiseParameter), ("sensitivity", laplace.Sensitivity)],
        DiscreteGaussianEvent gaussian => [("sigma", gaussian.Sigma), ("sensitivity", gaussian.Sensitivity)],
        RepeatAndSelectEvent selection => [("mean", selection.Mean), ("shape", selection.Shape), ("of", selection.Event)],
        NoOpEvent or NonPrivateEvent => [],
        _ => throw new NotSupportedException("Events of the kind " + @event.GetType().Name + " cannot be written as JSON."),
    };

    private static PrivacyEvent Read(JsonNodeReader node) => node.Text("event") switch
    {
        "Gaussian" => new GaussianEvent(node.Number("noiseMultiplier")),
        "Laplace" => new LaplaceEvent(node.Number("noiseMultiplier")),
        "PoissonSampled" => new PoissonSampledEvent(node.Number("samplingProbability"), Read(node.Inner("of"))),
        "SampledWithoutReplacement" => new SampledWithoutReplacementEvent(node.Integer("datasetSize"), node.Integer("sampleSize"), Read(node.Inner("of"))),
        "SelfComposed" => new SelfComposedEvent(Read(node.Inner("of")), node.Integer("count")),
        "Composed" => new ComposedEvent(node.List("events").Select(Read)),
        "SingleEpochTreeAggregation" => new SingleEpochTreeAggregationEvent(node.Number("noiseMultiplier"), node.Integers("stepCounts")),
        "ZeroConcentrated" => new ZeroConcentratedEvent(node.Number("rho"), node.Number("xi")),
        "EpsilonDelta" => new EpsilonDeltaEvent(node.Number("epsilon"), node.Number("delta")),
        "RandomizedResponse" => new RandomizedResponseEvent(node.Number("noiseProbability"), node.Integer("answers")),
        "ExponentialMechanism" => new ExponentialMechanismEvent(node.Number("epsilon")),
        "MixtureOfGaussians" => new MixtureOfGaussiansEvent(node.Number("noiseMultiplier"), node.Numbers("sensitivities"), node.Numbers("probabilities")),
        "RepeatAndSelect" => new RepeatAndSelectEvent(Read(node.Inner("of")), node.Number("mean"), node.Number("shape")),
        "TreeAggregation" => new TreeAggregationEvent(
            node.Number("noiseMultiplier"), node.Integer("steps"), node.Integer("participations"), node.Integer("separation")),
        "TruncatedSubsampledGaussian" => new TruncatedSubsampledGaussianEvent(
            node.Integer("datasetSize"), node.Number("samplingProbability"), node.Integer("truncatedBatchSize"), node.Number("noiseMultiplier")),
        "DiscreteLaplace" => new DiscreteLaplaceEvent(node.Number("noiseParameter"), node.Integer("sensitivity")),
        "DiscreteGaussian" => new DiscreteGaussianEvent(node.Number("sigma"), node.Integer("sensitivity")),
        "NoOp" => new NoOpEvent(),
        "NonPrivate" => new NonPrivateEvent(),
        var other => throw new FormatException(node.Path + ".event: there is no event named \"" + other + "\"."),
    };
}
#endif
