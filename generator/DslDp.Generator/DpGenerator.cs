using System.Collections.Immutable;
using System.Linq;
using System.Text;
using DslDp.Generator.Incrementality;
using DslDp.Generator.Lowering;
using DslDp.Generator.Reading;
using DslDp.Generator.Writing;
using Microsoft.CodeAnalysis;
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
        // A helper in any file can change a proof: everything runs again, unless the comparer finds that nothing which a proof can read has changed.
        var compilations = context.CompilationProvider.WithComparer(SameForProofs.Instance);
        var compiled = compilations.SelectMany(static (compilation, cancellation) => ProvedModels.ModelsIn(compilation, cancellation)
            .Select(type => ModelCompiler.Compile(type, compilation, cancellation)?.Written).ToImmutableArray());
        var models = compiled.Select(static (written, _) => written?.Files).WithTrackingName(TrackingNames.Models);
        context.RegisterSourceOutput(models, static (output, files) => Add(output, files));
        var hashes = compiled.Select(static (written, _) => written?.Hashes).WithTrackingName(TrackingNames.Hashes);
        context.RegisterSourceOutput(hashes, static (output, file) => Add(output, file));

        var blocks = compilations
            .SelectMany(static (compilation, cancellation) => KnownTypes.Of(compilation) is { } known
                ? ProvedModels.BlocksIn(compilation, cancellation).Where(type => !AttributeReader.Has(type, "DpModelAttribute"))
                    .Select(type => BlockWriter.Write(type, compilation, known, cancellation)).ToImmutableArray()
                : ImmutableArray<EquatableArray<GeneratedFile>>.Empty)
            .WithTrackingName(TrackingNames.Blocks);
        context.RegisterSourceOutput(blocks, static (output, files) => Add(output, files));

        var initializer = compilations
            .Select(static (compilation, _) => compilation.GetTypeByMetadataName("DslDp.Native.NativeBootstrap") is { } bootstrap
                && !SymbolEqualityComparer.Default.Equals(bootstrap.ContainingAssembly, compilation.Assembly))
            .WithTrackingName(TrackingNames.NativeInitializer);
        context.RegisterSourceOutput(initializer, static (output, isNeeded) => Add(output, isNeeded ? NativeInitializerWriter.File : null));
    }

    private static void Add(SourceProductionContext output, EquatableArray<GeneratedFile>? files)
    {
        foreach (var file in files ?? EquatableArray.From<GeneratedFile>([])) Add(output, file);
    }

    private static void Add(SourceProductionContext output, GeneratedFile? file)
    {
        if (file is not null) output.AddSource(file.HintName, SourceText.From(file.Text, Encoding.UTF8, SourceHashAlgorithm.Sha256));
    }
}
