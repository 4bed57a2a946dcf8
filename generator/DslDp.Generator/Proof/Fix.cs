namespace DslDp.Generator.Proof;

/// <summary>How an editor may repair a finding. <paramref name="Detail"/> is what the proof knows and the code does not show, such as an example's own axes.</summary>
internal sealed record Fix(FixKind Kind, string Detail = "");
