using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using DslDp.Generator.Proof;
using DslDp.Generator.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DslDp.Generator.Lowering;

/// <summary>Builds the user's modules by running their field initialisers and constructors, so that the settings of each layer are known.</summary>
internal sealed partial class Interpreter
{
    /// <summary>The model itself. What its constructor is given is settled by the caller and holds no example's data.</summary>
    public AbstractValue BuildModel(INamedTypeSymbol type)
    {
        var constructors = type.InstanceConstructors.Where(constructor => !constructor.IsImplicitlyDeclared && !IsOnlyForOthers(constructor)).ToArray();
        if (constructors.Length == 0) return Build(type, null, [], null);
        return constructors
            .Select(constructor => Build(type, constructor, [.. constructor.Parameters.Select(Parameter)], null))
            .Aggregate(JoinObjects);
    }

    /// <summary>A private constructor that no code of the class makes an object with: only other constructors lead to it, with what they give it.</summary>
    private bool IsOnlyForOthers(IMethodSymbol constructor) => constructor.DeclaredAccessibility == Accessibility.Private
        && constructor.ContainingType.InstanceConstructors.Any(other => other.DeclaredAccessibility != Accessibility.Private)
        && !constructor.ContainingType.DeclaringSyntaxReferences.SelectMany(part => part.GetSyntax(cancellation).DescendantNodes()).OfType<BaseObjectCreationExpressionSyntax>()
            .Any(made => SymbolEqualityComparer.Default.Equals(SemanticModels.Of(compilation, made.SyntaxTree).GetSymbolInfo(made, cancellation).Symbol?.OriginalDefinition, constructor.OriginalDefinition));

    private AbstractValue Parameter(IParameterSymbol parameter)
    {
        if (parameter.Type.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_UInt64) return new IntegerValue(session.FreshLength());
        if (parameter.Type.SpecialType is SpecialType.System_Single or SpecialType.System_Double) return new NumberValue((double?)null);
        if (parameter.Type is IArrayTypeSymbol { Rank: 1, ElementType: { } each } && !known.CarriesTensors(each) && !known.IsModule(each) && PublicOrUnknown(each, parameter.Name) is var item && Join.IsPublic(item)) return new ManyValue(item);
        return PublicOrUnknown(parameter.Type, parameter.Name);
    }

    private AbstractValue Creation(IObjectCreationOperation creation, Frame frame)
    {
        if (creation.Type is INamedTypeSymbol type && known.IsModule(type) && !known.IsFromTorchSharp(type))
        {
            if (creation.Initializer is not null) return Unsupported(creation, frame, "an object initialiser of a component");
            var arguments = Arguments(creation.Arguments, frame);
            return Build(type, creation.Constructor is { IsImplicitlyDeclared: false } constructor ? constructor : null, arguments, frame);
        }

        // TorchSharp's containers and parameters are made by their constructors as well as by its functions.
        if (creation.Type is INamedTypeSymbol { Name: "ModuleList" or "ModuleDict" or "ParameterList" or "ParameterDict" or "Parameter" } made && known.IsFromTorchSharp(made) && creation.Constructor is not null)
            return Apply("torch.nn." + made.Name, null, Named(creation.Arguments), creation, frame);
        // Objects of the configuration. While the examples are looked at, a constructor of the user's could do anything with them.
        if (frame.Construction is not null && creation.Type is INamedTypeSymbol { DeclaringSyntaxReferences.IsEmpty: false } plain && !known.IsModule(plain) && creation.Constructor is { } maker && !IsBlank(maker))
            return Initialized(Build(plain, maker.IsImplicitlyDeclared ? null : maker, Arguments(creation.Arguments, frame), frame), creation.Initializer, frame);
        if (Gathered(creation, frame) is { } gathered) return gathered;
        if (PlatformTypes.IsList(creation.Type)) return NewList(creation, frame);
        if (PlatformTypes.IsStackOrQueue(creation.Type) && creation.Arguments.All(argument => argument.Value.Type?.SpecialType == SpecialType.System_Int32)) return NewList(creation, frame);
        if (PlatformTypes.IsRange(creation.Type) && Arguments(creation.Arguments, frame) is [var from, var to]) return new SliceValue(from, to, null);
        return TableOf(creation, frame) ?? Unsupported(creation, frame, $"a new {creation.Type?.Name}");
    }

    /// <summary>A struct that is made without a constructor of its own: nothing of it is set, whatever its initialisers say.</summary>
    private static bool IsBlank(IMethodSymbol constructor) => constructor is { ContainingType.IsValueType: true, IsImplicitlyDeclared: true };

    /// <summary>A dictionary, empty or with entries that are written out, <c>["key"] = value</c> or <c>{ "key", value }</c>; null for anything else.</summary>
    private TableValue? TableOf(IObjectCreationOperation creation, Frame frame)
    {
        if (!PlatformTypes.IsDictionary(creation.Type) || creation.Arguments.Any(argument => argument.Value.Type?.SpecialType != SpecialType.System_Int32)) return null;
        var rows = new List<(AbstractValue, AbstractValue)>();
        foreach (var entry in creation.Initializer?.Initializers ?? ImmutableArray<IOperation>.Empty)
        {
            switch (entry)
            {
                case ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.IsIndexer: true, Arguments: [var key] }, Value: var value }:
                    rows.Add((Evaluate(key.Value, frame), HandedOn(Evaluate(value, frame), frame)));
                    break;
                case IInvocationOperation { TargetMethod.Name: "Add", Arguments: [var name, var item] }:
                    rows.Add((Evaluate(name.Value, frame), HandedOn(Evaluate(item.Value, frame), frame)));
                    break;
                default:
                    return null;
            }
        }

        return rows.All(row => IsKey(row.Item1)) && rows.Select(row => row.Item1).Distinct().Count() == rows.Count
            ? new TableValue(EquatableArray.From(rows))
            : null;
    }

    /// <summary><c>config with { Layers = 2 }</c>, of a record that is copied as the compiler does it.</summary>
    private AbstractValue WithChanges(IWithOperation copy, Frame frame)
    {
        var value = Evaluate(copy.Operand, frame);
        if (value is RefusedValue) return value;
        if (value is not ObjectValue { Identity: INamedTypeSymbol { IsRecord: true } type } own || (!own.IsGathered && (frame.Construction is not { } construction || construction.Is(value))) || copy.CloneMethod is { IsImplicitlyDeclared: false }) return Unsupported(copy, frame);
        var copied = Overrides.ChainOf(type).SelectMany(part => part.InstanceConstructors).All(constructor => constructor.IsImplicitlyDeclared || constructor.Parameters is not [{ Type: var given }] || !SymbolEqualityComparer.Default.Equals(given, constructor.ContainingType));
        return copied ? Initialized(own, copy.Initializer, frame) : Unsupported(copy, frame);
    }

    /// <summary>An object of the configuration with the properties that stand in braces behind it.</summary>
    private AbstractValue Initialized(AbstractValue made, IObjectOrCollectionInitializerOperation? initializer, Frame frame)
    {
        if (initializer is null) return made;
        foreach (var operation in initializer.Initializers)
        {
            if (made is not ObjectValue own
                || operation is not ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Instance: IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver } } target } assignment
                || target is IPropertyReferenceOperation property && !SkippedCode.IsAutomatic(property.Property))
                return Unsupported(initializer, frame);
            made = own with { Fields = own.Fields.SetItem(target.Member.Name, HandedOn(Evaluate(assignment.Value, frame), frame)) };
        }

        return made;
    }

    private AbstractValue Build(INamedTypeSymbol type, IMethodSymbol? constructor, IReadOnlyList<AbstractValue> arguments, Frame? caller)
    {
        if (type.DeclaringSyntaxReferences.IsEmpty) return new UnknownValue($"{type.Name} is a component whose source cannot be seen");
        if (caller is not null && caller.Depth > MaximumDepth) return new UnknownValue($"{type.Name} contains itself");
        var self = new ObjectValue(type, ImmutableDictionary<string, AbstractValue>.Empty);
        var construction = new ObjectUnderConstruction(self);
        if (NamesakeIn(type) is { } namesake) construction.Distrust($"{namesake} is the name of two members, of {type.Name} and of a class that it derives from");
        Construct(type, constructor, arguments, self, construction, caller);
        SetTheRest(type, construction);

        // What a part's constructor does, it may have done to what it was given.
        if (construction.Problem is { } inner) caller?.Construction?.Distrust(inner, construction.ProblemAt);
        return new ObjectValue(type, construction.Problem is { } problem
            ? construction.Fields.Keys.ToImmutableDictionary(name => name, _ => (AbstractValue)new UnknownValue(problem) { At = construction.ProblemAt })
            : construction.Fields.ToImmutableDictionary(field => field.Key, field => field.Value is ListValue list ? list.Contents : field.Value));
    }

    /// <summary>A component that no constructor has set is not there.</summary>
    private void SetTheRest(INamedTypeSymbol type, ObjectUnderConstruction construction)
    {
        for (var current = type; current is not null && !current.DeclaringSyntaxReferences.IsEmpty; current = current.BaseType)
        {
            foreach (var field in current.GetMembers().OfType<IFieldSymbol>().Where(field => !field.IsStatic && !field.IsImplicitlyDeclared && (known.IsModule(field.Type) || known.IsTensor(field.Type) || known.IsTensor(field.Type.BaseType))))
            {
                if (!construction.Fields.ContainsKey(field.Name)) construction.Fields[field.Name] = ConstantValue.Null;
            }
        }
    }

    private void Construct(INamedTypeSymbol type, IMethodSymbol? constructor, IReadOnlyList<AbstractValue> arguments, ObjectValue self, ObjectUnderConstruction construction, Frame? caller)
    {
        var body = constructor is null ? null : BodyOf(constructor) as IConstructorBodyOperation;
        var frame = new Frame(constructor, self, caller) { Construction = construction };
        var declared = constructor?.OriginalDefinition.Parameters ?? ImmutableArray<IParameterSymbol>.Empty;
        for (var index = 0; index < declared.Length && index < arguments.Count; index++)
        {
            frame.Environment[declared[index]] = arguments[index];

            // The parameters of a primary constructor are seen by the whole class; a record makes properties of them.
            if (!IsPrimary(constructor!)) continue;
            construction.Fields[KeyOf(declared[index])] = arguments[index];
            if (IsMember(type, declared[index])) construction.Fields[declared[index].Name] = arguments[index];
        }

        var chained = Chained(body);
        if (chained is null || !SymbolEqualityComparer.Default.Equals(chained.TargetMethod.ContainingType, type)) InitializeMembers(type, construction, self, frame);
        if (chained is not null && !known.IsFromTorchSharp(chained.TargetMethod) && !chained.TargetMethod.DeclaringSyntaxReferences.IsEmpty)
            Construct(chained.TargetMethod.ContainingType, chained.TargetMethod, Arguments(chained.Arguments, frame), self, construction, frame);
        else if (chained is null && type.BaseType is { } parent && !known.IsFromTorchSharp(parent) && parent.SpecialType is not (SpecialType.System_Object or SpecialType.System_ValueType))
            ConstructParent(type, constructor, parent, self, construction, frame);
        if (body is not null) RunBody(body, frame);
    }

    private void ConstructParent(INamedTypeSymbol type, IMethodSymbol? constructor, INamedTypeSymbol parent, ObjectValue self, ObjectUnderConstruction construction, Frame frame)
    {
        // The constructor that the generator writes gives the module's name to the base.
        var named = constructor is null && IsWritten(type) ? Overrides.ConstructorForName(type) : null;
        var taken = named ?? parent.InstanceConstructors.FirstOrDefault(candidate => candidate.Parameters.IsEmpty);
        if (taken is null || parent.DeclaringSyntaxReferences.IsEmpty) construction.Distrust($"the constructor of {parent.Name} cannot be seen into");
        else Construct(parent, taken.IsImplicitlyDeclared ? null : taken, named is null ? [] : [PublicValue.Instance], self, construction, frame);
    }

    private static bool IsWritten(INamedTypeSymbol type) => AttributeReader.Has(type, "DpModelAttribute") || AttributeReader.Has(type, "DpModuleAttribute");

    /// <summary>Fields are known by their names, so that two of one name could be taken for each other.</summary>
    private static string? NamesakeIn(INamedTypeSymbol type)
    {
        var names = new HashSet<string>();
        foreach (var current in Overrides.ChainOf(type))
        {
            var own = current.GetMembers().Where(member => member is IFieldSymbol { IsImplicitlyDeclared: false } or IPropertySymbol { IsOverride: false }).Select(member => member.Name).Distinct().ToArray();
            if (own.FirstOrDefault(names.Contains) is { } twice) return twice;
            names.UnionWith(own);
        }

        return null;
    }

    private bool IsPrimary(IMethodSymbol constructor) =>
        constructor.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax(cancellation) is TypeDeclarationSyntax);

    /// <summary>The call of <c>this(…)</c> or <c>base(…)</c>.</summary>
    private static IInvocationOperation? Chained(IConstructorBodyOperation? body) => body?.Initializer switch
    {
        IInvocationOperation invocation => invocation,
        IExpressionStatementOperation { Operation: IInvocationOperation invocation } => invocation,
        _ => null,
    };

    private void InitializeMembers(INamedTypeSymbol type, ObjectUnderConstruction construction, ObjectValue self, Frame caller)
    {
        foreach (var declaration in type.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellation)).OfType<TypeDeclarationSyntax>())
        {
            foreach (var (name, initializer) in Initializers(declaration))
            {
                var frame = new Frame(null, self, caller) { Construction = construction, Environment = caller.Environment.Clone() };
                construction.Set(name, OperationOf(initializer) is ISymbolInitializerOperation operation ? Initial(operation, frame) : new UnknownValue($"{name} is set in a way that the compiler cannot follow"));
            }
        }
    }

    /// <summary>What a member begins with; an array in a field is followed while the constructor fills it.</summary>
    private AbstractValue Initial(ISymbolInitializerOperation initializer, Frame frame)
    {
        var value = Evaluate(initializer.Value, frame);
        return initializer is IFieldInitializerOperation { Value: { Type: IArrayTypeSymbol type } made } && IsNewCollection(made, type) ? OwnList(value) : value;
    }

    private static IEnumerable<(string Name, EqualsValueClauseSyntax Initializer)> Initializers(TypeDeclarationSyntax declaration)
    {
        foreach (var member in declaration.Members)
        {
            // A static member is made once for all objects, and looked at where it is used.
            if (member.Modifiers.Any(SyntaxKind.StaticKeyword) || member.Modifiers.Any(SyntaxKind.ConstKeyword)) continue;
            if (member is FieldDeclarationSyntax field)
            {
                foreach (var variable in field.Declaration.Variables)
                {
                    if (variable.Initializer is not null) yield return (variable.Identifier.ValueText, variable.Initializer);
                }
            }
            else if (member is PropertyDeclarationSyntax { Initializer: { } initializer } property)
            {
                yield return (property.ExplicitInterfaceSpecifier + property.Identifier.ValueText, initializer);
            }
        }
    }

    private static AbstractValue JoinObjects(AbstractValue left, AbstractValue right)
    {
        if (left is not ObjectValue a || right is not ObjectValue b) return left is ObjectValue ? right : left;
        var fields = a.Fields.Where(pair => b.Fields.ContainsKey(pair.Key)).ToImmutableDictionary(pair => pair.Key, pair => Join.Of(pair.Value, b.Fields[pair.Key]));
        return new ObjectValue(a.Identity, fields);
    }
}
