using System.Collections.Immutable;
using DslDp.CodeFixes;
using DslDp.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace DslDp.Generator.Tests.CodeFixes;

/// <summary>Files in an editor: the analyzer looks at them as they are, and a fix changes them.</summary>
internal sealed class EditedModel : IDisposable
{
    private readonly AdhocWorkspace workspace = new();

    private Project project;

    public EditedModel(params string[] sources)
    {
        var compilation = SourceCompiler.Create();
        project = workspace.AddProject("Models", LanguageNames.CSharp)
            .WithCompilationOptions(compilation.Options)
            .WithParseOptions(SourceCompiler.ParseOptions)
            .WithMetadataReferences(compilation.References);
        foreach (var (source, index) in sources.Select((source, index) => (source, index)))
            project = project.AddDocument($"Source{index}.cs", SourceText.From(source, System.Text.Encoding.UTF8), filePath: $"Source{index}.cs").Project;
    }

    public static ImmutableArray<ModelFix> Fixes { get; } =
        [.. typeof(ModelFix).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(ModelFix))).Select(type => (ModelFix)Activator.CreateInstance(type)!)];

    public IEnumerable<string> Texts => project.Documents.OrderBy(document => document.Name, StringComparer.Ordinal).Select(document => document.GetTextAsync().Result.ToString());

    public CompiledSource Compile() => SourceCompiler.Compile((CSharpCompilation)project.GetCompilationAsync().Result!);

    /// <summary>Every repair that is offered, with the finding that it is for.</summary>
    public IReadOnlyList<(Diagnostic Finding, ModelFix Fix, CodeAction Action)> Offers()
    {
        var offers = new List<(Diagnostic, ModelFix, CodeAction)>();
        foreach (var finding in Compile().Findings)
        {
            if (project.GetDocument(finding.Location.SourceTree) is not { } document) continue;
            foreach (var fix in Fixes.Where(fix => fix.FixableDiagnosticIds.Contains(finding.Id)))
            {
                var context = new CodeFixContext(document, finding, (action, _) => offers.Add((finding, fix, action)), CancellationToken.None);
                fix.RegisterCodeFixesAsync(context).GetAwaiter().GetResult();
            }
        }

        return offers;
    }

    public void Apply(CodeAction action)
    {
        var operations = action.GetOperationsAsync(CancellationToken.None).GetAwaiter().GetResult();
        project = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetProject(project.Id)!;
    }

    /// <summary>Repairs everything of one kind in the project, as "fix all" in an editor does.</summary>
    public void ApplyAll()
    {
        var (finding, fix, action) = Offers()[0];
        var findings = Compile().Findings;
        var context = new FixAllContext(
            project.GetDocument(finding.Location.SourceTree)!, fix, FixAllScope.Project, action.EquivalenceKey, [finding.Id], new Provider(findings), CancellationToken.None);
        Apply(fix.GetFixAllProvider().GetFixAsync(context).GetAwaiter().GetResult()!);
    }

    public void Dispose() => workspace.Dispose();

    private sealed class Provider(ImmutableArray<Diagnostic> findings) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>(findings);

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            Task.FromResult(findings.Where(finding => finding.Location.SourceTree?.FilePath == document.FilePath));

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
