using System.Collections.Immutable;
using DslDp.Generator.Proof;
using Microsoft.CodeAnalysis;

namespace DslDp.Generator.Diagnostics;

/// <summary>A diagnostic that has been found, with the real location of the code (one rebuilt from a path would escape <c>#pragma</c> rules and editors).</summary>
internal sealed record Finding(DiagnosticDescriptor Rule, Location Location, string What, string Remedy)
{
    /// <summary>Where the value came from, nearest first.</summary>
    public ImmutableArray<Location> Trail { get; init; } = ImmutableArray<Location>.Empty;

    /// <summary>Where the component at fault is made or declared.</summary>
    public Location? Origin { get; init; }

    /// <summary>How an editor may repair it.</summary>
    public Fix? Fix { get; init; }

    /// <summary>Whether the model may not train; a warning is a matter of judgement, an error is not.</summary>
    public bool Refuses => Rule.DefaultSeverity == DiagnosticSeverity.Error;

    public Diagnostic ToDiagnostic()
    {
        var properties = ImmutableDictionary<string, string?>.Empty;
        if (Fix is { } fix) properties = properties.Add(FixProperties.Kind, fix.Kind.ToString()).Add(FixProperties.Detail, fix.Detail);
        if (Origin is not null) properties = properties.Add(FixProperties.HasOrigin, "");
        return Diagnostic.Create(Rule, Location, Origin is null ? Trail : Trail.Insert(0, Origin), properties, What, Remedy);
    }
}
