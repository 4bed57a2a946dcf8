using System.Collections.Generic;
using System.Linq;
using DslDp.Generator.Diagnostics;
using Microsoft.CodeAnalysis;

namespace DslDp.Generator.Writing;

/// <summary>
/// Writes what a refused model gets: its constructor, no way to train, and an <c>#error</c> that stops the build also where the
/// analyzer's own error has been silenced.
/// </summary>
internal static class RefusedModelWriter
{
    public static GeneratedFile Write(INamedTypeSymbol type, IReadOnlyList<Finding> findings)
    {
        var reason = findings.Count > 0 ? $"{findings[0].Rule.Id}: {OneLine(findings[0].What)}" : "its code does not compile";
        return TypeFrame.Write(
            type,
            [$"{type.Name} cannot be trained privately, so there is no training loop here.", .. findings.Select(finding => $"{finding.Rule.Id}: {OneLine(finding.What)}; {OneLine(finding.Remedy)}").Distinct()],
            null,
            PartHead.Plain,
            writer =>
            {
                ConstructorWriter.Write(writer, type, hasGroupNorm: false);
                writer.Line();
                writer.Line($"#error {type.Name} cannot be trained privately ({reason})");
            });
    }

    private static string OneLine(string text) => string.Join(" ", text.Split(['\r', '\n'], System.StringSplitOptions.RemoveEmptyEntries).Select(line => line.Trim()));
}
