using System.Collections.Generic;
using System.Linq;

namespace DslDp.Accounting;

/// <summary>
/// Composes privacy losses: their distributions on a common grid are convolved by the fast Fourier transform, each raised to the power of
/// its count in the frequency domain, after tilting both directions to where the answer lies (so that the rounding errors of the transform
/// are relative to the δ sought, however small it is). What can wrap around from below only adds; what can be lost above is bounded by
/// Chernoff's inequality on the very masses and added to the probability of an infinite loss.
/// </summary>
internal sealed class LossComposer
{
    private readonly IReadOnlyList<(LossAlternatives Losses, long Count)> parts;
    private readonly GridPolicy policy;
    private readonly List<(LossSketch Forward, LossSketch Backward)> sketches;

    public LossComposer(IReadOnlyList<(LossAlternatives Losses, long Count)> parts, GridPolicy policy)
    {
        this.parts = parts;
        this.policy = policy;
        sketches = parts.Select(part => LossSketch.Of(part.Losses)).ToList();
        IsSymmetric = parts.All(part => part.Losses.IsSymmetric);
    }

    /// <summary>Whether both directions are the same, so that one is enough.</summary>
    public bool IsSymmetric { get; }

    /// <summary>How many losses are added up.</summary>
    public double Count => parts.Sum(part => (double)part.Count);

    public Cumulants Forward(double theta) => Sum(sketches.Select(sketch => sketch.Forward), theta);

    public Cumulants Backward(double theta) => Sum(sketches.Select(sketch => sketch.Backward), theta);

    /// <summary>The composed loss in each direction, each looked at through its window; one direction if they are the same.</summary>
    public IReadOnlyList<ComposedLoss> Compose(IReadOnlyList<LossWindow> windows)
    {
        double singleWidth = parts.Max(part => part.Losses.Width);
        double width = windows.Max(window => window.High - window.Low);
        // The first direction, in which a record is taken out, is usually the larger
        // one; the grid is made fine enough for that.
        double allowance = windows[0].Allowance / Count;
        double step = policy.Choose(width, allowance, singleWidth, out int bits);
        var discrete = parts.Select(part => (Losses: LossDiscretizer.Discretise(part.Losses, step), part.Count)).ToList();
        var directions = new List<TiltedLosses> { new(discrete.Select(part => (part.Losses.Forward, part.Count)), windows[0], step) };
        if (windows.Count > 1)
            directions.Add(new(discrete.Select(part => (part.Losses.Backward, part.Count)), windows[1], step));
        return new LossConvolution(bits, directions).Results();
    }

    private Cumulants Sum(IEnumerable<LossSketch> all, double theta)
    {
        double value = 0, mean = 0, variance = 0;
        int i = 0;
        foreach (LossSketch sketch in all)
        {
            Cumulants one = sketch.At(theta);
            double count = parts[i++].Count;
            value += count * one.Value;
            mean += count * one.Mean;
            variance += count * one.Variance;
        }

        return new Cumulants(value, mean, variance);
    }
}
