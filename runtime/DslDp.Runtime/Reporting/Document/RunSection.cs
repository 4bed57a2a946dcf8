namespace DslDp.Reporting;

/// <summary>How the run went. Nothing in it changes the guarantee, but for what was done beside it.</summary>
public sealed record RunSection
{
    /// <summary>How many examples were worked on at a time.</summary>
    public required int MicroBatchSize { get; init; }

    /// <summary>Where the model was trained.</summary>
    public required string Device { get; init; }

    /// <summary>Seed of the initial weights; null when training started from the weights that the model came with.</summary>
    public required long? InitialWeightsSeed { get; init; }

    /// <summary>The components that were not trained.</summary>
    public required IReadOnlyList<string> Frozen { get; init; }

    /// <summary>What was measured after each epoch on data that are not to be protected; null for nothing.</summary>
    public required string? Evaluation { get; init; }

    /// <summary>Whether values that were computed from the private data without a charge went to logs.</summary>
    public required bool PrivateValuesLogged { get; init; }

    /// <summary>Steps that an earlier run had taken, which this one went on from; null for a run from the start.</summary>
    public required long? ResumedAfter { get; init; }
}

/// <summary>How the run stood at the end of an epoch.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Step">Steps taken.</param>
/// <param name="Epsilon">ε spent, other releases included, at the δ of the statement.</param>
/// <param name="Evaluation">What was measured on data that are not to be protected; null for nothing.</param>
public sealed record HistoryEntry(int Epoch, long Step, double Epsilon, double? Evaluation);

/// <summary>What identifies the code that ran: SHA-256 as <c>sha256:</c> and 64 hexadecimal digits.</summary>
public sealed record HashSection
{
    /// <summary>Of the plan in this report.</summary>
    public required string Plan { get; init; }

    /// <summary>Of the model's source, as the compiler read it; null when the plan was not made by the compiler.</summary>
    public required string? ModelSource { get; init; }

    /// <summary>Of the code that the compiler wrote; null when the plan was not made by the compiler.</summary>
    public required string? GeneratedCode { get; init; }
}

/// <summary>A component and its version.</summary>
/// <param name="Component">The component.</param>
/// <param name="Version">Its version.</param>
public sealed record SoftwareComponent(string Component, string Version);
