namespace DslDp.Generator.Proof;

/// <summary>Why something is refused. Each reason has a diagnostic id and a page; a defect and a limit of ours never share one.</summary>
internal enum Reason
{
    BatchStatistics,
    UnknownComponent,
    NoClippingRule,
    MixesExamples,
    ComparesExamples,
    LossNotPerExample,
    BatchSizeEntersValue,
    StateBetweenBatches,
    ValueLetOut,
    UnknownOperation,
    UnsupportedCode,
    ShapeMismatch,
    OverloadTrap,
    AmbiguousNumber,
}

/// <summary>A refusal: what is wrong at the site, what to write instead, and the way the value came.</summary>
internal sealed record Refusal(Reason Reason, Site Site, string What, string Remedy, Trail? Trail)
{
    /// <summary>The call that led to the site, where that is inside a helper method.</summary>
    public HelperCall? Helper { get; init; }

    /// <summary>Where the component at fault was made.</summary>
    public Site? Origin { get; init; }

    /// <summary>How an editor may repair it.</summary>
    public Fix? Fix { get; init; }
}
