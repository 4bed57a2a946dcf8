namespace DslDp.Reporting;

/// <summary>The formal statement. All numbers are upper bounds, but for <see cref="Mu"/>.</summary>
public sealed record GuaranteeSection
{
    /// <summary>Whether there is a guarantee at all: there is none where batches or noise came from a source that is not secret.</summary>
    public required bool Holds { get; init; }

    /// <summary>ε of everything in the ledger, at <see cref="Delta"/>.</summary>
    public required double Epsilon { get; init; }

    /// <summary>δ of the statement.</summary>
    public required double Delta { get; init; }

    /// <summary>ε of the training steps in the ledger alone.</summary>
    public required double TrainingEpsilon { get; init; }

    /// <summary>ε of all the steps that were planned.</summary>
    public required double PlannedEpsilon { get; init; }

    /// <summary>The declared budget for training.</summary>
    public required double MaxEpsilon { get; init; }

    /// <summary>Whether <see cref="Epsilon"/>, other releases included, lies within <see cref="MaxEpsilon"/>.</summary>
    public required bool WithinBudget { get; init; }

    /// <summary><c>strong</c>, <c>reasonable</c> or <c>weak</c>.</summary>
    public required string Tier { get; init; }

    /// <summary>What the tier means in plain words.</summary>
    public required string TierMeaning { get; init; }

    /// <summary>ε at other values of δ.</summary>
    public required IReadOnlyList<CurvePoint> Curve { get; init; }

    /// <summary>ε in the course of the run, at the same δ, other releases included.</summary>
    public required IReadOnlyList<StepPoint> Course { get; init; }

    /// <summary>
    /// ε for several units that are added, removed or zeroed out together, for instance several records of one person, at the same δ for the
    /// group. Empty where no event of the ledger or the adjacency has such a bound.
    /// </summary>
    public required IReadOnlyList<GroupGuarantee> Groups { get; init; }

    /// <summary>ρ of zero-concentrated differential privacy where it is exact; null where the events have none.</summary>
    public required double? Rho { get; init; }

    /// <summary>The least μ of Gaussian differential privacy that is not contradicted: a description, not a guarantee. Null where there is none.</summary>
    public required double? Mu { get; init; }
}

/// <summary>A point of the curve of ε against δ.</summary>
/// <param name="Delta">δ.</param>
/// <param name="Epsilon">ε at that δ: an upper bound.</param>
public sealed record CurvePoint(double Delta, double Epsilon);

/// <summary>A point of the curve of ε against steps.</summary>
/// <param name="Step">Steps taken.</param>
/// <param name="Epsilon">ε after them: an upper bound.</param>
public sealed record StepPoint(long Step, double Epsilon);

/// <summary>What a group of units is guaranteed.</summary>
/// <param name="Size">Number of units, two or more.</param>
/// <param name="Epsilon">ε for the group: an upper bound.</param>
/// <param name="Delta">δ for the group.</param>
public sealed record GroupGuarantee(int Size, double Epsilon, double Delta);
