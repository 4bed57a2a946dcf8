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
    private readonly IReadOnlyList<RepeatedLosses> parts;
    private readonly List<LossSketch> forward;
    private readonly List<LossSketch> backward;

    public LossComposer(IReadOnlyList<RepeatedLosses> parts)
    {
        this.parts = parts;
        forward = parts.Select(part => LossSketch.Of(part.Losses)).ToList();
        backward = forward.Select(sketch => sketch.Mirrored()).ToList();
        IsSymmetric = parts.All(part => part.Losses.IsSymmetric);
    }

    /// <summary>Whether both directions are the same, so that one is enough.</summary>
    public bool IsSymmetric { get; }

    /// <summary>How many losses are added up.</summary>
    public double Count => parts.Sum(part => (double)part.Count);

    public Cumulants Forward(double theta) => Sum(forward, theta);

    /// <summary>The bound that needs no grid, in the worse direction.</summary>
    public double EpsilonByMoments(double delta) =>
        Directions.Max(exchanged => new LossMoments(parts, exchanged, delta).Epsilon());

    public Cumulants Backward(double theta) => Sum(backward, theta);

    /// <summary>
    /// The composed loss in each direction, each looked at through its window and on a grid of its own, since one direction may spread a
    /// thousand times wider than the other; one direction if they are the same.
    /// </summary>
    public IReadOnlyList<ComposedLoss> Compose(IReadOnlyList<LossWindow> windows, GridPolicy policy)
    {
        double singleWidth = parts.Max(part => part.Losses.Width);
        int bits = windows.Max(window => policy.Bits(window, window.Allowance / Count));
        var directions = windows.Select((window, i) => Tilted(window, policy.Step(window, singleWidth, bits), exchanged: i == 1)).ToList();
        return new LossConvolution(bits, directions).Results();
    }

    private TiltedLosses Tilted(LossWindow window, double step, bool exchanged) =>
        new(parts.Select(part => new TiltedPart(LossDiscretizer.Discretise(part.Losses, step, exchanged), part.Count, window.Tilt, step)).ToList(), window, step);

    private IEnumerable<bool> Directions => IsSymmetric ? [false] : [false, true];

    private Cumulants Sum(List<LossSketch> all, double theta)
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
