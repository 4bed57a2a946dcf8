using System.Linq;
using DslDp.Generator.Proof;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DslDp.Generator.Lowering;

internal sealed partial class Interpreter
{
    private AbstractValue EvaluateAnew(IOperation operation, Frame frame)
    {
        if (!CountOperation(operation, frame)) return RefusedValue.Instance;
        if (operation.ConstantValue.HasValue) return Constant(operation.ConstantValue.Value, operation.Type);
        return operation switch
        {
            ILocalReferenceOperation local => Local(local, frame),
            IParameterReferenceOperation parameter => ParameterOf(parameter, frame),
            IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.PatternInput } when lookedInto.Count > 0 => lookedInto.Peek(),
            IInstanceReferenceOperation => frame.This ?? Unsupported(operation, frame),
            IFieldReferenceOperation field => Field(field, frame),
            IPropertyReferenceOperation property => Property(property, frame),
            IInvocationOperation invocation => Invocation(invocation, frame),
            IObjectCreationOperation creation => Creation(creation, frame),
            IConversionOperation conversion => Conversion(conversion, frame),
            IBinaryOperation binary => Binary(binary, frame),
            IUnaryOperation unary => Unary(unary, frame),
            IParenthesizedOperation parenthesized => Evaluate(parenthesized.Operand, frame),
            IConditionalOperation conditional => Conditional(conditional, frame),
            ISwitchExpressionOperation choice => SwitchExpression(choice, frame),
            ITupleOperation tuple => Sequence(tuple.Elements, frame),
            IArrayCreationOperation array => ArrayOf(array, frame),
            IArrayElementReferenceOperation element => Element(element, frame),
            IImplicitIndexerReferenceOperation element => ElementAt(Contents(Glance(element.Instance, frame)), Evaluate(element.Argument, frame), element, frame),
            ITranslatedQueryOperation query => Evaluate(query.Operation, frame),
            ITupleBinaryOperation comparison => CompareTuples(comparison, frame),
            IWithOperation copy => WithChanges(copy, frame),
            IAnonymousObjectCreationOperation anonymous => Anonymous(anonymous, frame),
            IRangeOperation range => new SliceValue(EvaluateOptional(range.LeftOperand, frame), IsEnd(range.RightOperand) ? null : EvaluateOptional(range.RightOperand, frame), null),
            ISimpleAssignmentOperation assignment => SimpleAssign(assignment, frame),
            ICompoundAssignmentOperation assignment => CompoundAssign(assignment, frame),
            IIncrementOrDecrementOperation increment => Increment(increment, frame),
            IDeconstructionAssignmentOperation deconstruction when !IsTakenApartPlainly(StaticTypeOf(deconstruction.Value)) => Unsupported(deconstruction, frame, "a deconstruction of somebody's own"),
            IDeconstructionAssignmentOperation deconstruction => IsOutOfOrder(deconstruction) ? Unsupported(deconstruction, frame, "a place that is settled while something else is set,") : Assign(deconstruction.Target, Evaluate(deconstruction.Value, frame), frame),
            IDefaultValueOperation { Type: { } made } => Default(frame.TypeFor(made)),
            IDefaultValueOperation => ConstantValue.Null,
            IDelegateCreationOperation creation => Function(creation, frame),
            IInterpolatedStringOperation text => Interpolated(text, frame),
            ICoalesceOperation coalesce => Coalesce(coalesce, frame),
            ICoalesceAssignmentOperation assignment => CoalesceAssign(assignment, frame),
            IConditionalAccessOperation access => ConditionalAccess(access, frame),
            IConditionalAccessInstanceOperation when accessed.Count > 0 => accessed.Peek(),
            ITypeOfOperation => PublicValue.Instance,
            IIsTypeOperation { ValueOperand: var asked, TypeOperand: var type, IsNegated: var isNegated } when Evaluate(asked, frame) is var value && IsNull(value) is { } isNull && IsAlways(asked.Type!, type) => new ConstantValue(isNull == isNegated),
            IIsPatternOperation pattern => Boolean(Matches(pattern.Pattern, Evaluate(pattern.Value, frame), frame)),
            IThrowOperation thrown => Throw(thrown, frame),
            IInvalidOperation => RefusedWithoutWords(frame),
            _ when operation.Syntax is StackAllocArrayCreationExpressionSyntax { Initializer: { } numbers } => OnStack(numbers, operation, frame),
            _ when operation.Syntax is ImplicitStackAllocArrayCreationExpressionSyntax { Initializer: var numbers } => OnStack(numbers, operation, frame),
            _ when operation.Syntax is CollectionExpressionSyntax || operation.Kind == CollectionExpression => Collection(operation, frame),
            _ => Unsupported(operation, frame),
        };
    }

    /// <summary>The path ends here; what the exception carries out must not come from the examples.</summary>
    private AbstractValue Throw(IThrowOperation thrown, Frame frame)
    {
        var arguments = thrown.Exception is IConversionOperation { Operand: IObjectCreationOperation converted } ? converted.Arguments
            : thrown.Exception is IObjectCreationOperation created ? created.Arguments
            : (System.Collections.Immutable.ImmutableArray<IArgumentOperation>?)null;
        if (thrown.Exception is not null && (arguments is null || arguments.Value.Any(argument => !Join.IsPublic(Evaluate(argument.Value, frame)))))
        {
            Refuse(
                frame,
                Reason.ValueLetOut,
                thrown.Syntax,
                "an exception may carry out what was computed from the examples",
                "throw an exception with a constant text");
        }

        frame.Environment.IsReachable = false;
        return RefusedValue.Instance;
    }

    /// <summary>Code that does not compile is reported by the compiler; the proof keeps quiet, and the model gets no training.</summary>
    private AbstractValue RefusedWithoutWords(Frame frame)
    {
        if (frame.Construction is null) IsIncomplete = true;
        return RefusedValue.Instance;
    }

    /// <summary>Part of the code does not compile, so nothing has been proved.</summary>
    public bool IsIncomplete { get; private set; }

    /// <summary><c>^0</c>: with a sign in place of the hat it would be the beginning.</summary>
    private static bool IsEnd(IOperation? bound)
    {
        while (bound is IConversionOperation conversion) bound = conversion.Operand;
        return bound is IUnaryOperation { OperatorKind: UnaryOperatorKind.Hat, Operand.ConstantValue: { HasValue: true, Value: 0 } };
    }

    private AbstractValue? EvaluateOptional(IOperation? operation, Frame frame) => operation is null ? null : Evaluate(operation, frame);

    private static AbstractValue Boolean(bool? known) => known is { } value ? new ConstantValue(value) : PublicValue.Instance;

    private static AbstractValue Constant(object? value, ITypeSymbol? type) => value switch
    {
        not null when type is { TypeKind: TypeKind.Enum } => Enumeration(value, type),
        not null when type is { SpecialType: SpecialType.System_IntPtr or SpecialType.System_UIntPtr } => PublicValue.Instance,
        sbyte or byte or short or ushort or int or uint or long => IntegerValue.Of(System.Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture)),
        float or double => new NumberValue(System.Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture)),
        _ => new ConstantValue(value),
    };

    private static AbstractValue Enumeration(object value, ITypeSymbol type) =>
        type.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(member => member.HasConstantValue && value.Equals(member.ConstantValue)) is { } member
            ? new EnumerationValue(type.Name, member.Name)
            : PublicValue.Instance;

    private SequenceValue Sequence(System.Collections.Generic.IEnumerable<IOperation> elements, Frame frame) =>
        new(EquatableArray.From(elements.Select(element => HandedOn(Evaluate(element, frame), frame))));

    private AbstractValue ArrayOf(IArrayCreationOperation array, Frame frame) =>
        array.Initializer is { } initializer ? Written(initializer, frame) : Blank(array, frame);

    /// <summary>The rows of an array with several axes are sequences themselves.</summary>
    private AbstractValue Written(IArrayInitializerOperation initializer, Frame frame) => initializer.ElementValues.Any(element => element is IArrayInitializerOperation)
        ? new SequenceValue(EquatableArray.From(initializer.ElementValues.Select(row => row is IArrayInitializerOperation inner ? Blurred(Written(inner, frame)) : Evaluate(row, frame))))
        : Sequence(initializer.ElementValues, frame);

    /// <summary>The numbers in an array of several axes are not followed: they may be set one by one.</summary>
    private static AbstractValue Blurred(AbstractValue row) => row is SequenceValue list ? Items(list.Items.Select(item => item switch
    {
        IntegerValue { HoldsExamples: false } => IntegerValue.Unknown,
        NumberValue => new NumberValue((double?)null),
        SequenceValue inner => Blurred(inner),
        _ => item,
    })) : row;

    private static ITypeSymbol? ElementTypeOf(ITypeSymbol? collection) => collection switch
    {
        IArrayTypeSymbol array => array.ElementType,
        INamedTypeSymbol { TypeArguments: [var item] } => item,
        _ => null,
    };

    /// <summary>A tuple, an entry of a dictionary or a record: taken apart as the platform does it. Anything else that can be, can be in somebody's own way.</summary>
    private bool IsTakenApartPlainly(ITypeSymbol? type) => type is INamedTypeSymbol named
        && (named.IsTupleType || named.IsRecord || named.Name == "KeyValuePair" && PlatformTypes.IsGenericCollection(named) || named.Name == "Tuple" && IsOfPlatform(named));

    /// <summary><c>stackalloc long[] { a, b }</c>, for which there is no operation of its own.</summary>
    private SequenceValue OnStack(InitializerExpressionSyntax numbers, IOperation array, Frame frame) =>
        Sequence(array.ChildOperations.Where(number => numbers.Span.Contains(number.Syntax.Span)), frame);

    /// <summary>Its name in compilers newer than the one we build against. That of the arguments of a <c>params</c> parameter, a span or a list, has no brackets.</summary>
    private const OperationKind CollectionExpression = (OperationKind)127;

    /// <summary><c>[a, b, c]</c>: the operation has a type of its own only in compilers newer than the one we build against.</summary>
    private AbstractValue Collection(IOperation collection, Frame frame)
    {
        var isModuleList = collection.Type is INamedTypeSymbol { Name: "ModuleList" } list && known.IsFromTorchSharp(list);
        if (!IsPlainList(collection.Type) && !isModuleList) return Unsupported(collection, frame, $"a collection of the type {collection.Type?.Name}, which may make of its elements what it likes,");
        var items = new System.Collections.Generic.List<AbstractValue>();
        foreach (var element in collection.ChildOperations)
        {
            // What the constructor is given without anybody writing it.
            if (isModuleList && element is IArgumentOperation { ArgumentKind: ArgumentKind.DefaultValue } or IArgumentOperation { Value: IArrayCreationOperation { Initializer.ElementValues.IsEmpty: true } }) continue;
            if (element.Syntax is not SpreadElementSyntax)
            {
                items.Add(HandedOn(Evaluate(element, frame), frame));
                continue;
            }

            var spread = element.ChildOperations.Count == 1 ? Glance(element.ChildOperations.First(), frame) : null;
            if (spread is ManyValue many)
            {
                var rest = collection.ChildOperations.Where(other => other != element).Select(other => other.Syntax is SpreadElementSyntax ? Unsupported(collection, frame, "a collection with several spreads of lists of a length that the compiler does not know") : Evaluate(other, frame));
                return new ManyValue(rest.Aggregate(many.Item, Join.Of));
            }

            if (spread is not SequenceValue sequence) return spread is RefusedValue ? spread : Unsupported(collection, frame, "a spread of something that the compiler cannot see into");
            items.AddRange(sequence.Items.Select(item => Converted(item, ElementTypeOf(collection.Type))));
        }

        var written = new SequenceValue(EquatableArray.From(items.ToArray()));
        return isModuleList ? ApplyTo("torch.nn.ModuleList", null, System.Collections.Immutable.ImmutableArray.Create(new Argument("modules", written, IsDefault: false, sites.Of(collection.Syntax))), collection, frame) : written;
    }

    /// <summary>A type that keeps its elements as they are given: an array, a span, a list of the platform.</summary>
    private static bool IsPlainList(ITypeSymbol? type) => type is IArrayTypeSymbol
        || type is INamedTypeSymbol { ContainingAssembly.Name: "System.Runtime" or "System.Collections" or "System.Collections.Immutable" or "System.Private.CoreLib" or "netstandard" or "mscorlib" };

    private AbstractValue Element(IArrayElementReferenceOperation element, Frame frame)
    {
        var array = Glance(element.ArrayReference, frame);
        if (element.Indices.Length == 1) return ElementAt(array, Evaluate(element.Indices[0], frame), element, frame);
        return IsOfNumbers(element.ArrayReference.Type) && array is SequenceValue or ManyValue && element.Indices.All(index => Join.IsPublic(Evaluate(index, frame))) ? PublicOrUnknown(element.Type!, "an element of an array") : Unsupported(element, frame);
    }

    /// <summary>An item of a list that is written out; where the index is settled at the run, it may be any of them.</summary>
    private AbstractValue ElementAt(AbstractValue list, AbstractValue index, IOperation at, Frame frame)
    {
        if (list is RefusedValue) return list;
        if (index is SliceValue slice) return PartOf(list, slice, at, frame);
        if (list is ManyValue many) return Join.IsPublic(index) ? many.Item : Unsupported(at, frame, "an index that may depend on the batch");
        if (list is not SequenceValue { Items.Count: > 0 } sequence) return Unsupported(at, frame, "an item of a list that the compiler cannot see into");
        if (index is not IntegerValue { Size.Constant: { } position })
            return Join.IsPublic(index) ? sequence.Items.Aggregate(Join.Of) : Unsupported(at, frame, "an index that may depend on the batch");
        if (position < 0) position += sequence.Items.Count;
        return position >= 0 && position < sequence.Items.Count ? sequence.Items[(int)position] : Refuse(frame, Reason.ShapeMismatch, at.Syntax, $"there is no item {Text.Literal(position)} in a list of {Text.Literal(sequence.Items.Count)}", "stay within the list");
    }

    /// <summary>A text is public where everything that goes into it is.</summary>
    private AbstractValue Interpolated(IInterpolatedStringOperation text, Frame frame)
    {
        var parts = text.Parts.OfType<IInterpolationOperation>().Select(part => (part, Value: Evaluate(part.Expression, frame))).ToArray();
        if (parts.FirstOrDefault(part => part.Value is RefusedValue).Value is { } refused) return refused;
        if (parts.Any(part => !Join.IsPublic(part.Value))) return Unsupported(text, frame);
        var written = text.Parts.Select(part => part switch
        {
            IInterpolatedStringTextOperation { Text.ConstantValue: { HasValue: true, Value: string literal } } => literal,
            IInterpolationOperation { FormatString: null, Alignment: null } hole => Written(parts.First(known => known.part == hole).Value),
            _ => null,
        }).ToArray();
        return written.Contains(null) ? PublicValue.Instance : new ConstantValue(string.Concat(written));
    }

    private static string? Written(AbstractValue value) => value switch
    {
        IntegerValue { Size.Constant: { } number } => Text.Literal(number),
        ConstantValue { Value: string text } => text,
        _ => null,
    };

    private readonly System.Collections.Generic.Stack<AbstractValue> accessed = new();

    /// <summary><c>a?.b</c>: null where there is no a.</summary>
    private AbstractValue ConditionalAccess(IConditionalAccessOperation access, Frame frame)
    {
        var value = Evaluate(access.Operation, frame);
        if (value is RefusedValue || IsNull(value) is true) return value;
        if (IsNull(value) is false) return Accessed(access, value, frame);
        var there = AccessedIfThere(access, value, frame);
        return Join.IsPublic(there) ? PublicValue.Instance : there is RefusedValue ? there : there is TensorValue or OptionalValue ? Join.Of(ConstantValue.Null, there) : new UnknownValue("it may be absent");
    }

    private AbstractValue Accessed(IConditionalAccessOperation access, AbstractValue value, Frame frame)
    {
        accessed.Push(IfThere(value)!);
        var result = Evaluate(access.WhenNotNull, frame);
        accessed.Pop();
        return result;
    }

    private AbstractValue AccessedIfThere(IConditionalAccessOperation access, AbstractValue value, Frame frame)
    {
        using var unsettled = Uncertain(frame);
        var before = frame.Environment.Clone();
        var there = Accessed(access, value, frame);
        frame.Environment = Environment.Join(before, frame.Environment);
        return there;
    }

    private AbstractValue Coalesce(ICoalesceOperation coalesce, Frame frame)
    {
        if (coalesce.Value is IConditionalAccessOperation access) return AccessedOr(access, coalesce, frame);
        var value = Evaluate(coalesce.Value, frame);
        return IsNull(value) switch
        {
            true => Evaluate(coalesce.WhenNull, frame),
            false => Converted(value, coalesce.Type),
            null when value is OptionalValue => Instead(value, coalesce.WhenNull, frame),
            null when value is PublicValue => Instead(PublicOrUnknown(UnderlyingOf(coalesce.Type!), "a setting"), coalesce.WhenNull, frame),
            null => value is RefusedValue ? value : Unsupported(coalesce, frame, "?? on something that may be null or not"),
        };
    }

    /// <summary><c>a?.b ?? c</c>: c where there is no a, or no b.</summary>
    private AbstractValue AccessedOr(IConditionalAccessOperation access, ICoalesceOperation coalesce, Frame frame)
    {
        var owner = Evaluate(access.Operation, frame);
        if (owner is RefusedValue) return owner;
        if (IsNull(owner) is true) return Evaluate(coalesce.WhenNull, frame);
        var isThere = IsNull(owner) is false;
        var value = isThere ? Accessed(access, owner, frame) : AccessedIfThere(access, owner, frame);
        return value is RefusedValue || (isThere && IsNull(value) is false) ? value : Instead(value, coalesce.WhenNull, frame);
    }

    /// <summary>The value where it is there, and another where it is not.</summary>
    private AbstractValue Instead(AbstractValue value, IOperation whenNull, Frame frame)
    {
        using var unsettled = Uncertain(frame);
        var before = frame.Environment.Clone();
        var instead = Evaluate(whenNull, frame);
        frame.Environment = Environment.Join(before, frame.Environment);
        return Join.Of(IfThere(value)!, instead);
    }

    /// <summary><c>a ??= b</c>.</summary>
    private AbstractValue CoalesceAssign(ICoalesceAssignmentOperation assignment, Frame frame)
    {
        if (IsOutOfOrder(assignment) || IsSettledTwice(assignment.Target)) return Unsupported(assignment, frame, "a place that is settled while something else is set,");
        var value = Evaluate(assignment.Target, frame);
        return IsNull(value) switch
        {
            true => Assign(assignment.Target, Evaluate(assignment.Value, frame), frame),
            false => value,
            null when value is OptionalValue => Assign(assignment.Target, Instead(value, assignment.Value, frame), frame),
            null => value is RefusedValue ? value : Unsupported(assignment, frame, "??= on something that may be null or not"),
        };
    }

    /// <summary>Whether there is anything; null where that is not known.</summary>
    private static bool? IsNull(AbstractValue value) => value switch
    {
        ConstantValue constant => constant.Value is null,
        ChoiceValue { MayBeAbsent: false } => false,
        ModuleValue or ObjectValue or TensorValue or SequenceValue or ManyValue or TableValue or ListValue or FunctionValue or IntegerValue or NumberValue or EnumerationValue => false,
        _ => null,
    };

    private AbstractValue Conditional(IConditionalOperation conditional, Frame frame)
    {
        var decision = Decide(conditional.Condition, frame);
        if (decision is true) return Evaluate(conditional.WhenTrue, frame);
        if (decision is false) return Evaluate(conditional.WhenFalse!, frame);
        using var unsettled = Uncertain(frame);
        var before = frame.Environment.Clone();
        Learn(conditional.Condition, true, frame);
        var whenTrue = Evaluate(conditional.WhenTrue, frame);
        var afterTrue = frame.Environment;
        frame.Environment = before;
        Learn(conditional.Condition, false, frame);
        var whenFalse = Evaluate(conditional.WhenFalse!, frame);
        frame.Environment = Environment.Join(afterTrue, frame.Environment);
        return Join.Of(whenTrue, whenFalse);
    }

    private AbstractValue SwitchExpression(ISwitchExpressionOperation choice, Frame frame)
    {
        var value = Evaluate(choice.Value, frame);
        using var unsettled = Uncertain(frame);
        var before = frame.Environment;
        Environment? after = null;
        AbstractValue? result = null;
        foreach (var arm in choice.Arms)
        {
            frame.Environment = before.Clone();
            var match = Guarded(Matches(arm.Pattern, value, frame), arm.Guard, frame);
            if (match == false) continue;
            var armValue = Evaluate(arm.Value, frame);
            if (frame.Environment.IsReachable)
            {
                result = result is null ? armValue : Join.Of(result, armValue);
                after = after is null ? frame.Environment : Environment.Join(after, frame.Environment);
            }

            if (match == true) break;
        }

        frame.Environment = after ?? before;
        return result ?? Unsupported(choice, frame);
    }

    private AbstractValue Conversion(IConversionOperation conversion, Frame frame)
    {
        if (conversion.OperatorMethod is { } method && known.IsTensor(method.ContainingType) && known.IsTensor(method.Parameters[0].Type))
            return Apply(MemberNames.Of(method), null, Operands(method, conversion.Operand), conversion, frame);
        if (conversion.OperatorMethod is { } made && known.IsTensor(made.ContainingType) && made.Parameters[0].Type is IArrayTypeSymbol)
            return Apply(MemberNames.Of(made), null, Operands(made, conversion.Operand), conversion, frame);
        if (conversion.IsTryCast && !(conversion.Operand.Type is { } tried && conversion.Type is { } asked && IsAlways(tried, asked))) return Unsupported(conversion, frame, "as");
        if (conversion.OperatorMethod is { IsAbstract: true } or { IsVirtual: true }) return Unsupported(conversion, frame);
        if (IsOwnOperator(conversion.OperatorMethod)) return Operate(conversion.OperatorMethod!, conversion, frame, conversion.Operand);

        var value = Evaluate(conversion.Operand, frame);
        if (value is ConstantValue { Value: null }) return value;
        if (value is TensorValue { IsParameter: true } && known.IsTensor(conversion.Type) && !IsOperandOfLinear(conversion)) value = ((TensorValue)StandIn(value, conversion.Operand, frame)) with { IsParameter = false };
        if (!IsOtherKind(conversion)) return Converted(value, conversion.Type);
        return Opaque(value) is var opaque && opaque is PublicValue ? PublicOrUnknown(conversion.Type!, "a converted value") : opaque;
    }

    /// <summary>What stands before conversions that run no code of the program.</summary>
    private static IOperation Unconverted(IOperation operation)
    {
        while (operation is IConversionOperation { OperatorMethod: null } conversion) operation = conversion.Operand;
        return operation;
    }

    /// <summary>A number as a value of a type; of a tuple, part by part.</summary>
    private static AbstractValue Converted(AbstractValue value, ITypeSymbol? type)
    {
        if (value is SequenceValue parts && type is INamedTypeSymbol { IsTupleType: true, TupleElements: { } elements } && elements.Length == parts.Items.Count)
            return Items(parts.Items.Zip(elements, (part, element) => Converted(part, element.Type)));

        // A number that may be null is converted where it is one.
        var target = value is IntegerValue or NumberValue && type is not null ? UnderlyingOf(type) : type;
        return target?.SpecialType switch
        {
            >= SpecialType.System_SByte and <= SpecialType.System_UInt64 => Arithmetic.InRangeOf(target.SpecialType, Arithmetic.Convert(value, toInteger: true)),
            SpecialType.System_Single or SpecialType.System_Double => Arithmetic.InRangeOf(target.SpecialType, Arithmetic.Convert(value, toInteger: false)),
            _ => value,
        };
    }

    /// <summary>To or from a kind of value of which the proof has no model: a boxed number or text, a character, a decimal, a number as wide as a pointer, a member of an enumeration, a struct.</summary>
    private bool IsOtherKind(IConversionOperation conversion)
    {
        var (from, to) = (conversion.Operand.Type, conversion.Type);
        if (from is null || to is null || SymbolEqualityComparer.Default.Equals(from, to) || conversion.Operand.ConstantValue is { HasValue: true, Value: null }) return false;
        if (known.CarriesTensors(from) || known.CarriesTensors(to) || known.IsFromTorchSharp(UnderlyingOf(to))) return false;
        if (to.SpecialType == SpecialType.System_Object || to.TypeKind == TypeKind.Interface && (from.IsValueType || from.SpecialType == SpecialType.System_String)) return from.IsValueType || from.SpecialType == SpecialType.System_String;
        if (from.SpecialType == SpecialType.System_Object || (from.TypeKind == TypeKind.Interface && to.IsValueType)) return true;
        var (inner, outer) = (UnderlyingOf(from), UnderlyingOf(to));
        if (SymbolEqualityComparer.Default.Equals(inner, outer)) return false;
        return IsUnmodelled(inner) || IsUnmodelled(outer);

        static bool IsUnmodelled(ITypeSymbol type) => type.TypeKind == TypeKind.Enum || type.SpecialType is SpecialType.System_Char or SpecialType.System_Decimal or SpecialType.System_IntPtr or SpecialType.System_UIntPtr
            || (type is INamedTypeSymbol { TypeKind: TypeKind.Struct, SpecialType: SpecialType.None, IsTupleType: false, DeclaringSyntaxReferences.IsEmpty: true } && !PlatformTypes.IsSpan(type) && !PlatformTypes.IsRange(type) && type.Name is not ("Index" or "ImmutableArray" or "Nullable"));
    }

    /// <summary>What is left of a value in a form that the proof does not look into.</summary>
    private static AbstractValue Opaque(AbstractValue value) => value switch
    {
        RefusedValue or UnknownValue or ConstantValue { Value: null } => value,
        IntegerValue { HoldsExamples: true } or BatchSizeDependentValue => BatchSizeDependentValue.Instance,
        _ when Join.IsPublic(value) => PublicValue.Instance,
        _ => new UnknownValue("it is converted to a type that the compiler does not follow"),
    };

    private AbstractValue Binary(IBinaryOperation binary, Frame frame)
    {
        if (binary.OperatorMethod is { } method && known.IsFromTorchSharp(method))
        {
            return Apply(MemberNames.Of(method), null, Operands(method, binary.LeftOperand, binary.RightOperand), binary, frame);
        }

        if (binary.OperatorMethod is { IsAbstract: true } or { IsVirtual: true }) return Unsupported(binary, frame);
        if (IsOwnOperator(binary.OperatorMethod)) return binary.OperatorKind is BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr ? Unsupported(binary, frame) : Operate(binary.OperatorMethod!, binary, frame, binary.LeftOperand, binary.RightOperand);
        var left = Evaluate(binary.LeftOperand, frame);

        // && and || leave the right side alone where the left side settles them.
        if (binary.OperatorKind is BinaryOperatorKind.ConditionalAnd && left is ConstantValue { Value: false }) return left;
        if (binary.OperatorKind is BinaryOperatorKind.ConditionalOr && left is ConstantValue { Value: true }) return left;
        using var unsettled = binary.OperatorKind is BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr ? Uncertain(frame) : null;
        var beforeRight = frame.Environment.Clone();
        if (binary.OperatorKind is BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr) Learn(binary.LeftOperand, binary.OperatorKind is BinaryOperatorKind.ConditionalAnd, frame);
        var right = Evaluate(binary.RightOperand, frame);
        if (binary.OperatorKind is BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr) frame.Environment = Environment.JoinKeepingDeclared(beforeRight, frame.Environment);
        if (binary.OperatorKind is BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals
            && (left is ConstantValue { Value: null } ? IsNull(right) : right is ConstantValue { Value: null } ? IsNull(left) : null) is { } isNull)
            return new ConstantValue(isNull == (binary.OperatorKind == BinaryOperatorKind.Equals));
        if ((left, right) is (ChoiceValue or OptionalValue, ConstantValue { Value: null }) or (ConstantValue { Value: null }, ChoiceValue or OptionalValue)) return PublicValue.Instance;
        if (left is TensorValue || right is TensorValue) return Unsupported(binary, frame);
        return Arithmetic.InRangeOf(binary.Type?.SpecialType, Arithmetic.Binary(binary.OperatorKind, left, right));
    }

    /// <summary><c>(a, b) == (c, d)</c> of settings.</summary>
    private AbstractValue CompareTuples(ITupleBinaryOperation comparison, Frame frame)
    {
        var (left, right) = (Evaluate(comparison.LeftOperand, frame), Evaluate(comparison.RightOperand, frame));
        if (left is RefusedValue || right is RefusedValue) return RefusedValue.Instance;
        if (left is not SequenceValue { Items: var some } || right is not SequenceValue { Items: var others } || some.Count != others.Count || !Join.IsPublic(left) || !Join.IsPublic(right)) return Unsupported(comparison, frame);
        var equal = some.Zip(others, (a, b) => Arithmetic.Binary(BinaryOperatorKind.Equals, a, b)).ToArray();
        var isForEqual = comparison.OperatorKind == BinaryOperatorKind.Equals;
        if (equal.Any(item => item is ConstantValue { Value: false })) return new ConstantValue(!isForEqual);
        return equal.All(item => item is ConstantValue { Value: true }) ? new ConstantValue(isForEqual) : PublicValue.Instance;
    }

    /// <summary>An operator of the project, which is a method; one of a library may do anything.</summary>
    private AbstractValue Operate(IMethodSymbol method, IOperation operation, Frame frame, params IOperation[] operands)
    {
        if (method.DeclaringSyntaxReferences.IsEmpty || method.Parameters.Length != operands.Length || operation is IBinaryOperation { IsLifted: true } or IUnaryOperation { IsLifted: true } or ICompoundAssignmentOperation { IsLifted: true }) return Unsupported(operation, frame, $"the operator of {method.ContainingType.Name}");
        return Invoke(method, null, [.. operands.Select(operand => HandedOn(Evaluate(operand, frame), frame))], frame, operation.Syntax);
    }

    /// <summary>An operator that the user, or a library that is neither TorchSharp nor the platform, has defined: it may do anything.</summary>
    private bool IsOwnOperator(IMethodSymbol? method) =>
        method is not null && !known.IsFromTorchSharp(method) && (!method.DeclaringSyntaxReferences.IsEmpty || !IsOfPlatform(method));

    private bool IsOfPlatform(ISymbol symbol) =>
        SymbolEqualityComparer.Default.Equals(symbol.ContainingAssembly, compilation.GetSpecialType(SpecialType.System_Object).ContainingAssembly);

    private AbstractValue Unary(IUnaryOperation unary, Frame frame)
    {
        if (unary.OperatorMethod is { } method && known.IsFromTorchSharp(method))
            return Apply(MemberNames.Of(method), null, Operands(method, unary.Operand), unary, frame);
        if (unary.OperatorMethod is { IsAbstract: true } or { IsVirtual: true }) return Unsupported(unary, frame);
        if (IsOwnOperator(unary.OperatorMethod)) return Operate(unary.OperatorMethod!, unary, frame, unary.Operand);
        var operand = Evaluate(unary.Operand, frame);
        return unary.OperatorKind == UnaryOperatorKind.Hat
            ? operand is IntegerValue { Size.Constant: 0 } ? IntegerValue.Unknown : Arithmetic.Unary(UnaryOperatorKind.Minus, operand)
            : Arithmetic.InRangeOf(unary.Type?.SpecialType, Arithmetic.Unary(unary.OperatorKind, operand));
    }
}
