using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using DslDp.Generator.Diagnostics;
using DslDp.Generator.Lowering;
using DslDp.Generator.Planning;
using DslDp.Generator.Writing;
using Microsoft.CodeAnalysis;

namespace DslDp.Generator;

/// <summary>What becomes of a model class: the files that the generator adds, and the findings that the analyzer reports.</summary>
internal sealed record CompiledModel(WrittenModel Written, ImmutableArray<Finding> Findings);

/// <summary>What the generator adds.</summary>
/// <param name="Files">The training loop, or the stub of a model that was refused.</param>
/// <param name="Hashes">What identifies the code, which changes with every letter of it; null for a model that was refused.</param>
internal sealed record WrittenModel(EquatableArray<GeneratedFile> Files, GeneratedFile? Hashes);

/// <summary>
/// The way of the data at build time, from an attributed class to its private training loop. The generator keeps the file and the analyzer
/// keeps the findings; both call this one pure function, so they cannot disagree.
/// </summary>
internal static class ModelCompiler
{
    /// <summary>Null where the compilation does not reference TorchSharp.</summary>
    public static CompiledModel? Compile(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation)
    {
        if (KnownTypes.Of(compilation) is not { } known) return null;
        try
        {
            return Compile(type, compilation, known, cancellation);
        }
        catch (System.Exception exception) when (exception is not System.OperationCanceledException)
        {
            // A fault of ours must not pass for a proof, nor take the other models' stubs with it.
            return Refused(type, [new(Rules.UnsupportedCode, type.Locations[0], $"DslDp failed on {type.Name} by an error of its own, {exception.GetType().Name}: {exception.Message}", "please report it with the model")]);
        }
    }

    private static CompiledModel Compile(INamedTypeSymbol type, Compilation compilation, KnownTypes known, CancellationToken cancellation)
    {
        var models = ProvedModels.In(compilation);
        var model = models.Of(type, compilation, known, cancellation);
        var findings = new List<Finding>(model.Findings);
        if (model is not { Declaration: { } declaration, Proof: { } proof }) return Refused(type, findings);

        findings.AddRange(proof.Findings);
        var uses = models.Uses(compilation, known, cancellation);
        var methods = new RecordedMethods(compilation, known, type, declaration.Forward, uses, cancellation);
        methods.RequireWritten(proof.Uses.Places);
        findings.AddRange(methods.Findings);
        var noise = Planner.Plan(declaration, findings);
        if (findings.Any(finding => finding.Refuses) || !proof.IsProved || noise is null || !methods.Methods.Any()) return Refused(type, findings);

        var layers = EquatableArray.From(TrainingPlan.LayersOf(proof.Model));
        var plan = new TrainingPlan(noise, layers, layers.Any(layer => layer.Layer.StartsWith("GroupNorm", System.StringComparison.Ordinal)), proof.Labels, proof.Result, CallShapes.Of(proof.Model, proof.Calls), proof.Uses.NeedsSingleExamples || uses.NeedsSingleExamples, proof.Vouched);
        var files = EquatableArray.From(ModelWriter.Write(declaration, plan, methods));
        return new(new(files, SourceHash.Write(type, SourceHash.OfFiles(proof.Files, cancellation), files)), findings.ToImmutableArray());
    }

    private static CompiledModel Refused(INamedTypeSymbol type, List<Finding> findings) =>
        new(new(EquatableArray.From([RefusedModelWriter.Write(type, findings.FindAll(finding => finding.Refuses))]), null), findings.ToImmutableArray());
}
