using System;

namespace DslDp.Accounting;

/// <summary>
/// Where a composed loss is looked at: a tilt exp(tilt·loss) that lifts the region of interest above the rounding errors of the transform,
/// and an interval outside which the tilted loss has no share in the answer. The region is found by the saddle point of the bound
/// log δ(ε) ≤ min over t of K(t) − tε + t·log t − (t+1)·log(t+1), where K is the logarithm of E exp(t·loss).
/// </summary>
/// <param name="Tilt">The tilt, zero or more.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end of the interval.</param>
/// <param name="UpperTilt">The tilt whose mean is the upper end: it gives the best Chernoff bound beyond it.</param>
/// <param name="Allowance">How much variance rounding to a grid may add to the composed loss.</param>
/// <param name="Epsilon">The ε around which it lies.</param>
/// <param name="Saddle">The tilt at which rounding errors are lowest.</param>
internal sealed record LossWindow(double Tilt, double Low, double High, double UpperTilt, double Allowance, double Epsilon, double Saddle)
{
    /// <summary>Whether more caution would not lower the rounding errors any more.</summary>
    public bool IsSteepest => Tilt >= Saddle * (1 - 1e-3);


    /// <summary>Rounding may raise ε by this share of itself, or δ by the second.</summary>
    private const double EpsilonShare = 6e-5, DeltaShare = 3e-4;

    /// <summary>Logarithms of the share of δ that may be lost beyond each end, and that rounding errors may add.</summary>
    private const double LogTailShare = -18, LogRoundingShare = -11;

    /// <summary>About what the transform's rounding errors of one loss amount to over a window that is thirty deviations wide.</summary>
    private const double LogRounding = -28.5;

    private const double LargestRelativeTilt = 1e4;
    private const int Bisections = 30;

    /// <summary>The window around the ε that belongs to δ.</summary>
    /// <param name="cumulants">K with its derivatives.</param>
    /// <param name="count">How many losses are added up: the rounding errors of the transform grow with it.</param>
    /// <param name="delta">δ, above zero.</param>
    /// <param name="caution">By how much rounding errors, as a logarithm, turned out larger than usual.</param>
    public static LossWindow ForDelta(Func<double, Cumulants> cumulants, double count, double delta, double caution)
    {
        double saddle = SaddleFor(cumulants, delta);
        double epsilon = Location(cumulants(saddle).Mean, saddle);
        // A variance v added to the loss multiplies its moment by exp(t(t+1)v/2), since P and Q both stay; so ε grows by (t+1)v/2.
        double allowance = 2 / (saddle + 1) * Math.Max(EpsilonShare * epsilon, DeltaShare / saddle);
        return Around(cumulants, count, saddle, epsilon, Math.Log(delta), allowance, caution);
    }

    /// <summary>The window for the δ that belongs to ε.</summary>
    /// <param name="cumulants">K with its derivatives.</param>
    /// <param name="count">How many losses are added up.</param>
    /// <param name="epsilon">ε, zero or more.</param>
    /// <param name="delta">About what δ is expected to be.</param>
    /// <param name="caution">By how much rounding errors, as a logarithm, turned out larger than usual.</param>
    public static LossWindow ForBoth(Func<double, Cumulants> cumulants, double count, double epsilon, double delta, double caution)
    {
        double saddle = SaddleOf(cumulants, epsilon);
        return Around(cumulants, count, saddle, epsilon, Math.Log(delta), 2 * DeltaShare / (saddle * (saddle + 1)), caution);
    }

    /// <summary>
    /// The same window beside that of the other direction. The larger ε counts, so that rounding may raise the smaller up to half way there.
    /// </summary>
    public LossWindow Beside(LossWindow other) =>
        this with { Allowance = Math.Max(Allowance, (other.Epsilon - Epsilon) / (Saddle + 1)) };

    /// <summary>The saddle point's bound on δ at ε.</summary>
    public static double DeltaAt(Func<double, Cumulants> cumulants, double epsilon)
    {
        double saddle = SaddleOf(cumulants, epsilon);
        return Math.Exp(Math.Min(0, LogDelta(cumulants(saddle), saddle)));
    }

    /// <summary>The ε at which the saddle point's bound is δ.</summary>
    public static double EpsilonAt(Func<double, Cumulants> cumulants, double delta)
    {
        double saddle = SaddleFor(cumulants, delta);
        return Location(cumulants(saddle).Mean, saddle);
    }

    private static double SaddleFor(Func<double, Cumulants> cumulants, double delta)
    {
        double logDelta = Math.Log(delta);
        return TiltWhere(cumulants, t => LogDelta(cumulants(t), t) <= logDelta);
    }

    private static double SaddleOf(Func<double, Cumulants> cumulants, double epsilon) =>
        TiltWhere(cumulants, t => Location(cumulants(t).Mean, t) >= epsilon);

    /// <summary>The ε whose bound is best at a tilt.</summary>
    private static double Location(double mean, double tilt) => mean - SmallDifferences.Log1p(1 / tilt);

    /// <summary>The bound on log δ whose best tilt is the given one.</summary>
    private static double LogDelta(Cumulants at, double tilt) => at.Value - (tilt * at.Mean) - SmallDifferences.Log1p(tilt);

    private static LossWindow Around(
        Func<double, Cumulants> cumulants, double count, double saddle, double epsilon, double logDelta, double allowance, double caution)
    {
        // Rounding errors, relative to one in the tilted loss, become exp(K(t) − tε) times as large at ε: tilt no more than it takes.
        double tolerable = logDelta + LogRoundingShare - LogRounding - Math.Log(count) - caution;
        double tilt = tolerable >= 0 ? 0 : Bisect(0, saddle, t => cumulants(t).Value - (t * epsilon) <= tolerable);
        double EndTilt(double direction) => tilt + (direction * TiltWhere(
            cumulants,
            distance =>
            {
                double t = tilt + (direction * distance);
                Cumulants there = cumulants(t);
                return there.Value - (t * there.Mean) + (tilt * (there.Mean - epsilon)) <= logDelta + LogTailShare;
            }));
        double upper = EndTilt(1), lower = EndTilt(-1);
        double high = cumulants(upper).Mean, low = cumulants(lower).Mean;
        double margin = 0.02 * (high - low);
        return new LossWindow(tilt, low - margin, high + margin, upper, allowance, epsilon, saddle);
    }

    /// <summary>The smallest positive number, roughly, from which a condition holds; a very large one if it never does.</summary>
    private static double TiltWhere(Func<double, Cumulants> cumulants, Func<double, bool> condition)
    {
        double deviation = Math.Sqrt(cumulants(0).Variance);
        double scale = deviation > 0 ? 1 / deviation : 1;
        double high = scale;
        while (!condition(high) && high < LargestRelativeTilt * scale)
            high *= 2;
        return Bisect(high == scale ? 0 : high / 2, high, condition);
    }

    /// <summary>Where between two numbers a condition begins to hold, taking for granted that it does at the upper one.</summary>
    private static double Bisect(double low, double high, Func<double, bool> condition)
    {
        for (int i = 0; i < Bisections && high - low > 1e-3 * high; i++)
        {
            double middle = (low + high) / 2;
            if (condition(middle))
                high = middle;
            else
                low = middle;
        }

        return high;
    }
}
