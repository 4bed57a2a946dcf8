using System.Collections.Generic;
using System.Linq;
using DslDp.Generator.Proof;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DslDp.Generator.Lowering;

/// <summary>
/// Lists that a method fills step by step. A list is followed while only one local variable leads to it; when it is handed on, it is taken as it is then,
/// and a later change is refused. Lists that a lambda or a local function uses are not followed, because it may change them whenever it is called.
/// </summary>
internal sealed partial class Interpreter
{
    private const int MaximumItems = 4096;

    private static AbstractValue Local(ILocalReferenceOperation reference, Frame frame)
    {
        var value = frame.Environment[reference.Local];
        if (value is not ListValue list) return value;
        return frame.Environment[reference.Local] = list.Contents;
    }

    /// <summary>The value for a use that neither keeps the list nor changes it.</summary>
    private AbstractValue Glance(IOperation operation, Frame frame) =>
        FollowedList(operation, frame) is { } list ? list.Contents : Evaluate(operation, frame);

    /// <summary>What goes through an array sees the elements that are set meanwhile, where a list that changes meanwhile ends the run: for such a use an array is handed on.</summary>
    private static bool IsOfArray(IOperation operation) => Unconverted(operation).Type is IArrayTypeSymbol;

    private static ListValue? FollowedList(IOperation? operation, Frame frame) => operation is null ? null : Unconverted(operation) switch
    {
        ILocalReferenceOperation local when IsOwn(local.Local, frame) => frame.Environment[local.Local] as ListValue,
        IFieldReferenceOperation { Instance: IInstanceReferenceOperation, Field.Name: var name } when frame.Construction is { } construction && construction.Is(frame.This) && construction.Fields.TryGetValue(name, out var value) => value as ListValue,
        _ => null,
    };

    /// <summary>What a local variable holds that is declared with a list of its own.</summary>
    private AbstractValue Declared(IVariableDeclaratorOperation declarator, IOperation initializer, Frame frame)
    {
        var (type, value) = (declarator.Symbol.Type, Evaluate(initializer, frame));
        if (!IsNewCollection(initializer, type) || value is not (SequenceValue or ManyValue or TableValue)) return value;
        if (!IsUsedByFunctions(declarator.Symbol, declarator)) return new ListValue(value);

        // What is full already may be used by functions as it is: what sets one of its elements, or adds one, is then refused.
        return type is not IArrayTypeSymbol && value is SequenceValue { Items.Count: 0 } or TableValue { Rows.Count: 0 } ? new UnknownValue($"{declarator.Symbol.Name} is a collection that a lambda or a local function uses") : value;
    }

    /// <summary>A list or an array that one name leads to from now on.</summary>
    private static AbstractValue OwnList(AbstractValue value) => value is SequenceValue or ManyValue or TableValue ? new ListValue(value) : value;

    /// <summary>A list or an array that is made here, so that no other name leads to it.</summary>
    private bool IsNewCollection(IOperation made, ITypeSymbol? type)
    {
        made = Unconverted(made);
        var isNew = made is IObjectCreationOperation or IArrayCreationOperation || made.Syntax is CollectionExpressionSyntax || made switch
        {
            IInvocationOperation { TargetMethod: var method } => PlatformTypes.IsOfLinq(method) && method.Name is "ToList" or "ToArray" || known.IsFromTorchSharp(method) && method.Name is "split" or "chunk" or "unbind" or "tensor_split",
            IPropertyReferenceOperation { Property: { Name: "shape" } property } => known.IsFromTorchSharp(property),
            _ => false,
        };
        return isNew && (PlatformTypes.IsList(type) || PlatformTypes.IsDictionary(type) || PlatformTypes.IsStackOrQueue(type) || type is IArrayTypeSymbol { Rank: 1 } || (type is IArrayTypeSymbol && IsOfNumbers(type)));
    }

    private static bool IsUsedByFunctions(ILocalSymbol list, IOperation inBody) => RootOf(inBody).Descendants().Any(function => function is ILocalFunctionOperation or IAnonymousFunctionOperation
        && function.Descendants().OfType<ILocalReferenceOperation>().Any(use => SymbolEqualityComparer.Default.Equals(use.Local, list)));

    /// <summary><c>new List&lt;Tensor&gt;()</c>, with a capacity, with the items of another list, or with items written out.</summary>
    private AbstractValue NewList(IObjectCreationOperation creation, Frame frame)
    {
        var items = new List<AbstractValue>();
        foreach (var argument in creation.Arguments)
        {
            var value = Glance(argument.Value, frame);
            if (value is ManyValue many && creation.Initializer is null) return many;
            if (value is SequenceValue given) items.AddRange(given.Items);
            else if (value is not IntegerValue) return Unsupported(creation, frame, "a list made from something that the compiler cannot see into");
        }

        foreach (var added in creation.Initializer is { } initializer ? initializer.Initializers.ToArray() : [])
        {
            if (added is not IInvocationOperation { TargetMethod.Name: "Add", Arguments.Length: 1 } add) return Unsupported(creation, frame, "the initializer of a list");
            items.Add(Evaluate(add.Arguments[0].Value, frame));
        }

        return new SequenceValue(EquatableArray.From(items.ToArray()));
    }

    /// <summary>A method of a list that is followed; null where it is something else, or a method that is not known.</summary>
    private AbstractValue? CallOnList(IInvocationOperation invocation, Frame frame)
    {
        if (PlatformTypes.IsStackOrQueue(invocation.TargetMethod.ContainingType) && FollowedList(invocation.Instance, frame) is not null) return CallOnStack(invocation, frame);
        if (!PlatformTypes.IsList(invocation.TargetMethod.ContainingType) || FollowedList(invocation.Instance, frame) is null) return null;
        if (invocation.TargetMethod.Name == "ToArray") return Glance(invocation.Instance!, frame);
        if (invocation.TargetMethod.Name == "Contains" && Glance(invocation.Instance!, frame) is SequenceValue among && Join.IsPublic(among) && Evaluate(invocation.Arguments[0].Value, frame) is var asked && Join.IsPublic(asked)) return ContainsValue(among.Items, asked);
        if ((invocation.TargetMethod.Name, invocation.TargetMethod.Parameters.Length) is not (("Add" or "AddRange" or "RemoveAt", 1) or ("Clear" or "Reverse", 0) or ("Insert", 2))) return null;
        var copies = invocation.TargetMethod.Name == "AddRange";
        var arguments = invocation.Arguments.Select(argument => (argument.Parameter?.Ordinal, Value: copies ? Glance(argument.Value, frame) : Evaluate(argument.Value, frame))).ToArray().OrderBy(argument => argument.Ordinal).Select(argument => argument.Value).ToArray();

        // An argument may have handed the list on.
        if (FollowedList(invocation.Instance, frame) is not { } list) return Unsupported(invocation, frame, "a list that is changed after it was handed on");
        var contents = Changed(list.Contents, invocation.TargetMethod.Name, arguments);
        var local = invocation.Instance!.DescendantsAndSelf().OfType<ILocalReferenceOperation>().First().Local;
        if (contents is null or SequenceValue { Items.Count: > MaximumItems })
        {
            frame.Environment[local] = new UnknownValue($"{local.Name} has items that the compiler cannot see");
            return arguments.FirstOrDefault(argument => argument is RefusedValue) ?? Unsupported(invocation, frame, "a list whose items the compiler cannot see");
        }

        frame.Environment[local] = new ListValue(contents);
        return PublicValue.Instance;
    }

    /// <summary>What a list holds after one of its methods; null where that is not known.</summary>
    private static AbstractValue? Changed(AbstractValue contents, string method, AbstractValue[] arguments) => (method, arguments) switch
    {
        ("Add", [var item]) => Followed(contents, Items([item])),
        ("AddRange", [SequenceValue or ManyValue]) => Followed(contents, arguments[0]),
        ("Clear", []) => Items([]),
        ("Reverse", []) => contents is SequenceValue list ? Items(list.Items.Reverse()) : new ManyValue(((ManyValue)contents).Item),
        ("Insert", [IntegerValue { Size.Constant: { } place }, var item]) when contents is SequenceValue list && place >= 0 && place <= list.Items.Count =>
            Items(list.Items.Take((int)place).Append(item).Concat(list.Items.Skip((int)place))),
        ("RemoveAt", [IntegerValue { Size.Constant: { } place }]) when contents is SequenceValue list && place >= 0 && place < list.Items.Count => Items(list.Items.Where((_, position) => position != place)),
        ("RemoveAt", [var place]) when contents is ManyValue many && Join.IsPublic(place) => new ManyValue(many.Item),
        ("Insert", [var place, var item]) when contents is ManyValue many && Join.IsPublic(place) => new ManyValue(Join.Of(many.Item, item)),
        _ => null,
    };

    /// <summary>One list after another.</summary>
    private static AbstractValue Followed(AbstractValue list, AbstractValue more) => (list, more) switch
    {
        (SequenceValue { Items: var items }, SequenceValue { Items: var others }) => Items(items.Concat(others)),
        (_, SequenceValue { Items.Count: 0 }) => list,
        (SequenceValue { Items.Count: 0 }, _) => more,
        _ => Join.InOrder(Join.PartsOf(list).Concat(Join.PartsOf(more))),
    };

    /// <summary>A list that is not followed, and whose method may change it: what was known of it, under any name, does not hold any more.</summary>
    private static void ForgetList(IInvocationOperation invocation, AbstractValue? receiver, Frame frame)
    {
        if (frame.Construction is { } construction && (receiver is SequenceValue or ManyValue or TableValue || IsGrowing(invocation.TargetMethod.ContainingType)))
            construction.Distrust($"the constructor calls {invocation.TargetMethod.Name} on a list that the compiler does not follow");
    }

    private static bool IsGrowing(ITypeSymbol type) => PlatformTypes.IsList(type) || PlatformTypes.IsDictionary(type) || PlatformTypes.IsStackOrQueue(type);

    /// <summary>The lists that a piece of code, which was not run, may have changed.</summary>
    private static void ForgetLists(IOperation code, Frame frame)
    {
        foreach (var local in code.DescendantsAndSelf().OfType<ILocalReferenceOperation>().Where(local => IsGrowing(local.Local.Type)))
        {
            frame.Environment[local.Local] = new UnknownValue($"{local.Local.Name} is used in code that the compiler does not follow");
            frame.Construction?.Distrust($"the constructor uses the list {local.Local.Name} in a way that the compiler does not follow");
        }
    }

    /// <summary>A collection in a field whose items can be exchanged by whoever else knows it; of arrays, all uses are looked at.</summary>
    private AbstractValue Kept(ISymbol member, ITypeSymbol type, AbstractValue value) =>
        value is SequenceValue or ManyValue or TableValue && !PlatformTypes.IsCollection(type) && type is not INamedTypeSymbol { IsTupleType: true } && !(PlatformTypes.IsImmutableList(type) && !fields.HoldsCollections(type))
            ? new UnknownValue($"{member.Name} is a collection whose items may change; make it an array")
            : value;
}
