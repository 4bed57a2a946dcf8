using System.Linq;
using DslDp.Generator.Proof;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DslDp.Generator.Lowering;

/// <summary>Elements of arrays and lists: an array without elements yet, <c>list[i] = x</c> where one name leads to the list, and parts of a list, <c>list[1..]</c>.</summary>
internal sealed partial class Interpreter
{
    /// <summary><c>new T[n]</c>: all elements are the type's default.</summary>
    private AbstractValue Blank(IArrayCreationOperation array, Frame frame)
    {
        if (IsOfNumbers(array.Type) && array.DimensionSizes.Length > 1) return NumbersOf((IArrayTypeSymbol)array.Type!, [.. array.DimensionSizes.Select(length => Evaluate(length, frame))], array, frame);
        if (array is not { DimensionSizes: [var size], Type: IArrayTypeSymbol { ElementType: var element } }) return Unsupported(array, frame, "an array of several axes that is not written out");
        var length = Evaluate(size, frame);
        if (length is RefusedValue) return length;
        if (!Join.IsPublic(length)) return Unsupported(array, frame, "an array whose length may depend on the batch");
        var item = Default(element);
        return length is IntegerValue { Size.Constant: >= 0 and <= MaximumItems and var count } ? Items(Enumerable.Repeat(item, (int)count)) : new ManyValue(item);
    }

    /// <summary>An array of several axes: how long they are is known, and which numbers are in it is not looked at, since they are set one by one.</summary>
    private AbstractValue NumbersOf(IArrayTypeSymbol type, AbstractValue[] lengths, IOperation at, Frame frame)
    {
        if (lengths.FirstOrDefault(length => length is RefusedValue) is { } refused) return refused;
        if (!lengths.All(Join.IsPublic)) return Unsupported(at, frame, "an array whose length may depend on the batch");
        return lengths.Reverse().Aggregate(PublicOrUnknown(type.ElementType, "an element of an array"), (item, length) =>
            length is IntegerValue { Size.Constant: >= 0 and <= MaximumItems and var count } ? Items(Enumerable.Repeat(item, (int)count)) : new ManyValue(item));
    }

    private static bool IsOfNumbers(ITypeSymbol? type) => type is IArrayTypeSymbol { ElementType.SpecialType: >= SpecialType.System_SByte and <= SpecialType.System_Double };

    /// <summary>A number is set in an array of several axes that one variable leads to: nothing changes of what is known of it.</summary>
    private bool IsNumberSet(IArrayElementReferenceOperation element, AbstractValue value, Frame frame) =>
        IsOfNumbers(element.ArrayReference.Type) && Join.IsPublic(value) && FollowedList(element.ArrayReference, frame) is not null
        && element.Indices.All(index => Join.IsPublic(Evaluate(index, frame))) && FollowedList(element.ArrayReference, frame) is not null;

    /// <summary>A tensor that is made of C# values, and of no element type that is named, has theirs.</summary>
    private static AbstractValue WithElementsOf(IOperation at, AbstractValue result)
    {
        if (result is not TensorValue { Element: Proof.Element.Unknown, HoldsExamples: false } made || at is not IInvocationOperation { TargetMethod: { Name: "tensor", ContainingType.Name: "torch", Parameters: [var values, ..] } } creation) return result;
        if (creation.Arguments.Any(argument => argument.Parameter?.Name == "dtype" && argument.ArgumentKind != ArgumentKind.DefaultValue)) return result;
        var type = values.Type switch
        {
            IArrayTypeSymbol array => array.ElementType,
            INamedTypeSymbol { TypeArguments: [var item] } => item,
            var single => single,
        };
        return type.SpecialType switch
        {
            SpecialType.System_Int32 or SpecialType.System_Int64 => made with { Element = Proof.Element.Integer },
            SpecialType.System_Single or SpecialType.System_Double => made with { Element = Proof.Element.Float },
            SpecialType.System_Boolean => made with { Element = Proof.Element.Boolean },
            _ => made,
        };
    }

    private static AbstractValue Default(ITypeSymbol type) => type.SpecialType switch
    {
        >= SpecialType.System_SByte and <= SpecialType.System_UInt64 => IntegerValue.Of(0),
        SpecialType.System_Single or SpecialType.System_Double => new NumberValue(0),
        SpecialType.System_Boolean => new ConstantValue(false),
        _ when type is INamedTypeSymbol { IsTupleType: true } tuple => Items(tuple.TupleElements.Select(element => Default(element.Type))),
        _ when type.IsReferenceType || type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T => ConstantValue.Null,
        _ => new UnknownValue("it is an element of an array that is not set"),
    };

    /// <summary>The value that a followed list or array was given at a place; null where it is not followed, or what is set there is not known.</summary>
    private AbstractValue? SetElement(IOperation collection, IOperation place, AbstractValue value, IOperation at, Frame frame)
    {
        collection = Unconverted(collection);
        if (FollowedList(collection, frame) is null || !IsSetInOrder(collection, place, at)) return null;
        var index = Evaluate(place, frame);
        if (value is RefusedValue || index is RefusedValue) return RefusedValue.Instance;

        // The index may have handed the list on.
        if (FollowedList(collection, frame) is not { } list || !Join.IsPublic(index)) return null;
        if (WithElement(list.Contents, index, HandedOn(value, frame)) is not { } contents) return null;
        if (collection is ILocalReferenceOperation local) frame.Environment[local.Local] = new ListValue(contents);
        else frame.Construction!.Set(((IFieldReferenceOperation)collection).Field.Name, new ListValue(contents));
        return value;
    }

    /// <summary>A list with a value at a place; where the place is settled at the run, any item may have become the value.</summary>
    private static AbstractValue? WithElement(AbstractValue contents, AbstractValue index, AbstractValue value)
    {
        if (contents is ManyValue many) return new ManyValue(Join.Of(many.Item, value));
        if (contents is TableValue table) return WithEntry(table, index, value);
        var items = ((SequenceValue)contents).Items;
        if (index is not IntegerValue { Size.Constant: { } place }) return index is IntegerValue ? Items(items.Select(item => Join.Of(item, value))) : null;
        if (place < 0) place += items.Count;
        return place >= 0 && place < items.Count ? Items(items.Select((item, position) => position == place ? value : item)) : null;
    }

    /// <summary>
    /// C# settles list and place before it computes the value, and the proof after it: nothing in the statement may set what they are computed from. What a
    /// method of the object does to a field of it is followed, so none may be called there.
    /// </summary>
    private static bool IsSetInOrder(IOperation collection, IOperation place, IOperation element)
    {
        var statement = element;
        while (statement.Parent is { } parent && statement is not (IAssignmentOperation or IIncrementOrDecrementOperation or IExpressionStatementOperation)) statement = parent;
        if ((statement is not IExpressionStatementOperation && statement.Parent is not IExpressionStatementOperation) || statement.Descendants().Any(HasEffect)) return false;
        if (collection.DescendantsAndSelf().Concat(place.DescendantsAndSelf()).Any(part => part is IFieldReferenceOperation or IPropertyReferenceOperation) && statement.Descendants().OfType<IInvocationOperation>().Any(call => call.TargetMethod is { IsStatic: false, DeclaringSyntaxReferences.IsEmpty: false } or { MethodKind: MethodKind.DelegateInvoke or MethodKind.LocalFunction })) return false;
        return statement is not IDeconstructionAssignmentOperation { Target: ITupleOperation targets }
            || !place.DescendantsAndSelf().OfType<ILocalReferenceOperation>().Any(used => targets.Elements.OfType<ILocalReferenceOperation>().Any(set => SymbolEqualityComparer.Default.Equals(set.Local, used.Local)));
    }

    /// <summary><c>Array.Fill(array, value)</c> of an array that one name leads to; null for anything else.</summary>
    private AbstractValue? FillArray(IInvocationOperation invocation, Frame frame)
    {
        if (invocation is not { TargetMethod: { Name: "Fill", ContainingType: { Name: "Array", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } }, Arguments: [{ Value: var array }, { Value: var filling }] } || FollowedList(array, frame) is null) return null;
        var value = HandedOn(Evaluate(filling, frame), frame);
        while (array is IConversionOperation conversion) array = conversion.Operand;
        if (value is RefusedValue || array is not ILocalReferenceOperation { Local: var local } || FollowedList(array, frame) is not { } list) return value is RefusedValue ? value : null;
        frame.Environment[local] = new ListValue(list.Contents is SequenceValue sequence ? Items(sequence.Items.Select(_ => value)) : new ManyValue(value));
        return PublicValue.Instance;
    }

    /// <summary><c>list[1..^1]</c>, which is a list of its own.</summary>
    private AbstractValue PartOf(AbstractValue list, SliceValue slice, IOperation at, Frame frame)
    {
        if (new[] { slice.From, slice.To }.Any(bound => bound is not null && !Join.IsPublic(bound))) return Unsupported(at, frame, "an index that may depend on the batch");
        if (list is ManyValue any) return new ManyValue(any.Item);
        if (list is not SequenceValue { Items: var items }) return Unsupported(at, frame, "a part of a list that the compiler cannot see into");
        var (from, to) = (Bound(slice.From, 0), Bound(slice.To, items.Count));
        if (from is null || to is null) return new ManyValue(items.Count == 0 ? ConstantValue.Null : items.Aggregate(Join.Of));
        return from >= 0 && from <= to && to <= items.Count
            ? Items(items.Skip((int)from).Take((int)(to - from)))
            : Refuse(frame, Reason.ShapeMismatch, at.Syntax, $"there is no part from {Text.Literal(from.Value)} to {Text.Literal(to.Value)} in a list of {Text.Literal(items.Count)}", "stay within the list");

        long? Bound(AbstractValue? bound, long open) => bound switch
        {
            null => open,
            IntegerValue { Size.Constant: { } place } => place < 0 ? place + items.Count : place,
            _ => null,
        };
    }
}
