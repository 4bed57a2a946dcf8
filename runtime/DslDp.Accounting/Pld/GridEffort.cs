using System;
using System.Collections.Generic;

namespace DslDp.Accounting;

/// <summary>How finely and how cautiously a composition is computed: more so where an answer turns out to be looser than it need be.</summary>
internal sealed class GridEffort(GridPolicy grid)
{
    /// <summary>Share of δ that rounding errors may take.</summary>
    private const double MostRounding = 5e-4;

    /// <summary>What the discretisation may add, as shares: to δ where δ is sought; to ε, or so little of δ, where ε is sought.</summary>
    private const double MostDeltaExcess = 8e-4, MostEpsilonExcess = 3e-4, SmallDeltaExcess = 1e-5;

    /// <summary>How many times finer a grid becomes that gave no answer at all, in terms of what it costs.</summary>
    private const double WithoutAnswer = 256;

    public GridPolicy Grid { get; private set; } = grid;

    /// <summary>By how much rounding errors, as a logarithm, turned out larger than usual.</summary>
    public double Caution { get; private set; }

    /// <summary>Whether the last answer may be far above what could be proved.</summary>
    public bool IsInDoubt { get; private set; }

    /// <summary>Whether another computation will be better than the last.</summary>
    public bool IsWorthMore { get; private set; }

    /// <summary>Whether that needs other windows and not only a finer grid.</summary>
    public bool NeedsNewWindows { get; private set; }

    /// <summary>Looks at an answer.</summary>
    /// <param name="losses">The composed losses it was read off.</param>
    /// <param name="windows">Their windows.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="delta">δ.</param>
    /// <param name="inEpsilon">Whether ε is the answer, else δ.</param>
    public void Judge(IReadOnlyList<ComposedLoss> losses, IReadOnlyList<LossWindow> windows, double epsilon, double delta, bool inEpsilon)
    {
        double noise = 0, avoidable = 0, excess = 0;
        for (int i = 0; i < losses.Count; i++)
        {
            double rounding = losses[i].RoundingAt(epsilon) / delta;
            noise = Math.Max(noise, rounding);
            avoidable = Math.Max(avoidable, windows[i].IsSteepest ? 0 : rounding);
            excess = Math.Max(excess, Excess(losses[i], epsilon, delta, inEpsilon));
        }

        NeedsNewWindows = avoidable > MostRounding;
        if (NeedsNewWindows)
            Caution += Math.Min(50, Math.Log(avoidable / MostRounding) + 3);
        GridPolicy? finer = excess > 1 && !NeedsNewWindows ? Grid.Finer(losses[0].Bits, excess) : null;
        Grid = finer ?? Grid;
        IsInDoubt = noise > MostRounding || excess > 1;
        IsWorthMore = NeedsNewWindows || finer is not null;
    }

    /// <summary>What the discretisation costs, relative to what it may.</summary>
    private static double Excess(ComposedLoss loss, double epsilon, double delta, bool inEpsilon)
    {
        if (double.IsPositiveInfinity(epsilon))
            return WithoutAnswer;
        if (inEpsilon && epsilon == 0)
            return 0;
        double share = loss.ExcessAt(epsilon, out double relative) / delta;
        return inEpsilon ? Math.Min(relative / MostEpsilonExcess, share / SmallDeltaExcess) : share / MostDeltaExcess;
    }
}
