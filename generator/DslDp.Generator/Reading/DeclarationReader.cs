using System.Collections.Generic;
using System.Linq;
using DslDp.Generator.Diagnostics;
using DslDp.Generator.Lowering;
using DslDp.Generator.Proof;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DslDp.Generator.Reading;

/// <summary>Reads a class marked <c>[DpModel]</c> and checks the form of its declaration.</summary>
internal static class DeclarationReader
{
    /// <summary>e^ε is then beyond any use, and accountants work on it in vain.</summary>
    private const double LargestEpsilon = 500;

    /// <summary>The declaration, or null with the reasons in <paramref name="findings"/>.</summary>
    public static ModelDeclaration? Read(INamedTypeSymbol type, KnownTypes known, List<Finding> findings)
    {
        RequireForm(type, known, findings);
        var budget = ReadBudget(type, findings);
        var training = ReadTraining(type, findings);
        var forward = ForwardOf(type, findings);
        var loss = LossOf(type, findings);
        if (findings.Count > 0 || forward is null || loss is null || budget is null || training is null) return null;

        var inputs = Batches(forward.Parameters, known, findings);
        if (loss.Parameters.Length == 0 || !SymbolEqualityComparer.Default.Equals(WithoutTupleNames(loss.Parameters[0].Type), WithoutTupleNames(forward.ReturnType)) || !known.IsTensor(loss.ReturnType))
        {
            findings.Add(new(
                Rules.LossSignature,
                loss.Locations[0],
                $"{loss.Name} must take what forward returns, {forward.ReturnType.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}, then the targets, and return a Tensor",
                "change its parameters"));
            return null;
        }

        var targets = ApartFrom(inputs, Batches(loss.Parameters.Skip(1), known, findings));
        return findings.Count > 0 ? null : new(type, forward, loss, inputs, targets, budget, training);
    }

    /// <summary>An autoencoder's target is often called like its input, but it is a column of its own.</summary>
    private static EquatableArray<BatchParameter> ApartFrom(EquatableArray<BatchParameter> inputs, EquatableArray<BatchParameter> targets)
    {
        var taken = new HashSet<string>(inputs.Concat(targets).Select(batch => batch.Name));
        return EquatableArray.From(targets.Select(target => inputs.Any(input => input.Name == target.Name) ? target with { Name = Free(target.Name + "Target") } : target));

        string Free(string wanted)
        {
            var name = wanted;
            for (var number = 2; !taken.Add(name); number++) name = wanted + Text.Literal(number);
            return name;
        }
    }

    /// <summary>The form that models and blocks share.</summary>
    public static void RequireForm(INamedTypeSymbol type, KnownTypes known, List<Finding> findings)
    {
        for (var current = type; current is not null; current = current.ContainingType)
        {
            if (IsPartial(current) && (current.IsSealed || !SymbolEqualityComparer.Default.Equals(current, type))) continue;
            findings.Add(new(
                Rules.NotSealedPartial,
                type.Locations[0],
                SymbolEqualityComparer.Default.Equals(current, type) ? $"{type.Name} is not sealed and partial" : $"{current.Name}, which contains {type.Name}, is not partial",
                SymbolEqualityComparer.Default.Equals(current, type) ? $"write 'sealed partial class {type.Name}'; the training loop is written into it, and nothing may override what was proved" : "make it partial too")
            {
                Fix = new Fix(FixKind.MakeSealedPartial),
            });
            return;
        }

        if (!known.IsModule(type) || Overrides.ChainOf(type).Last().BaseType is not { Name: "Module", IsGenericType: true } parent || !known.IsFromTorchSharp(parent))
            findings.Add(new(Rules.NotAModule, type.Locations[0], $"{type.Name} is not a Module<…> of TorchSharp", "derive it from Module<Tensor, Tensor>, from the one that fits its forward, or from a class of this project that does"));
    }

    private static ITypeSymbol WithoutTupleNames(ITypeSymbol type) => type is INamedTypeSymbol { TupleUnderlyingType: { } tuple } ? tuple : type;

    private static bool IsPartial(INamedTypeSymbol type) => type.DeclaringSyntaxReferences
        .Select(reference => reference.GetSyntax())
        .OfType<TypeDeclarationSyntax>()
        .All(declaration => declaration.Modifiers.Any(SyntaxKind.PartialKeyword));

    private static BudgetDeclaration? ReadBudget(INamedTypeSymbol type, List<Finding> findings)
    {
        if (AttributeReader.Find(type, "PrivacyBudgetAttribute") is not { } attribute)
        {
            findings.Add(new(Rules.AttributeMissing, type.Locations[0], $"{type.Name} has no privacy budget", "write [PrivacyBudget(epsilon: 3.0, delta: 1e-5)], with δ well below one in the number of records"));
            return null;
        }

        var audit = AttributeReader.Find(type, "AuditAttribute");
        var budget = AttributeReader.ReadBudget(attribute, audit);
        var location = AttributeReader.LocationOf(attribute, type);
        if (!(budget.Epsilon > 0) || double.IsInfinity(budget.Epsilon))
            findings.Add(new(Rules.InvalidBudget, location, Text.Of($"ε is {budget.Epsilon}"), "write an ε above 0; 1 is strong, 10 is the most that is reasonable"));
        else if (budget.Epsilon > LargestEpsilon)
            findings.Add(new(Rules.InvalidBudget, location, Text.Of($"ε is {budget.Epsilon}, which protects nobody"), Text.Of($"write an ε of at most {LargestEpsilon}; 1 is strong, 10 is the most that is reasonable")));
        else if (!(budget.Delta > 0 && budget.Delta < 1))
            findings.Add(new(Rules.InvalidBudget, location, Text.Of($"δ is {budget.Delta}"), "write a δ between 0 and 1, well below one in the number of records"));
        else if (budget.Unit != PrivacyUnit.Example)
            findings.Add(new(Rules.InvalidBudget, location, "privacy for users is not here yet", "leave Unit out, which protects single examples"));
        else if (audit is not null && string.IsNullOrWhiteSpace(budget.Audit))
            findings.Add(new(Rules.InvalidBudget, AttributeReader.LocationOf(audit, type), "[Audit] says nothing", "write how the model is audited and where the result lies, for the readers of the privacy report"));
        return budget;
    }

    private static TrainingDeclaration? ReadTraining(INamedTypeSymbol type, List<Finding> findings)
    {
        if (AttributeReader.Find(type, "TrainingAttribute") is not { AttributeConstructor: not null } attribute)
        {
            findings.Add(new(Rules.AttributeMissing, type.Locations[0], $"{type.Name} does not say how it is trained", "write [Training(records: 60_000, batchSize: 1024, Epochs = 30)]"));
            return null;
        }

        var clipping = AttributeReader.Find(type, "ClippingAttribute");
        var training = AttributeReader.ReadTraining(attribute, clipping);
        if (Problem(training) is { } problem)
        {
            var location = AttributeReader.LocationOf(problem.OfClipping && clipping is not null ? clipping : attribute, type);
            findings.Add(new(Rules.InvalidTraining, location, problem.What, problem.Remedy));
        }

        return training;
    }

    private static (string What, string Remedy, bool OfClipping)? Problem(TrainingDeclaration training) => training switch
    {
        { Records: <= 0 } => (Text.Of($"records is {training.Records}"), "write the number of records of the private data set, or leave it out", false),
        { BatchSize: <= 0 } => (Text.Of($"batchSize is {training.BatchSize}"), "write a batch size of 1 or more", false),
        { Records: { } records, BatchSize: var batch } when batch > records => (Text.Of($"the batch size {batch} is more than the {records} records"), "make the batch smaller", false),
        { Epochs: not null, Steps: not null } => ("both Epochs and Steps are given", "keep one of them", false),
        { Epochs: null, Steps: null } => ("neither Epochs nor Steps is given", "say how long to train, as in Epochs = 30", false),
        { Epochs: <= 0 } or { Steps: <= 0 } => ("there is nothing to train", "write 1 or more", false),
        _ when !IsPositive(training.LearningRate) => (Text.Of($"LearningRate is {training.LearningRate}"), "write a number above 0", false),
        _ when !(training.Momentum >= 0 && training.Momentum < 1) => (Text.Of($"Momentum is {training.Momentum}"), "write a number from 0 up to, but not, 1", false),
        _ when !(training.WeightDecay >= 0) || double.IsInfinity(training.WeightDecay) => (Text.Of($"WeightDecay is {training.WeightDecay}"), "write a number of 0 or more", false),
        _ when !IsPositive(training.ClipNorm) => (Text.Of($"the clip norm is {training.ClipNorm}"), "write a number above 0, such as 1.0", true),
        _ => null,
    };

    private static bool IsPositive(double value) => value > 0 && !double.IsInfinity(value);

    private static IMethodSymbol? ForwardOf(INamedTypeSymbol type, List<Finding> findings)
    {
        foreach (var current in Overrides.ChainOf(type))
        {
            var forwards = current.GetMembers("forward").OfType<IMethodSymbol>().Where(method => method.IsOverride && !method.IsAbstract).ToArray();
            if (forwards.Length == 1) return forwards[0];
        }

        if (findings.Count == 0)
            findings.Add(new(Rules.NotAModule, type.Locations[0], $"{type.Name} has no forward of its own", "override forward, with [BatchOf] on its parameters"));
        return null;
    }

    private static IMethodSymbol? LossOf(INamedTypeSymbol type, List<Finding> findings)
    {
        var losses = Overrides.ChainOf(type).Select(LossesIn).FirstOrDefault(found => found.Length > 0) ?? [];
        if (losses is [{ IsStatic: true, IsGenericMethod: false, ContainingType.IsGenericType: false } loss] && (loss.DeclaredAccessibility != Accessibility.Private || SymbolEqualityComparer.Default.Equals(loss.ContainingType, type))) return loss;
        findings.Add(new(
            Rules.LossMissing,
            losses.Length == 0 ? type.Locations[0] : losses[losses.Length - 1].Locations[0],
            losses.Length switch { 0 => $"{type.Name} has no loss", 1 => $"the loss {losses[0].Name} is not a plain static method that {type.Name} can call", _ => $"{type.Name} has {losses.Length} losses" },
            "write one static method with [Loss] that takes what forward returns, then the targets")
        {
            Fix = losses.Length == 0 ? new Fix(FixKind.MarkLoss) : null,
        });
        return null;
    }

    private static IMethodSymbol[] LossesIn(INamedTypeSymbol type) => [.. type.GetMembers().OfType<IMethodSymbol>().Where(method => AttributeReader.Has(method, "LossAttribute"))];

    private static EquatableArray<BatchParameter> Batches(IEnumerable<IParameterSymbol> parameters, KnownTypes known, List<Finding> findings)
    {
        var batches = new List<BatchParameter>();
        foreach (var parameter in parameters)
        {
            if (AttributeReader.Find(parameter, "BatchOfAttribute") is not { } attribute || !known.IsTensor(parameter.Type))
            {
                findings.Add(new(
                    Rules.BatchMissing,
                    parameter.Locations[0],
                    $"the parameter {parameter.Name} does not say what one example looks like",
                    "write [BatchOf(…)] with the example's shape before it, and make it a Tensor; no number stands for one scalar an example, -1 for a length that varies"));
                continue;
            }

            var batch = AttributeReader.ReadBatch(parameter.Name, attribute);
            if (batch.Shape.Any(size => size is 0 or < -1))
                findings.Add(new(Rules.BatchMissing, AttributeReader.LocationOf(attribute, parameter), $"[BatchOf] of {parameter.Name} has a size that is not one", "write sizes above 0, or -1 for a length that varies"));
            batches.Add(batch);
        }

        return EquatableArray.From(batches);
    }
}
