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
    private readonly Dictionary<InvocationExpressionSyntax, Recording> operations = [];
    private readonly Dictionary<IMethodSymbol, Dictionary<InvocationExpressionSyntax, Recording>> calls = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<InvocationExpressionSyntax, HelperName> helpers = [];
    private readonly Dictionary<ExpressionSyntax, IMethodSymbol> groups = [];
    private readonly HashSet<IMethodSymbol> passing = new(SymbolEqualityComparer.Default);
    private readonly List<IMethodSymbol> order = [];
    private readonly CopiedNames names;

    public RecordedMethods(Compilation compilation, KnownTypes known, INamedTypeSymbol type, IMethodSymbol forward, RecordedUses uses, CancellationToken cancellation)
    {
        this.compilation = compilation;
        this.known = known;
        this.type = type;
        this.uses = uses;
        this.cancellation = cancellation;
        names = new(compilation, type, (at, what, remedy) => Refuse(at, what, remedy), cancellation);
        Visit(forward);
        MarkHelpers();
        RequireSameMeaning();
    }

    /// <summary>Layers that are called where no recording can be written.</summary>
    public List<Finding> Findings { get; } = [];

    /// <summary>The methods to write, <c>forward</c> first.</summary>
    public IEnumerable<RecordedMethod> Methods => Written.Select(method => new RecordedMethod(DeclarationOf(method)!, NameOf(method), IsOfThisClass(method)));

    /// <summary>The file or namespace whose usings the class's own generated file has.</summary>
    public SyntaxNode Home => TypeFrame.LookupContextOf(order.Count > 0 && IsOfThisClass(order[0]) ? DeclarationOf(order[0])! : type.DeclaringSyntaxReferences[0].GetSyntax(cancellation));

    public IReadOnlyDictionary<InvocationExpressionSyntax, Recording> Recordings => calls.Values.SelectMany(pairs => pairs).Concat(operations).ToDictionary(pair => pair.Key, pair => pair.Value);

    /// <summary>The calls of helpers that stand in other classes, with the names that their copies have here.</summary>
    public IReadOnlyDictionary<InvocationExpressionSyntax, HelperName> Helpers => helpers;

    /// <summary>Helpers that are passed on as functions, with the copies that are passed on in their place.</summary>
    public IReadOnlyDictionary<ExpressionSyntax, FunctionCopy> Functions => groups.Where(group => IsRecorded(group.Value)).ToDictionary(group => group.Key, group => new FunctionCopy(NameOf(group.Value), group.Value.Parameters));

    /// <summary>Names that are written in another way in the copy, so that they mean what they mean in the original.</summary>
    public IReadOnlyDictionary<SyntaxNode, string> Qualified => names.Qualified;

    /// <summary>How the places in them are written where parameters enter.</summary>
    public RecordedUses Uses => uses;

    /// <summary><c>forward</c>, and the helpers that reach a layer or a parameter.</summary>
    private IEnumerable<IMethodSymbol> Written => order.Where((method, index) => index == 0 || IsRecorded(method));

    private bool IsRecorded(IMethodSymbol method) => calls[method].Count > 0 || passing.Contains(method) || (DeclarationOf(method) is { } declaration && uses.AnyIn(declaration));

    private bool IsOfThisClass(IMethodSymbol method) => SymbolEqualityComparer.Default.Equals(method.ContainingType.OriginalDefinition, type.OriginalDefinition);

    private bool IsInherited(IMethodSymbol method) => !IsOfThisClass(method) && Overrides.ChainOf(type).Any(part => SymbolEqualityComparer.Default.Equals(part.OriginalDefinition, method.ContainingType.OriginalDefinition));

    /// <summary>The copy of a method of another class has that class in its name.</summary>
    private string NameOf(IMethodSymbol method) =>
        SymbolEqualityComparer.Default.Equals(method, order[0]) ? "RecordedForward"
        : "Recorded" + (IsOfThisClass(method) ? "" : method.ContainingType.Name) + method.Name;

    private void Visit(IMethodSymbol method)
    {
        if (calls.ContainsKey(method) || DeclarationOf(method) is not { } declaration || !compilation.ContainsSyntaxTree(declaration.SyntaxTree)) return;
        var recordings = new Dictionary<InvocationExpressionSyntax, Recording>();
        calls.Add(method, recordings);
        order.Add(method);
        RequireCalls(declaration);
        var invocations = InvocationsIn(declaration).ToArray();
        foreach (var (invocation, target, model) in invocations)
        {
            if (HelperOf(invocation, target) is { } helper) Visit(helper);
            else if (RecordingOf(invocation, target, model) is { } recording) recordings.Add(invocation, recording);
            else if (ReachesLayer(target, [])) Refuse(invocation, $"{target.Name} applies a layer outside of {type.Name}, where what enters and leaves it cannot be recorded", $"make it a method of {type.Name}");
        }

        foreach (var (invocation, target, model) in invocations)
        {
            if (OperationOf(invocation, target, model, recordings) is { } operation) operations.Add(invocation, operation);
        }
    }

    /// <summary>What is named and not called: a property is read as it is written, and a method that is passed on is called as it is, so nothing in them can be recorded.</summary>
    private void RequireCalls(SyntaxNode declaration)
    {
        var model = SemanticModels.Of(compilation, declaration.SyntaxTree);
        foreach (var name in declaration.DescendantNodes().OfType<SimpleNameSyntax>())
        {
            var whole = WholeOf(name);
            switch (model.GetSymbolInfo(whole, cancellation).Symbol)
            {
                case IPropertySymbol { DeclaringSyntaxReferences.IsEmpty: false, GetMethod: not null } property when IsRecordedIn(property):
                    Refuse(name, $"the property {property.Name} applies a layer or reads a parameter, where it cannot be recorded", $"make it a method of {type.Name}");
                    break;
                case IMethodSymbol { MethodKind: not MethodKind.LocalFunction } target when !IsCalled(whole) && (known.IsModuleCall(target) || ReachesLayer(target, [])):
                    PassOn(whole, target);
                    break;
            }
        }
    }

    private bool IsRecordedIn(IPropertySymbol property) => property.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellation))
        .Any(body => compilation.ContainsSyntaxTree(body.SyntaxTree) && (uses.AnyIn(body) || Applies(body, [])));

    private static ExpressionSyntax WholeOf(SimpleNameSyntax name) => name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;

    private static bool IsCalled(ExpressionSyntax whole) => whole.Parent is InvocationExpressionSyntax || whole.Parent is MemberBindingExpressionSyntax { Parent: InvocationExpressionSyntax };

    /// <summary>The methods that are named in a piece of code without being called there.</summary>
    private IEnumerable<IMethodSymbol> PassedOnIn(SyntaxNode code)
    {
        var model = SemanticModels.Of(compilation, code.SyntaxTree);
        return code.DescendantNodes().OfType<SimpleNameSyntax>().Select(WholeOf)
            .Where(whole => !IsCalled(whole) && whole.Parent is not (MemberAccessExpressionSyntax or ElementAccessExpressionSyntax or TypeArgumentListSyntax or VariableDeclarationSyntax or ParameterSyntax or QualifiedNameSyntax))
            .Select(whole => model.GetSymbolInfo(whole, cancellation).Symbol)
            .OfType<IMethodSymbol>()
            .Where(target => target.MethodKind != MethodKind.LocalFunction);
    }

    /// <summary>A helper of the class that a name without a call stands for is passed on as a function that calls its copy, if one can be written there.</summary>
    private void PassOn(ExpressionSyntax name, IMethodSymbol target)
    {
        var method = target.OriginalDefinition;
        var isNamedHere = name is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } || method.IsStatic;
        if (isNamedHere && IsOfThisClass(method) && method is { MethodKind: MethodKind.Ordinary, IsGenericMethod: false, ContainingType.IsGenericType: false, IsVirtual: false, IsOverride: false, IsAbstract: false }
            && !AttributeReader.Has(method, "PerExampleAttribute") && method.Parameters.All(parameter => parameter.RefKind == RefKind.None && !parameter.IsParams))
        {
            groups.Add(name, method);
            Visit(method);
        }
        else
        {
            Refuse(name, $"{name} applies a layer where it is called by others, which cannot be recorded", "write a lambda that calls it");
        }
    }

    private IEnumerable<(InvocationExpressionSyntax Invocation, IMethodSymbol Target, SemanticModel Model)> InvocationsIn(SyntaxNode declaration)
    {
        var model = SemanticModels.Of(compilation, declaration.SyntaxTree);
        foreach (var invocation in declaration.DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            if (model.GetSymbolInfo(invocation, cancellation).Symbol is IMethodSymbol target) yield return (invocation, target, model);
        }
    }

    /// <summary>
    /// Operations without parameters that the record has a faster form of. They do not make a method one that is recorded, and are left as they are where
    /// the record cannot be reached.
    /// </summary>
    private Recording? OperationOf(InvocationExpressionSyntax invocation, IMethodSymbol target, SemanticModel model, IReadOnlyDictionary<InvocationExpressionSyntax, Recording> recordings)
    {
        if (!known.IsFromTorchSharp(target.ContainingType) || invocation.Ancestors().Any(IsStaticFunction)) return null;
        return (target.ContainingType.Name, target.Name) switch
        {
            ("Tensor", "tanh") when invocation is { Expression: MemberAccessExpressionSyntax, ArgumentList.Arguments.Count: 0 } => Recording.Tangent,
            ("Tensor", "relu") or ("functional", "relu") when RectifiedBy(invocation) is { } layer && recordings.TryGetValue(layer, out var recording) && recording == Recording.Layer && IsLinear(layer) => Recording.Rectification,
            ("functional", "max_pool2d") when target.Parameters[1].Type.SpecialType == SpecialType.System_Int64 && invocation.ArgumentList.Arguments.All(IsWindow) && invocation.ArgumentList.Arguments.Count <= 3 => Recording.Pooling,
            _ => null,
        };

        // Where the layer is named and the value between the two is not: nobody else can see it.
        bool IsLinear(InvocationExpressionSyntax layer) => layer.Expression is MemberAccessExpressionSyntax access && model.GetTypeInfo(access.Expression, cancellation).Type is { Name: "Linear", ContainingNamespace.Name: "Modules" };

        static bool IsWindow(ArgumentSyntax argument) => argument.NameColon is null or { Name.Identifier.ValueText: "input" or "kernel_size" or "stride" };

        static bool IsStaticFunction(SyntaxNode node) => node switch
        {
            AnonymousFunctionExpressionSyntax function => function.Modifiers.Any(SyntaxKind.StaticKeyword),
            LocalFunctionStatementSyntax function => function.Modifiers.Any(SyntaxKind.StaticKeyword),
            _ => false,
        };
    }

    /// <summary>The call whose result a <c>relu</c> is taken of, where it is written as its operand.</summary>
    public static InvocationExpressionSyntax? RectifiedBy(InvocationExpressionSyntax invocation) => (invocation.ArgumentList.Arguments, invocation.Expression) switch
    {
        ({ Count: 0 }, MemberAccessExpressionSyntax access) => access.Expression as InvocationExpressionSyntax,
        ({ Count: 1 } arguments, _) => arguments[0].Expression as InvocationExpressionSyntax,
        _ => null,
    };

    private Recording? RecordingOf(InvocationExpressionSyntax invocation, IMethodSymbol target, SemanticModel model)
    {
        var use = uses.Layers.TryGetValue(invocation, out var found) ? found : null;
        if (uses.Conflicts.Contains(invocation))
            Refuse(invocation, $"{invocation} is called in two ways by the models that use {type.Name}, and what is recorded is written once", "write a block for each");
        if (!known.IsModuleCall(target)) return use is null ? null : Recording.Product;
        if (ReceiverOf(invocation) is not { } layer)
        {
            Refuse(invocation, $"{invocation} is a layer that is not named where it is called", "write it as layer.call(input)");
            return null;
        }

        if (model.GetSymbolInfo(layer, cancellation).Symbol is { } receiver && AttributeReader.Has(receiver, "FrozenAttribute")) return null;
        var module = model.GetTypeInfo(layer, cancellation).Type;
        if (module is INamedTypeSymbol own && !known.IsFromTorchSharp(own))
        {
            if (AttributeReader.Has(own.OriginalDefinition, "DpModuleAttribute")) return Recording.Block;
            Refuse(invocation, $"{own.Name} is a component without [DpModule], so its layers cannot be recorded", $"write [DpModule] before the class {own.Name}, and make it sealed and partial", own.Locations.FirstOrDefault(location => location.IsInSource), new Fix(FixKind.MarkBlock));
            return null;
        }

        if (!NeedsRecording(module)) return null;
        if (use is { Settings.Length: > 0 } && module is { Name: "Module" or "Sequential" })
            Refuse(invocation, $"{layer} holds a layer whose settings the record must be told, under a type that does not show it", "declare the field with the layer's own type");
        return use is { IsShared: true } ? Recording.SharedLayer : Recording.Layer;
    }

    /// <summary>What is called: of <c>layer?.call(x)</c>, too, if it is a plain name.</summary>
    public static ExpressionSyntax? ReceiverOf(InvocationExpressionSyntax invocation) => invocation.Expression switch
    {
        MemberAccessExpressionSyntax access => access.Expression,
        MemberBindingExpressionSyntax when AccessOf(invocation) is { Expression: IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } } access => access.Expression,
        _ => null,
    };

    /// <summary>The <c>?.</c> that a call stands right behind.</summary>
    public static ConditionalAccessExpressionSyntax? AccessOf(InvocationExpressionSyntax invocation) =>
        invocation.Ancestors().OfType<ConditionalAccessExpressionSyntax>().FirstOrDefault(access => access.WhenNotNull.Span.Contains(invocation.Span));

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
                : ReachesLayer(call.Target, visited))
        || PassedOnIn(code).Any(target => known.IsModuleCall(target) || ReachesLayer(target, visited));

    /// <summary>The copy must mean what the original means.</summary>
    private void RequireSameMeaning()
    {
        foreach (var method in Written)
        {
            var body = DeclarationOf(method)!;
            if (body.DescendantTrivia().Any(trivia => trivia.IsKind(SyntaxKind.IfDirectiveTrivia)))
                Refuse(body, $"{body.Identifier.ValueText} applies a layer and is compiled conditionally (#if)", "decide with a constant instead");
            if (!IsOfThisClass(method)) names.Qualify(body, method.ContainingType, Home);
        }
    }

    /// <summary>
    /// Every place where a parameter enters must stand in a copy, this class's or a block's: what is computed elsewhere would be taken for a constant, and its
    /// part of an example's gradient would be neither measured nor clipped.
    /// </summary>
    public void RequireWritten(IEnumerable<SyntaxNode> places)
    {
        var copied = Methods.Select(method => method.Declaration).ToArray();
        MethodDeclarationSyntax[]? ofBlocks = null;
        foreach (var place in places)
        {
            if (Findings.Count > 0 || StandsIn(copied, place)) continue;
            if (place.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } declaration && IsOtherBlock(declaration)) continue;
            if (StandsIn(ofBlocks ??= CopiedInBlocks(), place)) continue;
            Refuse(place, $"{place} applies a layer or reads a parameter outside of the methods of {type.Name} that are recorded", $"write it in forward, or in a method of {type.Name} that forward calls");
        }
    }

    private static bool StandsIn(MethodDeclarationSyntax[] bodies, SyntaxNode place) => bodies.Any(body => body.SyntaxTree == place.SyntaxTree && body.Span.Contains(place.Span));

    /// <summary>What the blocks of the project copy from classes that they derive from or call.</summary>
    private MethodDeclarationSyntax[] CopiedInBlocks() => [.. ProvedModels.BlocksIn(compilation, cancellation)
        .Where(block => !SymbolEqualityComparer.Default.Equals(block, type))
        .Select(block => (Block: block, Forward: BlockWriter.ForwardOf(block, known)))
        .Where(block => block.Forward is not null)
        .SelectMany(block => new RecordedMethods(compilation, known, block.Block, block.Forward!, uses, cancellation).Methods)
        .Select(method => method.Declaration)];

    private bool IsOtherBlock(TypeDeclarationSyntax declaration)
    {
        var symbol = SemanticModels.Of(compilation, declaration.SyntaxTree).GetDeclaredSymbol(declaration, cancellation);
        return symbol is not null && !SymbolEqualityComparer.Default.Equals(symbol, type.OriginalDefinition) && AttributeReader.Has(symbol, "DpModuleAttribute");
    }

    private void Refuse(SyntaxNode at, string what, string remedy, Location? origin = null, Fix? fix = null)
    {
        var span = at is MethodDeclarationSyntax method ? method.Identifier.GetLocation() : at.GetLocation();
        Findings.Add(new(Rules.NoClippingRule, span, what, remedy) { Origin = origin, Fix = fix });
    }

    /// <summary>The method that a call runs, where that is a helper whose copy can be written in this class: one of its own, one that it inherits, a static method of another class.</summary>
    private IMethodSymbol? HelperOf(InvocationExpressionSyntax invocation, IMethodSymbol target)
    {
        var method = (target.ReducedFrom ?? target).OriginalDefinition;
        if (invocation.Expression is MemberBindingExpressionSyntax || method.MethodKind != MethodKind.Ordinary || method.DeclaringSyntaxReferences.IsEmpty || AttributeReader.Has(method, "PerExampleAttribute")) return null;
        var receiver = (invocation.Expression as MemberAccessExpressionSyntax)?.Expression;
        var isOwn = receiver is null or ThisExpressionSyntax or BaseExpressionSyntax;
        if (receiver is BaseExpressionSyntax) return IsInherited(method) ? method : null;
        if (IsOfThisClass(method) || IsInherited(method))
        {
            var running = method.IsStatic ? method : Overrides.In(type, method).OriginalDefinition;
            return method.IsStatic || isOwn || (IsOfThisClass(running) && !known.IsModuleCall(method)) ? running : null;
        }

        return method.IsStatic && !method.ContainingType.IsGenericType ? method : null;
    }

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
                    if (calls[method].ContainsKey(invocation) || HelperOf(invocation, target) is not { } helper) continue;
                    if (!calls.ContainsKey(helper) || !IsRecorded(helper)) continue;
                    calls[method].Add(invocation, Recording.Helper);
                    if (!IsOfThisClass(helper) || invocation.Expression is MemberAccessExpressionSyntax { Expression: BaseExpressionSyntax } || NameOf(helper) != "Recorded" + target.Name)
                        helpers[invocation] = new(NameOf(helper), target.ReducedFrom is not null);
                    changed = true;
                }

                if (groups.Any(group => IsRecorded(group.Value) && DeclarationOf(method)!.Span.Contains(group.Key.Span) && DeclarationOf(method)!.SyntaxTree == group.Key.SyntaxTree) && passing.Add(method)) changed = true;
            }
        }
        while (changed);
    }

    private MethodDeclarationSyntax? DeclarationOf(IMethodSymbol method) => method.DeclaringSyntaxReferences
        .Select(reference => reference.GetSyntax(cancellation))
        .OfType<MethodDeclarationSyntax>()
        .FirstOrDefault(declaration => declaration.Body is not null || declaration.ExpressionBody is not null);
}

/// <summary>A method that is written once more in a class.</summary>
/// <param name="Declaration">The method as the user wrote it.</param>
/// <param name="Name">What its copy is called.</param>
/// <param name="IsOfThisClass">It stands in the class itself, and not in one that the class derives from or calls.</param>
internal sealed record RecordedMethod(MethodDeclarationSyntax Declaration, string Name, bool IsOfThisClass);

/// <summary>The copy of a helper, by its name alone.</summary>
/// <param name="Name">What the copy is called.</param>
/// <param name="IsExtension">The call is written as one on its first argument.</param>
internal sealed record HelperName(string Name, bool IsExtension);

/// <summary>The copy of a helper that is passed on as a function.</summary>
/// <param name="Name">What the copy is called.</param>
/// <param name="Parameters">What the function is called with.</param>
internal sealed record FunctionCopy(string Name, System.Collections.Immutable.ImmutableArray<IParameterSymbol> Parameters);

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

    /// <summary><c>record.Tanh(input)</c> for <c>input.tanh()</c>.</summary>
    Tangent,

    /// <summary><c>record.CallRectified(layer, input)</c> for <c>layer.call(input).relu()</c>, where the layer is linear.</summary>
    Rectification,

    /// <summary><c>record.MaxPool2d(input, kernel_size, stride)</c> for <c>functional.max_pool2d</c>.</summary>
    Pooling,
}
