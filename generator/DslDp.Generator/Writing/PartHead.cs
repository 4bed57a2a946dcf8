using System.Collections.Generic;

namespace DslDp.Generator.Writing;

/// <summary>What stands on and above the class line of a generated part.</summary>
/// <param name="Interfaces">What the part implements, or nothing.</param>
/// <param name="Documentation">The lines of its XML documentation.</param>
internal sealed record PartHead(string Interfaces, IReadOnlyList<string> Documentation)
{
    public static PartHead Plain { get; } = new("", []);
}
