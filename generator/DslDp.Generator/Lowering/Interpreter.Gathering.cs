using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using DslDp.Generator.Proof;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DslDp.Generator.Lowering;

/// <summary>
/// Objects that <c>forward</c> makes to keep values together: records, and classes and structs whose constructors only keep what they are given. All code that
/// sees such an object is followed, so that whatever would change it is refused where it stands.
/// </summary>
internal sealed partial class Interpreter
{
    /// <summary>The object; null where its type does more than keep values.</summary>
    private AbstractValue? Gathered(IObjectCreationOperation creation, Frame frame)
    {
        if (creation is not { Type: INamedTypeSymbol { DeclaringSyntaxReferences.IsEmpty: false } type, Constructor: { } constructor } || frame.Construction is not null || known.IsModule(type) || !KeepsValues(type) || constructor.Parameters.Any(parameter => parameter.RefKind != RefKind.None)) return null;
        var inside = new Frame(constructor, null, frame);
        foreach (var (parameter, value) in constructor.OriginalDefinition.Parameters.Zip(Arguments(creation.Arguments, frame), (parameter, value) => (parameter, value))) inside.Environment[parameter] = value;
        var kept = ImmutableDictionary.CreateBuilder<string, AbstractValue>();
        if (IsPrimary(constructor))
        {
            foreach (var parameter in constructor.OriginalDefinition.Parameters)
            {
                kept[KeyOf(parameter)] = inside.Environment[parameter];
                if (IsMember(type, parameter)) kept[parameter.Name] = inside.Environment[parameter];
            }
        }

        if (!IsBlank(constructor))
        {
            foreach (var (name, initializer) in type.DeclaringSyntaxReferences.Select(part => part.GetSyntax(cancellation)).OfType<TypeDeclarationSyntax>().SelectMany(Initializers))
                kept[name] = OperationOf(initializer) is ISymbolInitializerOperation { Value: var initial } ? Evaluate(initial, inside) : new UnknownValue($"{name} is set in a way that the compiler cannot follow");
        }

        foreach (var statement in StatementsOf(constructor))
        {
            if (statement is not IExpressionStatementOperation { Operation: var set } || !Keep(set, kept, inside)) return null;
        }

        return Initialized(new ObjectValue(type, kept.ToImmutable()) { IsGathered = true }, creation.Initializer, frame);
    }

    private IReadOnlyList<IOperation> StatementsOf(IMethodSymbol constructor) => IsPrimary(constructor) ? System.Array.Empty<IOperation>() : BodyOf(constructor) switch
    {
        IConstructorBodyOperation { Initializer: null or IInvocationOperation { Arguments.IsEmpty: true, TargetMethod.DeclaringSyntaxReferences.IsEmpty: true } or IExpressionStatementOperation { Operation: IInvocationOperation { Arguments.IsEmpty: true, TargetMethod.DeclaringSyntaxReferences.IsEmpty: true } } } body =>
            (IReadOnlyList<IOperation>)(body.BlockBody ?? body.ExpressionBody)!.Operations,
        null => System.Array.Empty<IOperation>(),
        var other => new[] { other },
    };

    /// <summary><c>Member = value</c>, or <c>(A, B) = (a, b)</c>.</summary>
    private bool Keep(IOperation set, ImmutableDictionary<string, AbstractValue>.Builder kept, Frame inside)
    {
        var (targets, value) = set switch
        {
            ISimpleAssignmentOperation { Target: var target } one => (new[] { target }, Items([Evaluate(one.Value, inside)])),
            IDeconstructionAssignmentOperation { Target: ITupleOperation several, Value: var values } => (several.Elements.ToArray(), Evaluate(values, inside) as SequenceValue),
            _ => (System.Array.Empty<IOperation>(), null),
        };
        if (value is null || targets.Length != value.Items.Count || !targets.All(IsOwnMember)) return false;
        for (var place = 0; place < targets.Length; place++) kept[((IMemberReferenceOperation)targets[place]).Member.Name] = Converted(value.Items[place], targets[place].Type);
        return true;

        static bool IsOwnMember(IOperation target) => target is IFieldReferenceOperation { Instance: IInstanceReferenceOperation } || target is IPropertyReferenceOperation { Instance: IInstanceReferenceOperation, Property: var property } && SkippedCode.IsAutomatic(property);
    }

    /// <summary>A type of its own, whose objects run no code when they are done with.</summary>
    private static bool KeepsValues(INamedTypeSymbol type) => type is { TypeKind: TypeKind.Class or TypeKind.Struct, IsAbstract: false, BaseType.SpecialType: SpecialType.System_Object or SpecialType.System_ValueType }
        && !type.AllInterfaces.Any(of => of.Name is "IDisposable" or "IAsyncDisposable")
        && !type.GetMembers().OfType<IMethodSymbol>().Any(method => method.MethodKind == MethodKind.Destructor || method.Name == "Dispose");

    /// <summary>The values that a record hands out when it is taken apart, in the order of its parameters; null where it is no record, or does it in its own way.</summary>
    private IReadOnlyList<AbstractValue>? PartsOf(AbstractValue value, int count)
    {
        if (value is not ObjectValue { Identity: INamedTypeSymbol { IsRecord: true } type } own || type.GetMembers("Deconstruct").OfType<IMethodSymbol>().Any(method => !method.IsImplicitlyDeclared)) return null;
        var parameters = type.InstanceConstructors.FirstOrDefault(constructor => IsPrimary(constructor))?.Parameters ?? ImmutableArray<IParameterSymbol>.Empty;
        return parameters.Length == count && parameters.All(parameter => IsMember(type, parameter) && own.Fields.ContainsKey(parameter.Name)) ? parameters.Select(parameter => own.Fields[parameter.Name]).ToArray() : null;
    }

    /// <summary>A record makes a property of a parameter, unless it declares one of that name itself.</summary>
    private bool IsMember(INamedTypeSymbol type, IParameterSymbol parameter) =>
        type.IsRecord && type.GetMembers(parameter.Name).OfType<IPropertySymbol>().Any(property => property.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax(cancellation) is ParameterSyntax));

    /// <summary>Under what an object keeps a parameter of its primary constructor, which no member can be called.</summary>
    private static string KeyOf(IParameterSymbol parameter) => $"({parameter.Name})";

    /// <summary><c>new { A = a, B = b }</c>.</summary>
    private AbstractValue Anonymous(IAnonymousObjectCreationOperation creation, Frame frame)
    {
        var kept = ImmutableDictionary.CreateBuilder<string, AbstractValue>();
        foreach (var initializer in creation.Initializers)
        {
            if (initializer is not ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: var name }, Value: var value }) return Unsupported(creation, frame);
            kept[name] = HandedOn(Evaluate(value, frame), frame);
        }

        return new ObjectValue(creation.Type!, kept.ToImmutable()) { IsGathered = true };
    }
}
