using System.Linq;
using DslDp.Generator.Proof;
using DslDp.Generator.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DslDp.Generator.Lowering;

internal sealed partial class Interpreter
{
    private AbstractValue Field(IFieldReferenceOperation reference, Frame frame)
    {
        var field = reference.Field;
        if (field.ContainingType.IsTupleType && reference.Instance is not null) return TupleItem(reference, frame);
        if (known.IsFromTorchSharp(field)) return TorchSharpConstant(field);
        if (reference.Instance is IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } && frame.Construction is null && frame.Environment.Learnt(field) is { } learnt) return learnt;
        if (reference.Instance is not null) return OwnMember(Evaluate(reference.Instance, frame), field, reference, frame);
        return StaticMember(field, field.Type, reference, frame);
    }

    /// <summary>A static field or an automatic static property, as its initialiser makes it.</summary>
    private AbstractValue StaticMember(ISymbol member, ITypeSymbol type, IOperation reference, Frame frame)
    {
        if (fields.CanChange(member))
        {
            return Refuse(
                frame,
                Reason.StateBetweenBatches,
                reference.Syntax,
                $"the static member {member.Name} can change between batches",
                "make it const or static readonly");
        }

        if (frame.Depth > MaximumDepth) return new UnknownValue($"{member.Name} depends on itself");
        if (InitializerOf(member) is not { } initializer) return PublicOrUnknown(type, member.Name);
        if (IsNotSetYet(member)) return new UnknownValue($"{member.Name} may not be set yet where it is read");
        var construction = new ObjectUnderConstruction();
        beingSet.Push(member);
        var value = Evaluate(initializer, new Frame(null, null, frame) { Construction = construction });
        beingSet.Pop();
        return construction.Problem is { } problem ? new UnknownValue(problem) { At = construction.ProblemAt } : Kept(member, type, value);
    }

    private readonly System.Collections.Generic.Stack<ISymbol> beingSet = new();

    /// <summary>
    /// Static members are set in the order in which they stand, class by class: one that is read while another is set must stand before it, or in a class that does
    /// not come back to this one.
    /// </summary>
    private bool IsNotSetYet(ISymbol member) => beingSet.Any(other => SymbolEqualityComparer.Default.Equals(other.ContainingType, member.ContainingType)
        ? !(PlaceOf(member) is { } place && PlaceOf(other) is { } otherPlace && place.SyntaxTree == otherPlace.SyntaxTree && place.SpanStart < otherPlace.SpanStart && PartOf(place) == PartOf(otherPlace))
        : Names(member.ContainingType, other.ContainingType) && Names(other.ContainingType, member.ContainingType));

    private static TypeDeclarationSyntax? PartOf(SyntaxNode place) => place.FirstAncestorOrSelf<TypeDeclarationSyntax>();

    private SyntaxNode? PlaceOf(ISymbol member) => member.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellation)).FirstOrDefault();

    /// <summary>Whether the source of a class has the name of another in it.</summary>
    private bool Names(INamedTypeSymbol type, INamedTypeSymbol other) =>
        type.DeclaringSyntaxReferences.SelectMany(part => part.GetSyntax(cancellation).DescendantNodes()).OfType<SimpleNameSyntax>().Any(name => name.Identifier.ValueText == other.Name);

    private AbstractValue Property(IPropertyReferenceOperation reference, Frame frame)
    {
        var property = reference.Property;
        if (known.IsFromTorchSharp(property)) return TorchSharpProperty(reference, frame);
        var receiver = reference.Instance is null ? null : Glance(reference.Instance, frame);
        if (receiver is RefusedValue) return receiver;
        if (receiver is SequenceValue parts && PartOfPair(property) is { } part && part < parts.Items.Count) return parts.Items[part];
        if (receiver is SequenceValue or ManyValue) return property.IsIndexer ? ElementAt(receiver, Evaluate(reference.Arguments[0].Value, frame), reference, frame) : SequenceProperty(receiver, reference, frame);
        if (property is { Name: "Value" or "HasValue", ContainingType.OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } && receiver is not null && Join.IsPublic(receiver))
            return property.Name == "HasValue" ? Boolean(!IsNull(receiver)) : receiver is PublicValue ? PublicOrUnknown(property.Type, property.Name) : receiver;
        if (receiver is TableValue && property.Name is "Keys" or "Values") receiver = Evaluate(reference.Instance!, frame);
        if (receiver is TableValue table) return TableMember(table, reference, frame);
        if (receiver is ObjectValue && property.GetMethod is { } getter && Overriding(getter, receiver) is var read && BodyOf(read) is null) return OwnMember(receiver, read.AssociatedSymbol ?? property, reference, frame);
        if (receiver is PublicValue && SkippedCode.IsAutomatic(property)) return PublicOrUnknown(property.Type, property.Name);
        if (reference.ConstrainedToType is { } constrained)
        {
            if ((frame.TypeFor(constrained) as INamedTypeSymbol)?.FindImplementationForInterfaceMember(property) is not IPropertySymbol implemented) return Unsupported(reference, frame, $"{property.Name} of a type that the compiler does not know");
            property = implemented;
        }

        if (property.IsStatic && SkippedCode.IsAutomatic(property)) return StaticMember(property, property.Type, reference, frame);
        if (property.GetMethod is { DeclaringSyntaxReferences.IsEmpty: false } method) return Invoke(Overriding(method, receiver), receiver, Arguments(reference.Arguments, frame), frame, reference.Syntax);
        return receiver is null or PublicValue or ConstantValue ? PublicOrUnknown(property.Type, property.Name) : Unsupported(reference, frame);
    }

    /// <summary>A field or an automatic property of one of the user's own modules, as its constructor has left it.</summary>
    private AbstractValue OwnMember(AbstractValue owner, ISymbol member, IOperation reference, Frame frame)
    {
        if (frame.Construction is { } construction && construction.Is(owner))
            return construction.Fields.TryGetValue(member.Name, out var current) ? construction.HandOn(member.Name, current) : new UnknownValue($"{member.Name} is not set yet");
        if (owner is RefusedValue) return owner;
        if (owner is PublicValue) return PublicOrUnknown(member is IFieldSymbol setting ? setting.Type : ((IPropertySymbol)member).Type, member.Name);
        if (owner is not ObjectValue { Identity: INamedTypeSymbol } instance) return Unsupported(reference, frame, $"the member {member.Name} of something that the compiler cannot see into");
        if (frame.Construction is null && !instance.IsGathered && fields.CanChange(member))
        {
            return Refuse(
                frame,
                Reason.StateBetweenBatches,
                reference.Syntax,
                $"{member.Name} is written outside the constructor, so that it can carry a value from one batch to the next",
                "make the field readonly, and keep what changes in a local variable");
        }

        if (instance.Fields.TryGetValue(member.Name, out var value))
            return instance.IsGathered ? value : instance.IsFrozen || IsFrozen(member) ? Untrained(value) : Computed(Kept(member, member is IFieldSymbol field ? field.Type : ((IPropertySymbol)member).Type, value));
        return new UnknownValue($"{member.Name} is not set in a constructor that the compiler can see into");
    }

    private static bool IsFrozen(ISymbol member) => AttributeReader.Has(member, "FrozenAttribute");

    /// <summary>What is not trained is a constant of the run, whatever it is made of.</summary>
    private static AbstractValue Untrained(AbstractValue value) => value switch
    {
        TensorValue tensor => tensor with { IsParameter = false, IsTrained = false },
        OptionalValue optional => new OptionalValue((TensorValue)Untrained(optional.Tensor)),
        ModuleValue module => module.Frozen(),
        ObjectValue own => own with { IsFrozen = true },
        SequenceValue sequence => new SequenceValue(EquatableArray.From(sequence.Items.Select(Untrained))),
        ManyValue many => new ManyValue(Untrained(many.Item)),
        ChoiceValue choice => new ChoiceValue(EquatableArray.From(choice.Options.Select(Untrained))),
        _ => value,
    };

    /// <summary>A tensor that a constructor computed from parameters, and kept in a field, does not change when they are trained.</summary>
    private static AbstractValue Computed(AbstractValue value) => value switch
    {
        TensorValue { IsTrained: true, IsParameter: false } tensor => tensor with { IsTrained = false },
        OptionalValue optional => new OptionalValue((TensorValue)Computed(optional.Tensor)),
        SequenceValue sequence => new SequenceValue(EquatableArray.From(sequence.Items.Select(Computed))),
        ManyValue many => new ManyValue(Computed(many.Item)),
        _ => value,
    };

    private AbstractValue TupleItem(IFieldReferenceOperation reference, Frame frame)
    {
        var tuple = Evaluate(reference.Instance!, frame);
        var element = reference.Field.CorrespondingTupleField ?? reference.Field;
        if (tuple is SequenceValue sequence && int.TryParse(element.Name.Substring("Item".Length), out var position) && position <= sequence.Items.Count)
            return sequence.Items[position - 1];
        return tuple is RefusedValue ? tuple : Unsupported(reference, frame, "a part of a tuple that the compiler cannot take apart");
    }

    private AbstractValue TorchSharpProperty(IPropertyReferenceOperation reference, Frame frame)
    {
        var receiver = reference.Instance is null ? null : Evaluate(reference.Instance, frame);
        var property = reference.Property;
        if (receiver is RefusedValue) return receiver;
        if (receiver is ModuleValue container && ModuleContainers.ContentsOf(container) is { } contents)
        {
            var inside = container.IsFrozen ? Untrained(contents) : contents;
            if (ModuleContainers.IsDictionary(container)) return DictionaryMember(inside, reference, frame);
            receiver = inside;
        }

        if (receiver is SequenceValue or ManyValue && property.Name == "Count") return LengthOf(receiver);
        if (receiver is SequenceValue or ManyValue && property.IsIndexer) return ElementAt(receiver, Evaluate(reference.Arguments[0].Value, frame), reference, frame);
        if (receiver is null) return TorchSharpConstant(property);
        if (receiver is TensorValue) receiver = StandIn(receiver, reference.Instance!, frame);
        if (receiver is ObjectValue) return property.Name == "training" ? PublicValue.Instance : Unsupported(reference, frame, $"the property {property.Name} of the model");
        var member = receiver is ModuleValue module ? $"{module.Kind}.{property.Name}" : MemberNames.Of(property);
        return Apply(member, receiver, Named(reference.Arguments), reference, frame);
    }

    private AbstractValue DictionaryMember(AbstractValue contents, IPropertyReferenceOperation reference, Frame frame)
    {
        if (contents is ManyValue { Item: SequenceValue { Items: [var name, var part] } })
        {
            return reference.Property.Name switch
            {
                "Count" or "Length" => IntegerValue.Unknown,
                "Values" => new ManyValue(part),
                "Keys" => new ManyValue(name),
                _ when reference.Property.IsIndexer && Join.IsPublic(Evaluate(reference.Arguments[0].Value, frame)) => part,
                _ => Unsupported(reference, frame, $"the member {reference.Property.Name} of a dictionary of components"),
            };
        }

        var pairs = (SequenceValue)contents;
        if (reference.Property.Name is "Count" or "Length") return IntegerValue.Of(pairs.Items.Count);
        if (reference.Property.Name is "Values") return new SequenceValue(EquatableArray.From(pairs.Items.Select(pair => ((SequenceValue)pair).Items[1])));
        if (reference.Property.Name is "Keys") return new SequenceValue(EquatableArray.From(pairs.Items.Select(pair => ((SequenceValue)pair).Items[0])));
        if (!reference.Property.IsIndexer) return Unsupported(reference, frame, $"the member {reference.Property.Name} of a dictionary of components");
        var key = Evaluate(reference.Arguments[0].Value, frame);
        if (key is IntegerValue) return ElementAt(pairs, key, reference, frame);
        return key is ConstantValue { Value: string } && pairs.Items.FirstOrDefault(pair => ((SequenceValue)pair).Items[0].Equals(key)) is SequenceValue found
            ? found.Items[1]
            : Unsupported(reference, frame, "a component under a name that the compiler does not know");
    }

    /// <summary>The constants of TorchSharp: element types, devices, the parts of an index.</summary>
    private AbstractValue TorchSharpConstant(ISymbol constant) => (constant.ContainingType.Name, constant.Name) switch
    {
        ("TensorIndex", "Ellipsis") => EllipsisValue.Instance,
        ("TensorIndex", "Null" or "None") => ConstantValue.Null,
        ("TensorIndex", "Colon") => new SliceValue(null, null, null),
        ("torch", "int8" or "int16" or "int32" or "int64" or "float16" or "float32" or "float64" or "bfloat16") => new EnumerationValue("ScalarType", char.ToUpperInvariant(constant.Name[0]) + constant.Name.Substring(1)),
        ("torch", "bool") => new EnumerationValue("ScalarType", "Bool"),
        _ => PublicOrUnknown(constant is IFieldSymbol field ? field.Type : ((IPropertySymbol)constant).Type, constant.Name),
    };

    /// <summary>A value of the configuration: of an integer it is known at least that it is one number, where a list or an index might be anything.</summary>
    private AbstractValue PublicOrUnknown(ITypeSymbol type, string name) => type.SpecialType switch
    {
        >= SpecialType.System_SByte and <= SpecialType.System_UInt64 => IntegerValue.Unknown,
        SpecialType.System_Single or SpecialType.System_Double => new NumberValue((double?)null),
        _ when known.CarriesTensors(type) || known.IsModule(type) => new UnknownValue($"{name} is set where the compiler cannot see it"),
        _ => PublicValue.Instance,
    };

    private AbstractValue SequenceProperty(AbstractValue sequence, IPropertyReferenceOperation reference, Frame frame) =>
        StaticTypeOf(reference.Instance!) is IArrayTypeSymbol { Rank: > 1 } ? PublicOrUnknown(reference.Type!, reference.Property.Name)
        : reference.Property.Name is "Length" or "Count" ? LengthOf(sequence) : Unsupported(reference, frame);

    private static IntegerValue LengthOf(AbstractValue list) => list is SequenceValue sequence ? IntegerValue.Of(sequence.Items.Count) : IntegerValue.Unknown;

    private IOperation? InitializerOf(ISymbol member) => member.DeclaringSyntaxReferences
        .Select(reference => reference.GetSyntax(cancellation) switch
        {
            VariableDeclaratorSyntax field => field.Initializer,
            PropertyDeclarationSyntax property => property.Initializer,
            _ => null,
        })
        .Where(initializer => initializer is not null)
        .Select(initializer => OperationOf(initializer!))
        .OfType<ISymbolInitializerOperation>()
        .FirstOrDefault()?.Value;

    /// <summary>The place of a part that has a name: <c>pair.Value</c> of a dictionary's entry, <c>tuple.Item2</c> of a <c>System.Tuple</c>.</summary>
    private static int? PartOfPair(IPropertySymbol property) => property switch
    {
        { Name: "Key", ContainingType: { Name: "KeyValuePair", TypeArguments.Length: 2 } type } when PlatformTypes.IsGenericCollection(type) => 0,
        { Name: "Value", ContainingType: { Name: "KeyValuePair", TypeArguments.Length: 2 } type } when PlatformTypes.IsGenericCollection(type) => 1,
        { ContainingType: { Name: "Tuple", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } } when property.Name.StartsWith("Item", System.StringComparison.Ordinal) && int.TryParse(property.Name.Substring("Item".Length), out var number) => number - 1,
        _ => null,
    };
}
