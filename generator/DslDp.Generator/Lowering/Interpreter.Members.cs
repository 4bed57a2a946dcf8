using System.Linq;
using DslDp.Generator.Proof;
using DslDp.Generator.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DslDp.Generator.Lowering;

internal sealed partial class Interpreter
{
    private AbstractValue Field(IFieldReferenceOperation reference, Frame frame)
    {
        var field = reference.Field;
        if (field.ContainingType.IsTupleType && reference.Instance is not null) return TupleItem(reference, frame);
        if (known.IsFromTorchSharp(field)) return TorchSharpConstant(field);
        if (reference.Instance is IInstanceReferenceOperation && frame.Construction is null && frame.Environment.Learnt(field) is { } learnt) return learnt;
        if (reference.Instance is not null) return OwnMember(Evaluate(reference.Instance, frame), field, reference, frame);
        if (fields.CanChange(field))
        {
            return Refuse(
                frame,
                Reason.StateBetweenBatches,
                reference.Syntax,
                $"the static field {field.Name} can change between batches",
                "make it const or static readonly");
        }

        if (frame.Depth > MaximumDepth) return new UnknownValue($"{field.Name} depends on itself");
        if (InitializerOf(field) is not { } initializer) return PublicOrUnknown(field.Type, field.Name);
        var construction = new ObjectUnderConstruction();
        var value = Evaluate(initializer, new Frame(null, null, frame) { Construction = construction });
        return construction.Problem is { } problem ? new UnknownValue(problem) { At = construction.ProblemAt } : Kept(field, field.Type, value);
    }

    private AbstractValue Property(IPropertyReferenceOperation reference, Frame frame)
    {
        var property = reference.Property;
        if (known.IsFromTorchSharp(property)) return TorchSharpProperty(reference, frame);
        var receiver = reference.Instance is null ? null : Glance(reference.Instance, frame);
        if (receiver is RefusedValue) return receiver;
        if (receiver is SequenceValue or ManyValue) return property.IsIndexer ? ElementAt(receiver, Evaluate(reference.Arguments[0].Value, frame), reference, frame) : SequenceProperty(receiver, reference, frame);
        if (property is { Name: "Value" or "HasValue", ContainingType.OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } && receiver is not null && Join.IsPublic(receiver))
            return property.Name == "HasValue" ? Boolean(!IsNull(receiver)) : receiver is PublicValue ? PublicOrUnknown(property.Type, property.Name) : receiver;
        if (receiver is TableValue table) return TableMember(table, reference, frame);
        if (receiver is ObjectValue && property.GetMethod is { } getter && BodyOf(getter) is null) return OwnMember(receiver, property, reference, frame);
        if (receiver is PublicValue && SkippedCode.IsAutomatic(property)) return PublicOrUnknown(property.Type, property.Name);
        if (property.GetMethod is { DeclaringSyntaxReferences.IsEmpty: false } method) return Invoke(Overriding(method, receiver), receiver, [], frame, reference.Syntax);
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
        if (frame.Construction is null && fields.CanChange(member))
        {
            return Refuse(
                frame,
                Reason.StateBetweenBatches,
                reference.Syntax,
                $"{member.Name} is written outside the constructor, so that it can carry a value from one batch to the next",
                "make the field readonly, and keep what changes in a local variable");
        }

        if (instance.Fields.TryGetValue(member.Name, out var value))
            return instance.IsFrozen || IsFrozen(member) ? Untrained(value) : Computed(Kept(member, member is IFieldSymbol field ? field.Type : ((IPropertySymbol)member).Type, value));
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
        if (receiver is ObjectValue) return property.Name == "training" ? PublicValue.Instance : Unsupported(reference, frame, $"the property {property.Name} of the model");
        var member = receiver is ModuleValue module ? $"{module.Kind}.{property.Name}" : MemberNames.Of(property);
        return Apply(member, receiver, Named(reference.Arguments), reference, frame);
    }

    private AbstractValue TableMember(TableValue table, IPropertyReferenceOperation reference, Frame frame)
    {
        if (reference.Property.IsIndexer)
        {
            var key = Evaluate(reference.Arguments[0].Value, frame);
            foreach (var row in table.Rows)
            {
                if (row.Key.Equals(key)) return row.Value;
            }

            return Join.IsPublic(key) && key is not ConstantValue && table.Rows.Count > 0 ? table.Rows.Items.Select(row => row.Value).Aggregate(Join.Of) : Unsupported(reference, frame, "an entry that the dictionary is not seen to have");
        }

        return reference.Property.Name switch
        {
            "Count" => IntegerValue.Of(table.Rows.Count),
            "Keys" => Items(table.Rows.Items.Select(row => row.Key)),
            "Values" => Items(table.Rows.Items.Select(row => row.Value)),
            _ => Unsupported(reference, frame),
        };
    }

    private AbstractValue? CallOnTable(IInvocationOperation invocation, Frame frame)
    {
        if (invocation is not { TargetMethod.Name: "ContainsKey", Instance: IFieldReferenceOperation or ILocalReferenceOperation or IParameterReferenceOperation, Arguments: [var argument] }) return null;
        if (!PlatformTypes.IsCollection(invocation.Instance.Type) || Evaluate(invocation.Instance, frame) is not TableValue table) return null;
        var key = Evaluate(argument.Value, frame);
        return key is ConstantValue or EnumerationValue or IntegerValue { Size.Constant: not null } ? new ConstantValue(table.Rows.Items.Any(row => row.Key.Equals(key))) : PublicValue.Instance;
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
        reference.Property.Name is "Length" or "Count" ? LengthOf(sequence) : Unsupported(reference, frame);

    private static IntegerValue LengthOf(AbstractValue list) => list is SequenceValue sequence ? IntegerValue.Of(sequence.Items.Count) : IntegerValue.Unknown;

    private IOperation? InitializerOf(IFieldSymbol field) => field.DeclaringSyntaxReferences
        .Select(reference => reference.GetSyntax(cancellation))
        .OfType<Microsoft.CodeAnalysis.CSharp.Syntax.VariableDeclaratorSyntax>()
        .Where(declarator => declarator.Initializer is not null)
        .Select(declarator => OperationOf(declarator.Initializer!))
        .OfType<IFieldInitializerOperation>()
        .FirstOrDefault()?.Value;
}
