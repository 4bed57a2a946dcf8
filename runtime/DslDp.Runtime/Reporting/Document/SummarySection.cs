namespace DslDp.Reporting;

/// <summary>The guarantee in words.</summary>
public sealed record SummarySection
{
    /// <summary>One sentence with ε, δ, the unit and the adjacency; ε is rounded up.</summary>
    public required string Guarantee { get; init; }

    /// <summary>One paragraph for a paper or a data sheet.</summary>
    public required string Paragraph { get; init; }
}

/// <summary>Who has to be trusted with the data.</summary>
public sealed record SettingSection
{
    /// <summary><c>central</c>: a trusted curator holds the data as they are and adds the noise.</summary>
    public required string Kind { get; init; }

    /// <summary>What that means for whoever gave the data.</summary>
    public required string Meaning { get; init; }
}

/// <summary>An access to the private data.</summary>
/// <param name="Access">What was done with the data.</param>
/// <param name="Covered">Whether the guarantee includes it.</param>
/// <param name="Why">Why, or what to do about it.</param>
public sealed record DataAccess(string Access, bool Covered, string Why);

/// <summary>Something that might be published.</summary>
/// <param name="What">What it is.</param>
/// <param name="Covered">Whether the guarantee covers its publication.</param>
/// <param name="Why">Why.</param>
public sealed record Publication(string What, bool Covered, string Why);

/// <summary>Whose privacy is protected, and how much of the data is theirs.</summary>
public sealed record UnitSection
{
    /// <summary>The unit of privacy.</summary>
    public required PrivacyUnit Unit { get; init; }

    /// <summary>What one unit is.</summary>
    public required string Meaning { get; init; }

    /// <summary>The most rows of the data set that are one unit's.</summary>
    public required int RowsPerUnit { get; init; }

    /// <summary>The most that one unit adds to the sum of one step, as a Euclidean norm: the clip norm C.</summary>
    public required double ContributionPerStep { get; init; }

    /// <summary>The same bounds in words.</summary>
    public required string ContributionBound { get; init; }
}

/// <summary>Which data sets count as neighbours.</summary>
public sealed record AdjacencySection
{
    /// <summary>The relation.</summary>
    public required Adjacency Relation { get; init; }

    /// <summary>What it means.</summary>
    public required string Meaning { get; init; }
}

/// <summary>Evidence beside the theorem.</summary>
public sealed record AuditSection
{
    /// <summary>Whether the guarantee is so weak (ε above 10) that it needs evidence.</summary>
    public required bool Needed { get; init; }

    /// <summary>How the model is audited and where the result lies, as the programmer declared it; null when nothing was declared.</summary>
    public required string? Declared { get; init; }

    /// <summary>What that means.</summary>
    public required string Meaning { get; init; }
}
