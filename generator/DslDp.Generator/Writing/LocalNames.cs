using System.Collections.Generic;
using System.Linq;
using DslDp.Generator.Reading;
using Microsoft.CodeAnalysis.CSharp;

namespace DslDp.Generator.Writing;

/// <summary>Names for the locals of the generated methods that do not clash with the user's parameters, whose names are kept.</summary>
internal sealed class LocalNames
{
    private readonly HashSet<string> taken;

    public LocalNames(ModelDeclaration declaration, string record)
    {
        Batches = [.. declaration.Inputs.Concat(declaration.Targets).Select(batch => Identifier(batch.Name))];
        taken = [.. Batches];
        Record = Free(record);
        Clip = Free("clip");
        Sum = Free("sum");
        Scope = Free("scope");
        Losses = Free("losses");
        Parameters = Free("parameters");
        MaxNorm = Free("maxNorm");
        Result = Free(declaration.Loss.Parameters[0].Name);
    }

    public IReadOnlyList<string> Batches { get; }

    public string Record { get; }

    public string Clip { get; }

    public string Sum { get; }

    public string Scope { get; }

    public string Losses { get; }

    public string Parameters { get; }

    public string MaxNorm { get; }

    public string Result { get; }

    private static string Identifier(string name) => SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;

    private string Free(string wanted)
    {
        var name = wanted;
        for (var number = 2; !taken.Add(name); number++) name = wanted + Text.Literal(number);
        return name;
    }
}
