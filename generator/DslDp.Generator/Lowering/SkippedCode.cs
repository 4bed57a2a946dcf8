using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DslDp.Generator.Lowering;

/// <summary>
/// Code of a constructor that is not followed. It is harmless where all that it can change is its own local variables and the numbers of tensors:
/// where no component, no object of the user's and no function is within its reach, and it sets no field.
/// </summary>
internal sealed class SkippedCode(KnownTypes known)
{
    public bool ChangesNumbersOnly(IOperation code) => !code.DescendantsAndSelf().OfType<IReturnOperation>().Any() && IsHarmless(code);

    /// <summary>The same of a function's body, whose return ends nothing but the function.</summary>
    public bool ChangesNumbersOnlyWhenCalled(IOperation body) => IsHarmless(body);

    private bool IsHarmless(IOperation code) => code.ConstantValue.HasValue || (IsHarmlessItself(code) && code.ChildOperations.All(IsHarmless));

    private bool IsHarmlessItself(IOperation operation) => operation switch
    {
        IAnonymousFunctionOperation or ILocalFunctionOperation or IDelegateCreationOperation or IEventAssignmentOperation or ILabeledOperation => false,
        IBranchOperation branch => branch.BranchKind != BranchKind.GoTo,
        IVariableDeclaratorOperation declarator => !declarator.Symbol.IsRef,
        IArgumentOperation argument => argument.Parameter?.RefKind is not (RefKind.Ref or RefKind.Out),
        IConversionOperation conversion => IsNotOfUser(conversion.OperatorMethod),
        IBinaryOperation binary => IsPlain(binary.Type) && IsNotOfUser(binary.OperatorMethod),
        IUnaryOperation unary => IsPlain(unary.Type) && IsNotOfUser(unary.OperatorMethod),
        ICompoundAssignmentOperation compound => IsOwn(compound.Target) && IsNotOfUser(compound.OperatorMethod),
        IIncrementOrDecrementOperation increment => IsOwn(increment.Target) && IsNotOfUser(increment.OperatorMethod),
        IAssignmentOperation assignment => IsOwn(assignment.Target),
        IInvocationOperation { Instance: IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver } } added => IsNotOfUser(added.TargetMethod),
        IInvocationOperation invocation => IsPlain(invocation.Type) && IsHarmlessMethod(invocation.TargetMethod),
        IObjectCreationOperation { Type: INamedTypeSymbol made } => IsForeign(made) && made.TypeArguments.All(IsPlain),
        IObjectOrCollectionInitializerOperation or IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver } => true,
        IPropertyReferenceOperation { Property: var property } => (IsPlain(property.Type) || IsOnlyLookedInto(operation)) && (property.DeclaringSyntaxReferences.IsEmpty || IsAutomatic(property)),
        _ => IsPlain(operation.Type) || IsOnlyLookedInto(operation),
    };

    /// <summary>A local variable, or the numbers of a tensor.</summary>
    private bool IsOwn(IOperation target) => target switch
    {
        ILocalReferenceOperation { Local.IsRef: false } or IDiscardOperation => true,
        IPropertyReferenceOperation { Instance: IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver } } made => IsNotOfUser(made.Property.SetMethod),
        IPropertyReferenceOperation { Instance: { } tensor } => IsTensor(tensor.Type),
        _ => false,
    };

    private bool IsHarmlessMethod(IMethodSymbol method)
    {
        if (known.IsFromTorchSharp(method)) return !known.IsModule(method.ContainingType);
        if (!method.DeclaringSyntaxReferences.IsEmpty) return false;
        return IsNumberOrText(method.ContainingType)
            || method.ContainingType is { Name: "Math" or "MathF" or "Convert" or "Console" or "ArgumentException" or "ArgumentNullException" or "ArgumentOutOfRangeException", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };
    }

    /// <summary>A component or an object that the code names only to get at one of its numbers or tensors, or to ask what it is.</summary>
    private static bool IsOnlyLookedInto(IOperation operation) =>
        operation is IInstanceReferenceOperation or ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation
        && operation.Parent switch
        {
            IFieldReferenceOperation field => field.Instance == operation,
            IPropertyReferenceOperation property => property.Instance == operation,
            IIsPatternOperation or IIsTypeOperation => true,
            _ => false,
        };

    /// <summary>A property whose accessors do nothing but keep a value.</summary>
    public static bool IsAutomatic(IPropertySymbol property) =>
        property.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property))
        && property.DeclaringSyntaxReferences.All(reference => reference.GetSyntax() is not PropertyDeclarationSyntax declared || (declared.ExpressionBody is null && declared.AccessorList!.Accessors.All(accessor => accessor is { Body: null, ExpressionBody: null })));

    private static bool IsNotOfUser(IMethodSymbol? method) => method is null || method.DeclaringSyntaxReferences.IsEmpty;

    private bool IsForeign(INamedTypeSymbol type) => type.DeclaringSyntaxReferences.IsEmpty && type.TypeKind != TypeKind.Delegate && !known.IsModule(type);

    /// <summary>A number, a text, a tensor, or a collection of these: a value that runs no code of the user's.</summary>
    private bool IsPlain(ITypeSymbol? type) => type switch
    {
        null => true,
        IArrayTypeSymbol array => IsPlain(array.ElementType),
        { TypeKind: TypeKind.Enum } => true,
        _ when IsNumberOrText(type) || IsTensor(type) => true,
        INamedTypeSymbol named when known.IsFromTorchSharp(named) => named.IsValueType || named.Name is "Scalar" or "Device" or "TensorIndex" or "Generator" or "Size",
        INamedTypeSymbol named => IsForeign(named) && (named.IsValueType || named.Name is "List" or "Dictionary" or "HashSet") && named.TypeArguments.All(IsPlain),
        _ => false,
    };

    private static bool IsNumberOrText(ITypeSymbol type) => type.SpecialType is (>= SpecialType.System_Void and <= SpecialType.System_String) or SpecialType.System_IntPtr or SpecialType.System_UIntPtr or SpecialType.System_DateTime;

    /// <summary>Also a parameter, which is one.</summary>
    private bool IsTensor(ITypeSymbol? type) => known.IsTensor(type) || known.IsTensor(type?.BaseType);
}
