using System;
using System.Collections.Generic;

namespace DslDp.Accounting;

/// <summary>
/// A pair of distributions P and Q that dominates an event between neighbours in one direction, exchanged in the other. Outcomes are
/// numbers z with densities, between two ends beyond which only negligible tails lie, and single outcomes with positive probability.
/// The privacy loss log p(z)/q(z) does not decrease with z.
/// </summary>
internal abstract class LossPair
{
    /// <summary>Whether exchanging P and Q gives the same losses.</summary>
    public abstract bool IsSymmetric { get; }

    /// <summary>Lower end of the outcomes with densities.</summary>
    public abstract double Lower { get; }

    /// <summary>Upper end of the outcomes with densities.</summary>
    public abstract double Upper { get; }

    /// <summary>Probabilities of the outcomes beyond the ends, and of those that are impossible under the other distribution.</summary>
    public abstract LossTails Tails { get; }

    /// <summary>Outcomes with positive probability.</summary>
    public virtual IReadOnlyList<LossAtom> Atoms => Array.Empty<LossAtom>();

    /// <summary>Logarithm of the density of Q.</summary>
    public abstract double LogDensity(double outcome);

    /// <summary>log p/q.</summary>
    public abstract double Loss(double outcome);

    /// <summary>The outcome with the given loss; infinite where no outcome has one so small or so large.</summary>
    public abstract double Outcome(double loss);

    /// <summary>How fast, relative to themselves, the densities change around an outcome: one over the length over which they are smooth.</summary>
    public abstract double Rate(double outcome);
}
