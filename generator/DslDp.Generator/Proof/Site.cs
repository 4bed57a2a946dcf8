namespace DslDp.Generator.Proof;

/// <summary>A place in the user's code that the proof can point at. What it stands for is known to whoever walks the code.</summary>
internal readonly record struct Site(int Number);

/// <summary>How a value came about: the last operation on it, and what was before.</summary>
internal sealed record Trail(Site Site, Trail? Previous);
