using System.Text.Json.Serialization;

namespace DslDp.Reporting;

/// <summary>
/// A privacy report as data: what its JSON holds, member by member. <see cref="PrivacyReport.Verify"/> recomputes whatever follows from
/// the plan, the ledger and the record of the run.
/// </summary>
public sealed record ReportDocument
{
    /// <summary>The only value of <see cref="Format"/> that this version writes and reads.</summary>
    public const string CurrentFormat = "dsldp-privacy-report/2";

    /// <summary>The name and version of the format.</summary>
    public required string Format { get; init; }

    /// <summary>The name of the model's class.</summary>
    public required string Model { get; init; }

    /// <summary>When the report was drawn up.</summary>
    public required DateTimeOffset DrawnUp { get; init; }

    /// <summary>The guarantee in words.</summary>
    public required SummarySection Summary { get; init; }

    /// <summary>Who has to be trusted with the data.</summary>
    public required SettingSection Setting { get; init; }

    /// <summary>The accesses to the private data that the guarantee covers, and those that it does not.</summary>
    public required IReadOnlyList<DataAccess> DataAccesses { get; init; }

    /// <summary>What may be published under the guarantee, and what must not.</summary>
    public required IReadOnlyList<Publication> Publication { get; init; }

    /// <summary>Whose privacy is protected, and how much of the data is theirs.</summary>
    public required UnitSection Unit { get; init; }

    /// <summary>Which data sets count as neighbours.</summary>
    public required AdjacencySection Adjacency { get; init; }

    /// <summary>The formal statement.</summary>
    public required GuaranteeSection Guarantee { get; init; }

    /// <summary>How the statement was computed.</summary>
    public required AccountingSection Accounting { get; init; }

    /// <summary>The mechanism: sampling, clipping and noise.</summary>
    public required MechanismSection Mechanism { get; init; }

    /// <summary>Where the random numbers came from, and how real numbers are represented.</summary>
    public required RandomnessSection Randomness { get; init; }

    /// <summary>What the guarantee rests on, and whether and why each of it holds.</summary>
    public required IReadOnlyList<ReportedAssumption> Assumptions { get; init; }

    /// <summary>Evidence beside the theorem.</summary>
    public required AuditSection Audit { get; init; }

    /// <summary>What was charged, in order: from this the numbers follow.</summary>
    public required IReadOnlyList<ChargedRelease> Ledger { get; init; }

    /// <summary>The plan of the run, without gaps.</summary>
    public required PrivacyPlan Plan { get; init; }

    /// <summary>How the run went.</summary>
    public required RunSection Run { get; init; }

    /// <summary>The run, epoch by epoch.</summary>
    public required IReadOnlyList<HistoryEntry> History { get; init; }

    /// <summary>What identifies the code that ran.</summary>
    public required HashSection Hashes { get; init; }

    /// <summary>The versions of all components.</summary>
    public required IReadOnlyList<SoftwareComponent> Software { get; init; }

    /// <summary>
    /// SHA-256 of this document with an empty digest: it shows an edit, also of what cannot be recomputed. It is no signature: who
    /// can edit the file can make the digest afresh.
    /// </summary>
    [JsonPropertyOrder(1)]
    public required string Digest { get; init; }
}
