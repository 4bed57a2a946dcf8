using DslDp.Generator.Incrementality;
using DslDp.Generator.Lowering;
using DslDp.Generator.Tests.Harness;
using DslDp.Generator.Tests.RealModels;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DslDp.Generator.Tests.Incrementality;

/// <summary>Every file that a proof has read is one of those whose bodies count when proofs are reused.</summary>
public class ReadFilesTests
{
    public static TheoryData<string> Names => [.. RealModel.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Are_among_those_that_names_lead_to(string name)
    {
        var compilation = Divided(RealModel.Read(name).Text);
        var readable = SameForProofs.ReadableIn(compilation.SyntaxTrees);
        var models = ProvedModels.ModelsIn(compilation, CancellationToken.None).ToArray();
        Assert.NotEmpty(models);
        foreach (var proof in models.Select(model => ProvedModels.In(compilation).Of(model, compilation, KnownTypes.Of(compilation)!, CancellationToken.None).Proof).OfType<ModelProof>())
            Assert.Subset(readable, proof.Files.ToHashSet());
    }

    /// <summary>Each type in a file of its own, beside files that no model mentions.</summary>
    private static CSharpCompilation Divided(string source)
    {
        var root = CSharpSyntaxTree.ParseText(source, SourceCompiler.ParseOptions).GetCompilationUnitRoot();
        var types = root.DescendantNodes().OfType<BaseTypeDeclarationSyntax>().Where(type => type.Parent is not BaseTypeDeclarationSyntax).ToArray();
        var files = types.Select(kept => root.RemoveNodes(types.Where(type => type != kept), SyntaxRemoveOptions.KeepUnbalancedDirectives)!.ToFullString());
        return SourceCompiler.Create([.. files, "namespace Elsewhere { internal static class Unmentioned { public static int One() { return 1; } } }"]);
    }
}
