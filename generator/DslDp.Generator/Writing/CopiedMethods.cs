using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace DslDp.Generator.Writing;

/// <summary>
/// Writes the recorded copies of a class: those that are looked up where <c>forward</c> is into the class's own file, and those that stand in other files or
/// namespaces into one more for each, with the usings that they had there.
/// </summary>
internal sealed class CopiedMethods(INamedTypeSymbol type, RecordedMethods methods)
{
    private readonly RecordedMethod[] all = [.. methods.Methods];

    /// <summary>The user's code whose usings the class's own file has; null where all of it stands elsewhere.</summary>
    public SyntaxNode? Origin => all.FirstOrDefault(IsHere)?.Declaration;

    public string Record => RecordedMethodWriter.NameFor(all.Select(method => method.Declaration));

    /// <summary>The copies that belong into the class's own file.</summary>
    public void WriteHere(SourceWriter writer, string record, string accessibility) => Write(writer, all.Where(IsHere), record, accessibility);

    /// <summary>The other files.</summary>
    public IEnumerable<GeneratedFile> WriteElsewhere(string record, string accessibility)
    {
        var number = 1;
        foreach (var group in all.Where(method => !IsHere(method)).GroupBy(method => (Context: TypeFrame.LookupContextOf(method.Declaration), method.IsOfThisClass)))
        {
            yield return TypeFrame.Write(
                type,
                [$"Methods of other files that {type.Name} uses, recorded for private training, written by DslDp."],
                group.First().Declaration,
                PartHead.Plain,
                writer => Write(writer, group, record, accessibility),
                "Recorded" + (++number == 2 ? "" : Text.Literal(number)),
                !group.Key.IsOfThisClass);
        }
    }

    private bool IsHere(RecordedMethod method) => TypeFrame.LookupContextOf(method.Declaration) == methods.Home;

    private void Write(SourceWriter writer, IEnumerable<RecordedMethod> several, string record, string accessibility)
    {
        var recorder = new RecordedMethodWriter(methods, record);
        foreach (var method in several)
        {
            var origin = method.IsOfThisClass ? "" : $" in {(method.Declaration.Parent as Microsoft.CodeAnalysis.CSharp.Syntax.TypeDeclarationSyntax)?.Identifier.ValueText}";
            writer.Line();
            writer.Line($"/// <summary>{method.Declaration.Identifier.ValueText} as it was written{origin}, with what enters and leaves each layer recorded.</summary>");
            writer.Lines(recorder.Write(method, ReferenceEquals(method, all[0]) ? accessibility : "private"));
        }
    }
}
