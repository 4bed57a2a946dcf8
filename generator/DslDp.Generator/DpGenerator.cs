using System.Text;
using DslDp.Generator.Lowering;
using DslDp.Generator.Reading;
using DslDp.Generator.Writing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace DslDp.Generator;

/// <summary>
/// Writes the private training loop into every class marked <c>[DpModel]</c>, and the recorded form into every block marked
/// <c>[DpModule]</c>. Silent: what is wrong is said by the analyzer, which asks the same <see cref="ModelCompiler"/>.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class DpGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        // The transforms run again whenever the compilation changes, because a helper in any file can change the proof; their results are
        // text, so that an edit which changes nothing in it goes no further.
        var compiled = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                "DslDp.DpModelAttribute",
                static (node, _) => node is ClassDeclarationSyntax,
                static (attributed, cancellation) => IsFirst(attributed, "DpModelAttribute")
                    ? ModelCompiler.Compile((INamedTypeSymbol)attributed.TargetSymbol, attributed.SemanticModel.Compilation, cancellation)?.Written
                    : null);
        var models = compiled.Select(static (written, _) => written?.Files).WithTrackingName(TrackingNames.Models);
        context.RegisterSourceOutput(models, static (output, files) => Add(output, files));
        var hashes = compiled.Select(static (written, _) => written?.Hashes).WithTrackingName(TrackingNames.Hashes);
        context.RegisterSourceOutput(hashes, static (output, file) => Add(output, file));

        var blocks = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                "DslDp.DpModuleAttribute",
                static (node, _) => node is ClassDeclarationSyntax,
                static (attributed, cancellation) => IsFirst(attributed, "DpModuleAttribute") && !AttributeReader.Has(attributed.TargetSymbol, "DpModelAttribute") && KnownTypes.Of(attributed.SemanticModel.Compilation) is { } known
                    ? BlockWriter.Write((INamedTypeSymbol)attributed.TargetSymbol, attributed.SemanticModel.Compilation, known, cancellation)
                    : (EquatableArray<GeneratedFile>?)null)
            .WithTrackingName(TrackingNames.Blocks);
        context.RegisterSourceOutput(blocks, static (output, files) => Add(output, files));

        var initializer = context.CompilationProvider
            .Select(static (compilation, _) => compilation.GetTypeByMetadataName("DslDp.Native.NativeBootstrap") is { } bootstrap
                && !SymbolEqualityComparer.Default.Equals(bootstrap.ContainingAssembly, compilation.Assembly))
            .WithTrackingName(TrackingNames.NativeInitializer);
        context.RegisterSourceOutput(initializer, static (output, isNeeded) => Add(output, isNeeded ? NativeInitializerWriter.File : null));
    }

    /// <summary>A class in several parts is compiled once, whichever of them carry the attribute.</summary>
    private static bool IsFirst(GeneratorAttributeSyntaxContext attributed, string attribute) =>
        AttributeReader.Find(attributed.TargetSymbol, attribute)?.ApplicationSyntaxReference is { } first
        && first.SyntaxTree == attributed.TargetNode.SyntaxTree
        && attributed.TargetNode.Span.Contains(first.Span);

    private static void Add(SourceProductionContext output, EquatableArray<GeneratedFile>? files)
    {
        foreach (var file in files ?? EquatableArray.From<GeneratedFile>([])) Add(output, file);
    }

    private static void Add(SourceProductionContext output, GeneratedFile? file)
    {
        if (file is not null) output.AddSource(file.HintName, SourceText.From(file.Text, Encoding.UTF8, SourceHashAlgorithm.Sha256));
    }
}
