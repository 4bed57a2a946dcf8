using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DslDp.Generator.Lowering;

/// <summary>Whether a field or property still is, during training, what the constructor made it.</summary>
internal sealed class FieldGuard(Compilation compilation, KnownTypes known, CancellationToken cancellation)
{
    /// <summary>How deep collections in collections, and methods that they are passed to, are followed.</summary>
    private const int MaximumDepth = 8;

    private System.Collections.Generic.HashSet<INamedTypeSymbol>? derivedFrom;

    public bool CanChange(ISymbol member)
    {
        if (PlatformTypes.IsCollection(TypeOf(member)) && !IsWrittenOut(member) && (member.DeclaredAccessibility != Accessibility.Private || UsesOf(member).Any(use => !IsReading(use) && !(IsFilledInConstructor(use) && !member.IsStatic)))) return true;
        return member switch
        {
            IFieldSymbol { IsConst: true } => false,
            IFieldSymbol { IsReadOnly: true, IsStatic: true } => member.ContainingType.StaticConstructors.Any(constructor => !constructor.IsImplicitlyDeclared),
            IFieldSymbol { IsReadOnly: true } => false,
            IFieldSymbol { IsStatic: true } => true,
            IPropertySymbol { SetMethod: null } => false,

            // Whoever makes a model may set such a property of it; objects of the configuration are made where the proof sees it.
            IPropertySymbol { SetMethod.IsInitOnly: true } when !known.IsModule(member.ContainingType) => false,
            { DeclaredAccessibility: not Accessibility.Private } => true,
            _ => UsesOf(member).Any(use => !IsOwnInConstructor(use) && IsWritten(use)),
        };
    }

    /// <summary>A collection expression behind an interface that only reads: the compiler makes a collection of it that nobody can change.</summary>
    private bool IsWrittenOut(ISymbol member) =>
        TypeOf(member) is INamedTypeSymbol { TypeKind: TypeKind.Interface, Name: "IReadOnlyList" or "IReadOnlyCollection" or "IEnumerable" } type && !HoldsCollections(type)
        && member is IFieldSymbol { IsReadOnly: true } or IPropertySymbol { SetMethod: null }
        && !UsesOf(member).Any(IsWritten)
        && member.DeclaringSyntaxReferences.All(reference => reference.GetSyntax(cancellation) is VariableDeclaratorSyntax { Initializer.Value: CollectionExpressionSyntax } or PropertyDeclarationSyntax { Initializer.Value: CollectionExpressionSyntax });

    private static ITypeSymbol? TypeOf(ISymbol member) => member switch
    {
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        _ => null,
    };

    /// <summary>By name; what the compiler knows to be something else does not count, as the namesakes in the code that the generator writes.</summary>
    private System.Collections.Generic.IEnumerable<ExpressionSyntax> UsesOf(ISymbol member) => member.ContainingType.DeclaringSyntaxReferences
        .SelectMany(reference => reference.GetSyntax(cancellation).DescendantNodes())
        .OfType<SimpleNameSyntax>()
        .Where(name => name.Identifier.ValueText == member.Name && !IsNamesake(name, member))
        .Select(name => name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : (ExpressionSyntax)name);

    private bool IsNamesake(SimpleNameSyntax name, ISymbol member) =>
        ModelOf(name).GetSymbolInfo(name, cancellation).Symbol is { } symbol && !SymbolEqualityComparer.Default.Equals(symbol.OriginalDefinition, member.OriginalDefinition);

    /// <summary>In the constructor itself; what a lambda or a local function there does may happen later.</summary>
    private static bool IsInConstructor(SyntaxNode use)
    {
        foreach (var ancestor in use.Ancestors())
        {
            if (ancestor is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax) return false;
            if (ancestor is ConstructorDeclarationSyntax) return true;
        }

        return false;
    }

    private static bool IsWritten(ExpressionSyntax use)
    {
        SyntaxNode expression = use;
        while (expression.Parent is ParenthesizedExpressionSyntax or TupleExpressionSyntax or ArgumentSyntax { Parent: TupleExpressionSyntax }) expression = expression.Parent;
        return expression.Parent switch
        {
            AssignmentExpressionSyntax assignment => assignment.Left == expression,
            PrefixUnaryExpressionSyntax prefix => prefix.IsKind(SyntaxKind.PreIncrementExpression) || prefix.IsKind(SyntaxKind.PreDecrementExpression),
            PostfixUnaryExpressionSyntax => true,
            ArgumentSyntax argument => !argument.RefKindKeyword.IsKind(SyntaxKind.None),
            RefExpressionSyntax => true,
            _ => false,
        };
    }

    /// <summary>The member of the object that the constructor makes, and not of another: named alone or with <c>this</c>, and not in the braces behind a <c>new</c>.</summary>
    private static bool IsOwnInConstructor(ExpressionSyntax use) => use is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax }
        && use.Parent is not AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax } && IsInConstructor(use);

    /// <summary>An element that the object's own constructor sets, where the proof sees it.</summary>
    private static bool IsFilledInConstructor(ExpressionSyntax use) =>
        use.Parent is ElementAccessExpressionSyntax element && element.Expression == use && IsWritten(element) && IsOwnInConstructor(use);

    /// <summary>A part of an element that is kept in place, as of a tuple: <c>rows[0].Item1 = 2</c>.</summary>
    private bool IsPartWritten(ExpressionSyntax element)
    {
        var part = element;
        while (part.Parent is MemberAccessExpressionSyntax access && access.Expression == part && TypeOf(part) is { IsValueType: true }) part = access;
        return part != element && IsWritten(part);
    }

    /// <summary>A use of a collection that neither changes its elements nor lets another name for it, or for a collection in it, arise.</summary>
    private bool IsReading(ExpressionSyntax use) => IsReading(use, 0);

    private bool IsReading(ExpressionSyntax use, int depth) => depth < MaximumDepth && use.Parent switch
    {
        ElementAccessExpressionSyntax element => element.Expression == use && !IsWritten(element) && !IsPartWritten(element) && ((TypeOf(element) is { } type && !MayHoldCollections(type)) || IsReading(element, depth + 1)),
        MemberAccessExpressionSyntax access => access.Expression == use && (access.Name.Identifier.ValueText is "Length" or "Rank" or "Count" or "ContainsKey" or "Keys" || (!HoldsCollections(TypeOf(use)) && (access.Name.Identifier.ValueText is "Values" || (IsOfLinq(access) && access.Name.Identifier.ValueText is not ("AsEnumerable" or "Cast" or "OfType"))))),
        ForEachStatementSyntax loop => loop.Expression == use && (!HoldsCollections(TypeOf(use)) || UsesIn(loop.Statement, loop.Identifier.ValueText).All(inner => IsReading(inner, depth + 1))),
        FromClauseSyntax query => query.Expression == use && !HoldsCollections(TypeOf(use)),
        ForEachVariableStatementSyntax loop => loop.Expression == use && !HoldsCollections(TypeOf(use)),
        ArgumentSyntax { Parent.Parent: BaseObjectCreationExpressionSyntax made } argument => argument.RefKindKeyword.IsKind(SyntaxKind.None) && IsReadBy(made, argument, depth),
        AssignmentExpressionSyntax assignment when assignment.Right == use => depth > 0 && IsKeptForReading(assignment, depth),
        ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax invocation } argument => argument.RefKindKeyword.IsKind(SyntaxKind.None) && (IsTorchSharp(invocation) || IsReadBy(invocation, argument, depth) || (!HoldsCollections(TypeOf(use)) && IsOfLinq(invocation.Expression) && IsSourceOf(invocation, argument))),
        AssignmentExpressionSyntax assignment => assignment.Left == use && IsOwnInConstructor(use),
        _ => false,
    };

    /// <summary>A sequence that a query goes through, and not a value that it hands on.</summary>
    private bool IsSourceOf(InvocationExpressionSyntax query, ArgumentSyntax argument) =>
        argument.NameColon is null && ModelOf(query).GetSymbolInfo(query, cancellation).Symbol is IMethodSymbol { Name: "Concat" or "Zip" or "SequenceEqual" or "Except" or "Union" or "Intersect" or "ToArray" or "ToList" or "Sum" or "Max" or "Min" or "Count" or "First" or "Last" or "Select" or "Where" or "Contains" } method
        && query.ArgumentList.Arguments.IndexOf(argument) is var place && place >= 0 && place < method.Parameters.Length && method.OriginalDefinition.Parameters[place].Type is INamedTypeSymbol { Name: "IEnumerable" } or { Name: "ReadOnlySpan" };

    /// <summary>A constructor keeps what it is given in a member of its class that only reads it too.</summary>
    private bool IsKeptForReading(AssignmentExpressionSyntax kept, int depth) =>
        depth < MaximumDepth && kept.Parent is ExpressionStatementSyntax or ArrowExpressionClauseSyntax && IsOwnInConstructor(kept.Left)
        && ModelOf(kept).GetSymbolInfo(kept.Left, cancellation).Symbol is { DeclaredAccessibility: Accessibility.Private } and (IFieldSymbol or IPropertySymbol) and var member
        && PlatformTypes.IsCollection(TypeOf(member)) && UsesOf(member).All(use => IsReading(use, depth + 1));

    /// <summary>A method or a constructor of the project that only reads what it is given.</summary>
    private bool IsReadBy(ExpressionSyntax call, ArgumentSyntax argument, int depth)
    {
        if (argument.NameColon is not null || ModelOf(call).GetSymbolInfo(call, cancellation).Symbol is not IMethodSymbol { ReducedFrom: null } method) return false;
        var position = ((BaseArgumentListSyntax)argument.Parent!).Arguments.IndexOf(argument);
        var bodies = method.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellation)).OfType<BaseMethodDeclarationSyntax>().ToArray();
        return bodies.Length == 1 && position < method.Parameters.Length && !method.Parameters[position].IsParams && !method.IsVirtual && !method.IsAbstract && !method.IsOverride
            && UsesIn(bodies[0], method.Parameters[position].Name).All(use => IsReading(use, depth + 1));
    }

    private static System.Collections.Generic.IEnumerable<ExpressionSyntax> UsesIn(SyntaxNode code, string name) =>
        code.DescendantNodes().OfType<IdentifierNameSyntax>().Where(use => use.Identifier.ValueText == name && use.Parent is not NameColonSyntax && !(use.Parent is MemberAccessExpressionSyntax access && access.Name == use));

    /// <summary>A collection whose elements are, or hold, collections.</summary>
    public bool HoldsCollections(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol array => MayHoldCollections(array.ElementType),
        INamedTypeSymbol named => named.TypeArguments.Any(MayHoldCollections),
        _ => true,
    };

    /// <summary>Anything but a number, a text, a component, a tensor, and tuples and objects of the configuration that are made of these.</summary>
    private bool MayHoldCollections(ITypeSymbol type) => MayHoldCollections(type, 0);

    private bool MayHoldCollections(ITypeSymbol type, int depth) => depth >= MaximumDepth || type switch
    {
        INamedTypeSymbol { IsTupleType: true } tuple => HoldsCollections(tuple),
        { TypeKind: TypeKind.Enum or TypeKind.Delegate } or { SpecialType: >= SpecialType.System_Boolean and <= SpecialType.System_String } => false,
        INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } maybe => MayHoldCollections(maybe.TypeArguments[0], depth + 1),
        INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct, DeclaringSyntaxReferences.IsEmpty: false } own when !known.IsModule(own) => !IsFixed(own, depth),
        _ => !known.IsModule(type) && !known.IsTensor(type),
    };

    /// <summary>An object whose fields are set when it is made, and hold no collections; nor is it one of a derived class, which could have others.</summary>
    private bool IsFixed(INamedTypeSymbol type, int depth) => !(derivedFrom ??= BasesIn(compilation.Assembly.GlobalNamespace)).Contains(type.OriginalDefinition) && Overrides.ChainOf(type).Last().BaseType is { SpecialType: SpecialType.System_Object or SpecialType.System_ValueType } && Overrides.ChainOf(type).All(part => part.GetMembers().OfType<IFieldSymbol>().All(field =>
        field.IsStatic || field.IsConst || ((field.IsReadOnly || field.AssociatedSymbol is IPropertySymbol { SetMethod: null or { IsInitOnly: true } }) && !MayHoldCollections(field.Type, depth + 1))));

    private static System.Collections.Generic.HashSet<INamedTypeSymbol> BasesIn(INamespaceSymbol root)
    {
        var bases = new System.Collections.Generic.HashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default);
        var open = new System.Collections.Generic.Stack<INamespaceOrTypeSymbol>([root]);
        while (open.Count > 0)
        {
            foreach (var member in open.Pop().GetMembers().OfType<INamespaceOrTypeSymbol>())
            {
                if (member is INamedTypeSymbol { BaseType: { } parent }) bases.Add(parent.OriginalDefinition);
                open.Push(member);
            }
        }

        return bases;
    }

    private ITypeSymbol? TypeOf(ExpressionSyntax expression) => ModelOf(expression).GetTypeInfo(expression, cancellation).Type;

    private SemanticModel ModelOf(SyntaxNode node) => SemanticModels.Of(compilation, node.SyntaxTree);

    private bool IsOfLinq(ExpressionSyntax access) => ModelOf(access).GetSymbolInfo(access, cancellation).Symbol is IMethodSymbol method && (PlatformTypes.IsOfLinq(method) || PlatformTypes.IsContainsOfSpan(method));

    private bool IsTorchSharp(InvocationExpressionSyntax invocation) =>
        ModelOf(invocation).GetSymbolInfo(invocation, cancellation).Symbol is { } symbol && known.IsFromTorchSharp(symbol);
}
