using System.Collections.Generic;
using System.Linq;
using System.Threading;
using DslDp.Generator.Diagnostics;
using DslDp.Generator.Lowering;
using DslDp.Generator.Proof;
using DslDp.Generator.Proof.Rules;
using DslDp.Generator.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DslDp.Generator.Writing;

/// <summary>
/// Finds which methods of a class reach its layers, and how each of their calls is to be recorded: <c>forward</c> and the helpers that it
/// calls are written once more, as the user wrote them, with the layers' inputs and outputs remembered.
/// </summary>
internal sealed class RecordedMethods
{
    private readonly Compilation compilation;
    private readonly KnownTypes known;
    private readonly INamedTypeSymbol type;
    private readonly RecordedUses uses;
    private readonly CancellationToken cancellation;
    private readonly Dictionary<IMethodSymbol, Dictionary<InvocationExpressionSyntax, Recording>> calls = new(SymbolEqualityComparer.Default);
    private readonly List<IMethodSymbol> order = [];

    public RecordedMethods(Compilation compilation, KnownTypes known, INamedTypeSymbol type, IMethodSymbol forward, RecordedUses uses, CancellationToken cancellation)
    {
        this.compilation = compilation;
        this.known = known;
        this.type = type;
        this.uses = uses;
        this.cancellation = cancellation;
        Visit(forward);
        MarkHelpers();
        RequireOnePlace();
    }

    /// <summary>Layers that are called where no recording can be written.</summary>
    public List<Finding> Findings { get; } = [];

    /// <summary>The declarations of the methods to write, <c>forward</c> first.</summary>
    public IEnumerable<MethodDeclarationSyntax> Declarations => order.Where(method => IsRecorded(method) || method.Name == "forward").Select(DeclarationOf).OfType<MethodDeclarationSyntax>();

    public IReadOnlyDictionary<InvocationExpressionSyntax, Recording> Recordings => calls.Values.SelectMany(pairs => pairs).ToDictionary(pair => pair.Key, pair => pair.Value);

    /// <summary>How the places in them are written where parameters enter.</summary>
    public RecordedUses Uses => uses;

    private bool IsRecorded(IMethodSymbol method) => calls[method].Count > 0 || (DeclarationOf(method) is { } declaration && uses.AnyIn(declaration));

    private void Visit(IMethodSymbol method)
    {
        if (calls.ContainsKey(method) || DeclarationOf(method) is not { } declaration || !compilation.ContainsSyntaxTree(declaration.SyntaxTree)) return;
        var recordings = new Dictionary<InvocationExpressionSyntax, Recording>();
        calls.Add(method, recordings);
        order.Add(method);
        RequirePlainProperties(declaration);
        foreach (var (invocation, target, model) in InvocationsIn(declaration))
        {
            if (RecordingOf(invocation, target, model) is { } recording) recordings.Add(invocation, recording);
            else if (IsHelper(target)) Visit(target.OriginalDefinition);
            else if (ReachesLayer(target, [])) Refuse(invocation, $"{target.Name} applies a layer outside of {type.Name}, where what enters and leaves it cannot be recorded", $"make it a method of {type.Name}");
        }
    }

    /// <summary>A property is read as it is written, so nothing in it can be recorded.</summary>
    private void RequirePlainProperties(SyntaxNode declaration)
    {
#pragma warning disable RS1030 // One model for each body, asked for once: a helper method may stand in any file.
        var model = compilation.GetSemanticModel(declaration.SyntaxTree);
#pragma warning restore RS1030
        foreach (var name in declaration.DescendantNodes().OfType<SimpleNameSyntax>())
        {
            if (model.GetSymbolInfo(name, cancellation).Symbol is not IPropertySymbol { DeclaringSyntaxReferences.IsEmpty: false, GetMethod: not null } property) continue;
            if (property.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellation)).Any(body => compilation.ContainsSyntaxTree(body.SyntaxTree) && (uses.AnyIn(body) || Applies(body, []))))
                Refuse(name, $"the property {property.Name} applies a layer or reads a parameter, where it cannot be recorded", $"make it a method of {type.Name}");
        }
    }

    private IEnumerable<(InvocationExpressionSyntax Invocation, IMethodSymbol Target, SemanticModel Model)> InvocationsIn(SyntaxNode declaration)
    {
#pragma warning disable RS1030 // One model for each body, asked for once: a helper method may stand in any file.
        var model = compilation.GetSemanticModel(declaration.SyntaxTree);
#pragma warning restore RS1030
        foreach (var invocation in declaration.DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            if (model.GetSymbolInfo(invocation, cancellation).Symbol is IMethodSymbol target) yield return (invocation, target, model);
        }
    }

    private Recording? RecordingOf(InvocationExpressionSyntax invocation, IMethodSymbol target, SemanticModel model)
    {
        var use = uses.Layers.TryGetValue(invocation, out var found) ? found : null;
        if (uses.Conflicts.Contains(invocation))
            Refuse(invocation, $"{invocation} is called in two ways by the models that use {type.Name}, and what is recorded is written once", "write a block for each");
        if (!known.IsModuleCall(target)) return use is null ? null : Recording.Product;
        if (invocation.Expression is not MemberAccessExpressionSyntax access)
        {
            Refuse(invocation, $"{invocation} is a layer that is not named where it is called", "write it as layer.call(input)");
            return null;
        }

        if (model.GetSymbolInfo(access.Expression, cancellation).Symbol is { } receiver && AttributeReader.Has(receiver, "FrozenAttribute")) return null;
        var module = model.GetTypeInfo(access.Expression, cancellation).Type;
        if (module is INamedTypeSymbol own && !known.IsFromTorchSharp(own))
        {
            if (AttributeReader.Has(own.OriginalDefinition, "DpModuleAttribute")) return Recording.Block;
            Refuse(invocation, $"{own.Name} is a component without [DpModule], so its layers cannot be recorded", $"write [DpModule] before the class {own.Name}, and make it sealed and partial", own.Locations.FirstOrDefault(location => location.IsInSource), new Fix(FixKind.MarkBlock));
            return null;
        }

        if (!NeedsRecording(module)) return null;
        if (use is { Settings.Length: > 0 } && module is { Name: "Module" or "Sequential" })
            Refuse(invocation, $"{access.Expression} holds a layer whose settings the record must be told, under a type that does not show it", "declare the field with the layer's own type");
        return use is { IsShared: true } ? Recording.SharedLayer : Recording.Layer;
    }

    /// <summary>All but TorchSharp's own modules without parameters.</summary>
    private static bool NeedsRecording(ITypeSymbol? module) =>
        module is not { ContainingNamespace.Name: "Modules" } || ModuleRows.Recorded.Contains(module.Name) || module.Name is "Sequential" or "Module";

    /// <summary>Whether a method of another class applies a module that would have to be recorded.</summary>
    private bool ReachesLayer(IMethodSymbol target, HashSet<ISymbol> visited)
    {
        var method = (target.ReducedFrom ?? target).OriginalDefinition;
        if (!visited.Add(method) || DeclarationOf(method) is not { } declaration || !compilation.ContainsSyntaxTree(declaration.SyntaxTree)) return false;
        return uses.ReadsParameters(declaration) || Applies(declaration, visited);
    }

    /// <summary>Whether a piece of code applies a module that would have to be recorded.</summary>
    private bool Applies(SyntaxNode code, HashSet<ISymbol> visited) => InvocationsIn(code).Any(call =>
            known.IsModuleCall(call.Target)
                ? NeedsRecording(call.Model.GetTypeInfo((call.Invocation.Expression as MemberAccessExpressionSyntax)?.Expression ?? call.Invocation.Expression, cancellation).Type)
                : ReachesLayer(call.Target, visited));

    /// <summary>The copy must mean what the original means: its names are looked up in the same place, and nothing is switched by the file's own symbols.</summary>
    private void RequireOnePlace()
    {
        var bodies = Declarations.ToArray();
        foreach (var body in bodies)
        {
            if (TypeFrame.LookupContextOf(body) != TypeFrame.LookupContextOf(bodies[0]))
                Refuse(body, $"{body.Identifier.ValueText} applies a layer and stands in another file or namespace block than {bodies[0].Identifier.ValueText}", "put the methods that apply layers into one file");
            if (body.DescendantTrivia().Any(trivia => trivia.IsKind(SyntaxKind.IfDirectiveTrivia)))
                Refuse(body, $"{body.Identifier.ValueText} applies a layer and is compiled conditionally (#if)", "decide with a constant instead");
        }
    }

    /// <summary>
    /// Every place where a parameter enters must stand in a copy, this class's or a block's: what is computed elsewhere would be taken for a constant, and its
    /// part of an example's gradient would be neither measured nor clipped.
    /// </summary>
    public void RequireWritten(IEnumerable<SyntaxNode> places)
    {
        var copied = Declarations.ToArray();
        foreach (var place in places)
        {
            if (copied.Any(body => body.SyntaxTree == place.SyntaxTree && body.Span.Contains(place.Span)) || Findings.Count > 0) continue;
            if (place.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } declaration && IsOtherBlock(declaration)) continue;
            Refuse(place, $"{place} applies a layer or reads a parameter outside of the methods of {type.Name} that are recorded", $"write it in forward, or in a method of {type.Name} that forward calls");
        }
    }

    private bool IsOtherBlock(TypeDeclarationSyntax declaration)
    {
#pragma warning disable RS1030 // The model of the file that the block stands in.
        var symbol = compilation.GetSemanticModel(declaration.SyntaxTree).GetDeclaredSymbol(declaration, cancellation);
#pragma warning restore RS1030
        return symbol is not null && !SymbolEqualityComparer.Default.Equals(symbol, type.OriginalDefinition) && AttributeReader.Has(symbol, "DpModuleAttribute");
    }

    private void Refuse(SyntaxNode at, string what, string remedy, Location? origin = null, Fix? fix = null)
    {
        var span = at is MethodDeclarationSyntax method ? method.Identifier.GetLocation() : at.GetLocation();
        Findings.Add(new(Rules.NoClippingRule, span, what, remedy) { Origin = origin, Fix = fix });
    }

    private bool IsHelper(IMethodSymbol target) =>
        target.MethodKind == MethodKind.Ordinary && SymbolEqualityComparer.Default.Equals(target.ContainingType.OriginalDefinition, type.OriginalDefinition);

    /// <summary>A helper that reaches a layer, directly or through another, is called in its recorded form.</summary>
    private void MarkHelpers()
    {
        bool changed;
        do
        {
            changed = false;
            foreach (var method in order)
            {
                foreach (var (invocation, target, _) in InvocationsIn(DeclarationOf(method)!))
                {
                    if (calls[method].ContainsKey(invocation) || !IsHelper(target)) continue;
                    if (!calls.ContainsKey(target.OriginalDefinition) || !IsRecorded(target.OriginalDefinition)) continue;
                    calls[method].Add(invocation, Recording.Helper);
                    changed = true;
                }
            }
        }
        while (changed);
    }

    private MethodDeclarationSyntax? DeclarationOf(IMethodSymbol method) => method.DeclaringSyntaxReferences
        .Select(reference => reference.GetSyntax(cancellation))
        .OfType<MethodDeclarationSyntax>()
        .FirstOrDefault(declaration => declaration.Body is not null || declaration.ExpressionBody is not null);
}

/// <summary>How a call is written in the recorded copy.</summary>
internal enum Recording
{
    /// <summary><c>record.Call(layer, input)</c>.</summary>
    Layer,

    /// <summary><c>record.CallShared(layer, input)</c>, where the input holds no examples.</summary>
    SharedLayer,

    /// <summary><c>record.Linear(input, weight, bias)</c> for <c>functional.linear</c>.</summary>
    Product,

    /// <summary><c>block.RecordedForward(record, input)</c>.</summary>
    Block,

    /// <summary><c>RecordedHelper(record, input)</c>.</summary>
    Helper,
}
