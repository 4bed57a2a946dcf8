using System;
using System.Runtime.CompilerServices;

namespace DslDp.Accounting;

/// <summary>
/// The loss of a whole composition in one direction, on a grid, with probabilities given after tilting: the probability of the loss x is
/// mass·exp(logScale − tilt·x). From it follow bounds on δ(ε) = P(loss = ∞) + E max(0, 1 − exp(ε − loss)).
/// </summary>
internal sealed class ComposedLoss
{
    private const int RefreshEvery = 64;
    private const double LeastWeight = 1e-290;

    private readonly double[] masses;
    private readonly long lowest;
    private readonly double step;
    private readonly double tilt;
    private readonly double logScale;
    private readonly double infinity;
    private readonly double count;
    private readonly double error;

    /// <summary>Collects what a composition produced.</summary>
    /// <param name="masses">Tilted probabilities, rounding errors of the transform included, so that none is too small.</param>
    /// <param name="lowest">Index of the first grid point.</param>
    /// <param name="step">Distance of grid points.</param>
    /// <param name="tilt">The tilt.</param>
    /// <param name="logScale">Logarithm of the tilt's normalising constant.</param>
    /// <param name="infinity">Probability of an infinite loss, and of everything beyond the grid.</param>
    /// <param name="count">How many losses were added up.</param>
    /// <param name="error">How much of each of the masses is there to cover rounding errors.</param>
    public ComposedLoss(double[] masses, long lowest, double step, double tilt, double logScale, double infinity, double count, double error)
    {
        this.error = error;
        this.masses = masses;
        this.lowest = lowest;
        this.step = step;
        this.tilt = tilt;
        this.logScale = logScale;
        this.infinity = infinity;
        this.count = count;
    }

    /// <summary>How much variance the discretisation added at most.</summary>
    public double RoundingVariance { get; init; }

    /// <summary>Relative amount that covers the rounding of the single losses' probabilities, each below 1e-13.</summary>
    private double Slack => 1 + 1e-10 + (count * 1e-13);

    /// <summary>An amount that covers the rounding of the single losses themselves.</summary>
    private double Shift => 1e-15 * (count + Math.Abs(lowest * step) + Math.Abs((lowest + masses.Length) * step));

    /// <summary>The smallest ε at which the bound on δ is at most the given one; zero or more.</summary>
    [MethodImpl(HotLoop.Optimize)]
    public double Epsilon(double delta)
    {
        if (infinity * Slack > delta)
            return double.PositiveInfinity;
        var sums = new TailSums(this);
        double above = double.PositiveInfinity;
        while (sums.Delta <= delta && sums.Loss > -Shift && sums.MoveDown(out above))
        {
        }

        // Far below the tilt's region a sum may overflow: then the last grid point that did not is the answer.
        if (!(sums.Weighted <= double.MaxValue))
            return Math.Max(0, above + Shift);
        // From here on down to the next grid point, δ(ε) = infinity + excess − weighted·(exp(ε − loss) − 1): solved for ε.
        double ratio = (sums.Delta - delta) / Slack / sums.Weighted;
        double epsilon = ratio > -1 ? sums.Loss + SmallDifferences.Log1p(ratio) : 0;
        return Math.Max(0, (epsilon <= above ? epsilon : above) + Shift);
    }

    /// <summary>The bound on δ at ε.</summary>
    public double Delta(double epsilon)
    {
        epsilon -= Shift;
        var sums = new TailSums(this);
        while (sums.Loss > epsilon && sums.MoveDown(out double _))
        {
        }

        double delta = sums.At(epsilon);
        return delta <= 1 ? delta : 1; // also where a sum has overflowed
    }

    /// <summary>
    /// A lower bound on the true ε at δ. The discretised loss is the true one plus, for each single loss, a rounding of at most one step up
    /// or down whose mean is at most step²/8; by Freedman's inequality the sum of the roundings exceeds its mean by η only with probability
    /// exp(−η²/(2(variance + step·η/3))), here made a hundredth of δ. So δ(ε) ≥ E max(0, 1 − exp(ε + mean + η − discretised loss)) − δ/100.
    /// </summary>
    public double LowerEpsilon(double delta)
    {
        const double Share = 0.01, WrappedAround = 1e-6;
        var certain = new double[masses.Length];
        for (int i = 0; i < masses.Length; i++)
            certain[i] = Math.Max(0, masses[i] - (2 * error));
        var lowered = new ComposedLoss(certain, lowest, step, tilt, logScale, 0, count, 0);
        double log = -Math.Log(Share * delta), drift = step * log / 3;
        double rounding = drift + Math.Sqrt((drift * drift) + (2 * RoundingVariance * log)) + (count * step * step / 8 * (1 + step));
        return Math.Max(0, lowered.Epsilon(delta * (1 + Share + WrappedAround) * Slack * Slack) - rounding - (2 * Shift));
    }

    /// <summary>How much of δ at ε is there only to cover the rounding errors of the transform, at most.</summary>
    public double RoundingAt(double epsilon)
    {
        double reach = Math.Max(0, ((lowest + masses.Length) * step) - epsilon);
        double points = tilt * step < 1e-9 ? reach / step : SmallDifferences.Expm1(-tilt * reach) / SmallDifferences.Expm1(-tilt * step);
        return error == 0 ? 0 : error * Math.Exp(logScale - (tilt * epsilon)) * points;
    }

    /// <summary>
    /// How much of δ at ε the discretisation added, about: half the variance that rounding added, times the density of the loss at ε, as
    /// max(0, 1 − exp(ε − loss)) is straight in exp(−loss) everywhere but there.
    /// </summary>
    /// <param name="epsilon">ε.</param>
    /// <param name="relative">The same, as a share by which ε was raised.</param>
    [MethodImpl(HotLoop.Optimize)]
    public double ExcessAt(double epsilon, out double relative)
    {
        var sums = new TailSums(this);
        while (sums.Loss > epsilon && sums.MoveDown(out double _))
        {
        }

        int at = (int)Math.Floor(epsilon / step - lowest), from = Math.Max(0, at - 1), to = Math.Min(masses.Length - 1, at + 2);
        double near = 0;
        for (int i = from; i <= to; i++)
            near += Math.Max(0, masses[i] - error) * Math.Exp(logScale - (tilt * (lowest + i) * step));
        double excess = RoundingVariance / 2 * near / (4 * step);
        relative = excess == 0 ? 0 : excess / (sums.Weighted * epsilon);
        return excess;
    }

    /// <summary>The binary logarithm of the number of grid points.</summary>
    public int Bits
    {
        get
        {
            int bits = 0;
            while (1 << bits < masses.Length)
                bits++;
            return bits;
        }
    }

    /// <summary>
    /// Sums over the losses above a grid point, from the largest loss down: of max(0, 1 − exp(point − loss)) and of exp(point − loss).
    /// Every step adds positive terms only.
    /// </summary>
    private struct TailSums
    {
        private readonly ComposedLoss whole;
        private readonly double shrink;
        private readonly double growth;
        private int index;
        private double excess;
        private double weight;

        public TailSums(ComposedLoss whole)
        {
            this.whole = whole;
            shrink = Math.Exp(-whole.step);
            growth = Math.Exp(whole.tilt * whole.step);
            index = whole.masses.Length - 1;
            weight = WeightAt(index);
        }

        public readonly double Loss => (whole.lowest + index) * whole.step;

        public double Weighted { get; private set; }

        public readonly double Delta => (whole.infinity + excess) * whole.Slack;

        /// <summary>δ at an ε at or above this grid point and below the next.</summary>
        public readonly double At(double epsilon) =>
            (whole.infinity + excess - (Weighted * SmallDifferences.Expm1(epsilon - Loss))) * whole.Slack;

        /// <summary>Goes on to the grid point below, down to the one below the first mass.</summary>
        [MethodImpl(HotLoop.Optimize)]
        public bool MoveDown(out double above)
        {
            above = Loss;
            if (index < 0)
                return false;
            double carried = Weighted + (whole.masses[index] * weight);
            excess -= carried * SmallDifferences.Expm1(-whole.step);
            Weighted = carried * shrink;
            index--;
            // A weight that has underflowed would stay zero however much it is multiplied.
            weight = index % RefreshEvery == 0 || weight < LeastWeight ? WeightAt(index) : weight * growth;
            return true;
        }

        [MethodImpl(HotLoop.Optimize)]
        private readonly double WeightAt(int at) => Math.Exp(whole.logScale - (whole.tilt * (whole.lowest + at) * whole.step));
    }
}
