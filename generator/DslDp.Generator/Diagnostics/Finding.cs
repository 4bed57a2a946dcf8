using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace DslDp.Generator.Diagnostics;

/// <summary>A diagnostic that has been found, with the real location of the code (one rebuilt from a path would escape <c>#pragma</c> rules and editors).</summary>
internal sealed record Finding(DiagnosticDescriptor Rule, Location Location, string What, string Remedy)
{
    /// <summary>Where the value came from, nearest first.</summary>
    public ImmutableArray<Location> Trail { get; init; } = ImmutableArray<Location>.Empty;

    /// <summary>Whether the model may not train; a warning is a matter of judgement, an error is not.</summary>
    public bool Refuses => Rule.DefaultSeverity == DiagnosticSeverity.Error;

    public Diagnostic ToDiagnostic() => Diagnostic.Create(Rule, Location, Trail, What, Remedy);
}
