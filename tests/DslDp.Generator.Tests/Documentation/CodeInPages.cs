using System.Globalization;
using DslDp.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DslDp.Generator.Tests.Documentation;

/// <summary>
/// Every block of C# in the pages compiles as it stands, with the usings that every model starts with where it writes none. A block below
/// <c>&lt;!-- refused: ID --&gt;</c> gets that finding and no other; one below <c>&lt;!-- fragment --&gt;</c> need only be C#.
/// </summary>
public class CodeInPages
{
    /// <summary>What the SDK's ImplicitUsings bring.</summary>
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    [Fact]
    public void Compiles()
    {
        var problems = new List<string>();
        foreach (var page in CodeBlock.All)
        {
            // Statements use the model that the page has shown last.
            string? shown = null;
            foreach (var block in page.Where(block => !block.IsFragment && block.Refused is null))
            {
                var isProgram = IsProgram(block.Text);
                if (Problem(Compile(block.Text, isProgram ? shown : null, isProgram)) is { } problem) problems.Add($"{block}: {problem}");
                if (!isProgram) shown = block.Text;
            }
        }

        Assert.True(problems.Count == 0, string.Join(Environment.NewLine, problems));
    }

    [Fact]
    public void Is_refused_where_the_page_says_so()
    {
        var problems = new List<string>();
        foreach (var block in CodeBlock.All.SelectMany(page => page).Where(block => block.Refused is not null))
        {
            var compiled = Compile(block.Text, null, isProgram: false);
            var ids = compiled.Findings.Select(finding => finding.Id).Distinct().ToArray();
            var others = compiled.CompilerErrors.Where(error => error.Id != "CS1029").ToArray();
            if (ids is not [var id] || id != block.Refused || compiled.CanTrain || others.Length > 0)
                problems.Add($"{block}: expected {block.Refused} alone, found {compiled.Describe()}");
        }

        Assert.True(problems.Count == 0, string.Join(Environment.NewLine, problems));
    }

    [Fact]
    public void Is_CSharp_where_it_is_a_fragment() => Assert.All(
        CodeBlock.All.SelectMany(page => page).Where(block => block.IsFragment),
        block => Assert.True(Parses(block.Text) || Parses($"class Whole {{ {block.Text}\n }}") || Parses($"class Whole {{ void Part() {{ {block.Text}\n }} }}"), $"{block} does not parse"));

    [Fact]
    public void Is_seldom_a_fragment()
    {
        var blocks = CodeBlock.All.SelectMany(page => page).ToArray();
        Assert.True(blocks.Count(block => block.IsFragment) <= Math.Max(3, blocks.Length / 3), "most blocks of the pages are to be whole files");
    }

    private static string? Problem(CompiledSource compiled)
    {
        var errors = compiled.Findings.Concat(compiled.CompilerErrors)
            .Select(error => $"{error.Id} in line {CompiledSource.LineOf(error)}: {error.GetMessage(CultureInfo.InvariantCulture)}").ToArray();
        return errors.Length == 0 ? null : string.Join("; ", errors);
    }

    private static CompiledSource Compile(string text, string? beside, bool isProgram)
    {
        string[] sources = beside is null ? [WithUsings(text), ImplicitUsings] : [WithUsings(text), ImplicitUsings, WithUsings(beside)];
        var compilation = SourceCompiler.Create(sources);
        return SourceCompiler.Compile(compilation.WithOptions(compilation.Options.WithOutputKind(isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary)));
    }

    private static string WithUsings(string text) => text.Contains("using DslDp", StringComparison.Ordinal) ? text : SourceCompiler.Usings + text;

    private static bool IsProgram(string text) => Root(text).Members.OfType<GlobalStatementSyntax>().Any();

    private static bool Parses(string text) => !Root(text).ContainsDiagnostics;

    private static CompilationUnitSyntax Root(string text) => CSharpSyntaxTree.ParseText(text, SourceCompiler.ParseOptions).GetCompilationUnitRoot();
}
