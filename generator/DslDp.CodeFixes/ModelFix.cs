using System.Collections.Immutable;
using System.Threading;
using System.Threading.Tasks;
using DslDp.CodeFixes.Editing;
using DslDp.Generator.Diagnostics;
using DslDp.Generator.Proof;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace DslDp.CodeFixes;

/// <summary>
/// A repair of what the analyzer has found. The analyzer names the repair in the diagnostic, so that an id with several causes gets the one
/// that fits; a fix says nothing where the code is not of the form that it knows.
/// </summary>
public abstract class ModelFix : CodeFixProvider
{
    private readonly FixKind kind;

    private protected ModelFix(FixKind kind, params string[] ids)
    {
        this.kind = kind;
        FixableDiagnosticIds = ids.ToImmutableArray();
    }

    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; }

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            if (!diagnostic.Properties.TryGetValue(FixProperties.Kind, out var name) || name != kind.ToString()) continue;
            var fault = await Fault.FindAsync(context.Document, diagnostic, context.CancellationToken).ConfigureAwait(false);
            if (fault is null || Repair(fault, context.CancellationToken) is not { } repair) continue;
            context.RegisterCodeFix(CodeAction.Create(repair.Title, cancellation => repair.ApplyAsync(context.Document.Project.Solution, cancellation), kind.ToString()), diagnostic);
        }
    }

    /// <summary>The repair, or null where the code is of another form.</summary>
    private protected abstract Repair? Repair(Fault fault, CancellationToken cancellation);
}
