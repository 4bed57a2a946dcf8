using DslDp.Accounting;

namespace DslDp.Reporting;

/// <summary>How the statement was computed.</summary>
public sealed record AccountingSection
{
    /// <summary>The accountant of the statement.</summary>
    public required AccountantKind Accountant { get; init; }

    /// <summary>Its full name.</summary>
    public required string Name { get; init; }

    /// <summary>What kind of number it gives.</summary>
    public required string Type { get; init; }

    /// <summary>Its settings, in words.</summary>
    public required IReadOnlyList<string> Settings { get; init; }

    /// <summary>What every method that can treat the ledger says of it. They must not contradict each other.</summary>
    public required WitnessSection Witnesses { get; init; }
}

/// <summary>ε of the ledger by every method, at the same δ; null where a method does not apply.</summary>
public sealed record WitnessSection
{
    /// <summary>By privacy loss distributions.</summary>
    public required double? Pld { get; init; }

    /// <summary>By Rényi differential privacy.</summary>
    public required double? Rdp { get; init; }

    /// <summary>By the closed form of Gaussian releases without sampling (Balle and Wang 2018).</summary>
    public required double? ClosedForm { get; init; }

    /// <summary>No accountant can prove less than this for the same ledger.</summary>
    public required double? LowerBound { get; init; }

    /// <summary>How two methods contradict each other, which is a defect of one of them; null when they do not.</summary>
    public required string? Contradiction { get; init; }
}

/// <summary>So many equal releases in a row.</summary>
public sealed record ChargedRelease
{
    /// <summary>What was released.</summary>
    public required string What { get; init; }

    /// <summary>Whether it was a step of training or something else that the caller declared.</summary>
    public required ReleaseKind Kind { get; init; }

    /// <summary>The event that the accountant was charged with.</summary>
    public required PrivacyEvent Event { get; init; }

    /// <summary>How many times.</summary>
    public required long Times { get; init; }
}

/// <summary>What a charge to the ledger was for.</summary>
public enum ReleaseKind
{
    /// <summary>A step of private training.</summary>
    TrainingStep,

    /// <summary>Another release from the same data, which the caller declared: see <see cref="TrainingOptions.OtherReleases"/>.</summary>
    Other,
}
