using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DslDp.Generator.Lowering;

/// <summary>Whether a field or property still is, during training, what the constructor made it.</summary>
internal sealed class FieldGuard(Compilation compilation, KnownTypes known, CancellationToken cancellation)
{
    public bool CanChange(ISymbol member)
    {
        if (TypeOf(member) is IArrayTypeSymbol && (member.DeclaredAccessibility != Accessibility.Private || UsesOf(member).Any(use => !IsReading(use)))) return true;
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
            _ => UsesOf(member).Any(use => !IsInConstructor(use) && IsWritten(use)),
        };
    }

    private static ITypeSymbol? TypeOf(ISymbol member) => member switch
    {
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        _ => null,
    };

    /// <summary>By name alone: a namesake counts too, which errs on the side of refusal.</summary>
    private System.Collections.Generic.IEnumerable<ExpressionSyntax> UsesOf(ISymbol member) => member.ContainingType.DeclaringSyntaxReferences
        .SelectMany(reference => reference.GetSyntax(cancellation).DescendantNodes())
        .OfType<SimpleNameSyntax>()
        .Where(name => name.Identifier.ValueText == member.Name)
        .Select(name => name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : (ExpressionSyntax)name);

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

    /// <summary>A use of an array that neither changes its elements nor lets another name for it arise.</summary>
    private bool IsReading(ExpressionSyntax use) => use.Parent switch
    {
        ElementAccessExpressionSyntax element => element.Expression == use && !IsWritten(element),
        MemberAccessExpressionSyntax access => access.Expression == use && (access.Name.Identifier.ValueText is "Length" or "Rank" || IsOfLinq(access)),
        CommonForEachStatementSyntax loop => loop.Expression == use,
        ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax invocation } argument => argument.RefKindKeyword.IsKind(SyntaxKind.None) && IsTorchSharp(invocation),
        AssignmentExpressionSyntax assignment => assignment.Left == use && IsInConstructor(use),
        _ => false,
    };

    /// <summary>The sequences of <c>System.Linq</c> read what they are made from.</summary>
    private bool IsOfLinq(MemberAccessExpressionSyntax access)
    {
#pragma warning disable RS1030 // The model of the file that the use stands in.
        var symbol = compilation.GetSemanticModel(access.SyntaxTree).GetSymbolInfo(access, cancellation).Symbol;
#pragma warning restore RS1030
        return symbol is IMethodSymbol { ContainingType: { Name: "Enumerable", ContainingNamespace: { Name: "Linq", ContainingNamespace.Name: "System" } } };
    }

    private bool IsTorchSharp(InvocationExpressionSyntax invocation)
    {
#pragma warning disable RS1030 // The model of the file that the use stands in.
        var symbol = compilation.GetSemanticModel(invocation.SyntaxTree).GetSymbolInfo(invocation, cancellation).Symbol;
#pragma warning restore RS1030
        return symbol is not null && known.IsFromTorchSharp(symbol);
    }
}
