using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using DslDp.Generator.Proof;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DslDp.Generator.Lowering;

/// <summary>Lambdas and method groups that are called where they can be seen, and what the platform's sequences do with them.</summary>
internal sealed partial class Interpreter
{
    private AbstractValue Function(IDelegateCreationOperation creation, Frame frame) => creation.Target switch
    {
        IAnonymousFunctionOperation lambda => new FunctionValue(lambda.Symbol, lambda.Body, frame, frame.This) { Seen = frame.Environment.Clone() },
        IMethodReferenceOperation { Method: { MethodKind: MethodKind.LocalFunction } function } => new FunctionValue(function, BodyOf(function), frame, frame.This) { Seen = frame.Environment.Clone() },
        IMethodReferenceOperation { Method: var method } group => new FunctionValue(method, null, frame, group.Instance is null ? null : Evaluate(group.Instance, frame)),
        _ => Unsupported(creation, frame),
    };

    /// <summary>Calls a function with values. What it writes must be its own.</summary>
    private AbstractValue CallFunction(FunctionValue function, IReadOnlyList<AbstractValue> arguments, Frame frame, IOperation at)
    {
        if (function.Body is null)
        {
            if (!function.Method.DeclaringSyntaxReferences.IsEmpty) return Invoke(Overriding(function.Method, function.Receiver), function.Receiver ?? frame.This, arguments, frame, at.Syntax);
            if (known.IsFromTorchSharp(function.Method) && !known.IsModuleCall(function.Method))
            {
                var bound = function.Method.Parameters.Take(arguments.Count).Select((parameter, position) => new Argument(parameter.Name, arguments[position], IsDefault: false, sites.Of(at.Syntax)));
                return ApplyTo(MemberNames.Of(function.Method), function.Receiver, ImmutableArray.CreateRange(bound), at, frame);
            }

            return Unsupported(at, frame, $"{function.Method.Name} as a function");
        }

        if (frame.CountOf(function.Method) > 0 || frame.Depth > MaximumDepth || function.Method.IsAsync) return Unsupported(at, frame, "a lambda that calls itself");
        if (function.Body.Descendants().Any(use => HasChanged(use, function, frame))) return Unsupported(at, frame, "a function whose variables hold something else than where it stands, or are new in each turn of a loop,");
        var activation = new Frame(function.Method, function.Defined.This, frame) { Construction = frame.Construction, Environment = function.Defined.Environment.Clone(), DefinedIn = function.Defined };
        activation.Environment.IsReachable = true;
        for (var position = 0; position < function.Method.Parameters.Length && position < arguments.Count; position++) activation.Environment[function.Method.Parameters[position].OriginalDefinition] = arguments[position];
        RunBody(function.Body, activation);
        if (function.Method.ReturnsVoid) return PublicValue.Instance;
        return activation.Returns.Count > 0 ? activation.Returns.Aggregate(Join.Of) : new UnknownValue("a lambda does not return");
    }

    /// <summary>
    /// Whether a variable that a function sees holds another value at its call than where the function was made. Which of its variables such a function would see,
    /// that of an activation that is over, say, or of an earlier turn of a loop, is not followed.
    /// </summary>
    private static bool HasChanged(IOperation use, FunctionValue function, Frame caller)
    {
        var variable = use switch
        {
            ILocalReferenceOperation { Local: var local } => local,
            IParameterReferenceOperation { Parameter: var parameter } => (ISymbol)parameter.OriginalDefinition,
            _ => null,
        };
        if (variable is null || function.Seen?.Learnt(variable) is not { } seen) return false;
        for (var frame = caller; frame is not null; frame = frame.Caller)
        {
            if (frame.Environment.Learnt(variable) is { } now) return !now.Equals(seen);
        }

        return function.Defined.Environment.Learnt(variable) is not { } last || !last.Equals(seen);
    }

    /// <summary>A method of <c>System.Linq.Enumerable</c> on a sequence that is written out; null where it is another method, or cannot be followed.</summary>
    private AbstractValue? CallOnSequence(IInvocationOperation invocation, Frame frame)
    {
        var method = invocation.TargetMethod;
        if (!PlatformTypes.IsOfLinq(method) && !PlatformTypes.IsContainsOfSpan(method)) return null;
        if (invocation.Arguments.Any(argument => StaticTypeOf(argument.Value) is IArrayTypeSymbol { Rank: > 1 })) return null;
        if (Deferred.Contains(method.Name) && IsReadLater(invocation, frame) is { } later) return later;
        var arguments = invocation.Arguments.Select(argument => (argument.Parameter?.Ordinal ?? 0, Value: IsOnlyGoneThrough(argument, method) ? Glance(argument.Value, frame) : Evaluate(argument.Value, frame))).ToArray().OrderBy(argument => argument.Item1).Select(argument => Contents(argument.Value)).ToArray();
        if (arguments.FirstOrDefault(argument => argument is RefusedValue) is { } refused) return refused;
        if (method.Name == "Range")
        {
            return arguments is [IntegerValue { Size.Constant: { } start }, IntegerValue { Size.Constant: { } length }] && length <= MaximumItems
                ? Items(Enumerable.Range(0, (int)length).Select(index => (AbstractValue)IntegerValue.Of(start + index)))
                : arguments.All(Join.IsPublic) ? new ManyValue(IntegerValue.Unknown) : null;
        }

        if (method.Name == "Repeat" && arguments is [var repeated, var count])
        {
            return count is IntegerValue { Size.Constant: { } times } && times <= MaximumItems ? Items(Enumerable.Repeat(repeated, (int)times))
                : Join.IsPublic(count) ? new ManyValue(repeated)
                : null;
        }

        if (arguments.Length > 0 && arguments[0] is ManyValue many) return CallOnMany(method.Name, many, arguments, invocation, frame);
        if (arguments.Length == 0 || arguments[0] is not SequenceValue { Items: var items }) return null;
        return (method.Name, arguments.Length) switch
        {
            ("ToArray" or "ToList" or "AsEnumerable" or "Cast", 1) => arguments[0],
            ("Reverse", 1) => Items(items.Reverse()),
            ("Count", 1) => IntegerValue.Of(items.Count),
            ("First", 1) when items.Count > 0 => items[0],
            ("Last", 1) when items.Count > 0 => items[items.Count - 1],
            ("Skip", 2) when arguments[1] is IntegerValue { Size.Constant: { } skipped } => Items(items.Skip((int)skipped)),
            ("Take", 2) when arguments[1] is IntegerValue { Size.Constant: { } taken } => Items(items.Take((int)taken)),
            ("Append", 2) => Items(items.Append(arguments[1])),
            ("Prepend", 2) => Items(items.Prepend(arguments[1])),
            ("Concat", 2) when arguments[1] is SequenceValue { Items: var more } => Items(items.Concat(more)),
            ("Zip", 2) when arguments[1] is SequenceValue { Items: var others } => Items(items.Zip(others, (left, right) => (AbstractValue)Items([left, right]))),
            ("Zip", 3) when arguments[1] is SequenceValue { Items: var others } && arguments[2] is FunctionValue meet => Items(items.Zip(others, (left, right) => CallFunction(meet, [left, right], frame, invocation))),
            ("Select", 2) when arguments[1] is FunctionValue { Method.Parameters.Length: 1 } map => Items(items.Select(item => CallFunction(map, [item], frame, invocation))),
            ("Select", 2) when arguments[1] is FunctionValue { Method.Parameters.Length: 2 } map => Items(items.Select((item, index) => CallFunction(map, [item, IntegerValue.Of(index)], frame, invocation))),
            ("Aggregate", 3) when arguments[2] is FunctionValue fold => items.Aggregate(arguments[1], (total, item) => CallFunction(fold, [total, item], frame, invocation)),
            ("Aggregate", 2) when arguments[1] is FunctionValue fold && items.Count > 0 => items.Skip(1).Aggregate(items[0], (total, item) => CallFunction(fold, [total, item], frame, invocation)),
            ("Take", 2) when arguments[1] is SliceValue slice => PartOf(arguments[0], slice, invocation, frame),
            ("SkipLast", 2) when arguments[1] is IntegerValue { Size.Constant: { } left } => Items(items.Take((int)System.Math.Max(0, items.Count - left))),
            ("TakeLast", 2) when arguments[1] is IntegerValue { Size.Constant: { } kept } => Items(items.Skip((int)System.Math.Max(0, items.Count - kept))),
            ("ElementAt", 2) => ElementAt(arguments[0], arguments[1], invocation, frame),
            ("Single", 1) when items.Count == 1 => items[0],
            ("Any", 1) => new ConstantValue(items.Count > 0),
            ("Zip", 3) when arguments[1] is SequenceValue { Items: var seconds } && arguments[2] is SequenceValue { Items: var thirds } => Items(items.Zip(seconds, (left, right) => (left, right)).Zip(thirds, (pair, third) => (AbstractValue)Items([pair.left, pair.right, third]))),
            ("Index", 1) => Items(items.Select((item, index) => (AbstractValue)Items([IntegerValue.Of(index), item]))),
            ("Where", 2) when arguments[1] is FunctionValue chosen => Chosen(items, chosen, frame, invocation) is { } left ? Items(left) : null,
            ("Count", 2) when arguments[1] is FunctionValue counted => Chosen(items, counted, frame, invocation) is { } left ? IntegerValue.Of(left.Count) : null,
            ("First" or "Single", 2) when arguments[1] is FunctionValue sought => Chosen(items, sought, frame, invocation) is { Count: > 0 } left ? left[0] : null,
            ("Last", 2) when arguments[1] is FunctionValue sought => Chosen(items, sought, frame, invocation) is { Count: > 0 } left ? left[left.Count - 1] : null,
            ("Any", 2) when arguments[1] is FunctionValue asked => Chosen(items, asked, frame, invocation) is { } left ? new ConstantValue(left.Count > 0) : null,
            ("All", 2) when arguments[1] is FunctionValue asked => Chosen(items, asked, frame, invocation) is { } left ? new ConstantValue(left.Count == items.Count) : null,
            ("SelectMany", 2) when arguments[1] is FunctionValue { Method.Parameters.Length: 1 } map => items.Select(item => Contents(CallFunction(map, [item], frame, invocation))).ToArray() is var lists && lists.All(list => list is SequenceValue) ? Items(lists.SelectMany(list => ((SequenceValue)list).Items)) : null,
            ("Max" or "Min", 1) when items.Count > 0 && items.All(item => item is IntegerValue { Size.Constant: not null }) => IntegerValue.Of(method.Name == "Max" ? items.Max(ConstantOf) : items.Min(ConstantOf)),
            ("Contains", 2) when Join.IsPublic(arguments[0]) && Join.IsPublic(arguments[1]) => ContainsValue(items, arguments[1]),
            ("Sum", 1) when method.ReturnType.SpecialType != SpecialType.None => SumOf(items, method),
            ("Sum", 2) when arguments[1] is FunctionValue measure => SumOf(items.Select(item => CallFunction(measure, [item], frame, invocation)).ToArray(), method),
            _ => null,
        };
    }

    /// <summary>What a query reads item by item on the spot, and does not hand on: its source, and a second one. Of an array its elements may be set meanwhile.</summary>
    private static bool IsOnlyGoneThrough(IArgumentOperation argument, IMethodSymbol method) =>
        !IsOfArray(argument.Value) && argument.Parameter is { } parameter && (parameter.Ordinal == 0 || method.Name is "Concat" or "Zip") && parameter.OriginalDefinition.Type is INamedTypeSymbol { IsGenericType: true };

    /// <summary>The items for which a function says yes; null where that is not known of each.</summary>
    private List<AbstractValue>? Chosen(EquatableArray<AbstractValue> items, FunctionValue function, Frame frame, IInvocationOperation at)
    {
        var chosen = new List<AbstractValue>();
        for (var place = 0; place < items.Count; place++)
        {
            AbstractValue[] given = function.Method.Parameters.Length == 2 ? [items[place], IntegerValue.Of(place)] : [items[place]];
            if (CallFunction(function, given, frame, at) is not ConstantValue { Value: bool isChosen }) return null;
            if (isChosen) chosen.Add(items[place]);
        }

        return chosen;
    }

    private static long ConstantOf(AbstractValue number) => ((IntegerValue)number).Size.Constant!.Value;

    /// <summary>The same on a list of any length whose items are alike.</summary>
    private AbstractValue? CallOnMany(string method, ManyValue many, AbstractValue[] arguments, IInvocationOperation invocation, Frame frame) => (method, arguments.Length) switch
    {
        ("ToArray" or "ToList" or "AsEnumerable" or "Cast", 1) => many,
        ("Reverse", 1) or ("Skip" or "Take", 2) => new ManyValue(many.Item),
        ("Count", 1) => IntegerValue.Unknown,
        ("First" or "Last", 1) => many.Item,
        ("Append" or "Prepend", 2) => new ManyValue(Join.Of(many.Item, arguments[1])),
        ("Concat", 2) when arguments[1] is SequenceValue or ManyValue => Followed(many, arguments[1]),
        ("Select", 2) when arguments[1] is FunctionValue { Method.Parameters.Length: 1 } map => new ManyValue(CallFunction(map, [many.Item], frame, invocation)),
        ("Select", 2) when arguments[1] is FunctionValue { Method.Parameters.Length: 2 } map => new ManyValue(CallFunction(map, [many.Item, IntegerValue.Unknown], frame, invocation)),
        ("Aggregate", 3) when arguments[2] is FunctionValue fold => ToRest(arguments[1], total => Join.Of(total, CallFunction(fold, [total, many.Item], frame, invocation)), invocation, frame),
        ("Aggregate", 2) when arguments[1] is FunctionValue fold => ToRest(many.Item, total => Join.Of(total, CallFunction(fold, [total, many.Item], frame, invocation)), invocation, frame),
        _ => null,
    };

    /// <summary>Whether a value is among settings; which is known where all of them are.</summary>
    private static AbstractValue ContainsValue(EquatableArray<AbstractValue> items, AbstractValue value)
    {
        var equal = items.Select(item => Arithmetic.Binary(BinaryOperatorKind.Equals, item, value)).ToArray();
        if (equal.Any(item => item is ConstantValue { Value: true })) return new ConstantValue(true);
        return equal.All(item => item is ConstantValue { Value: false }) ? new ConstantValue(false) : PublicValue.Instance;
    }

    /// <summary>A sum of numbers; how one of floating-point numbers is rounded on its way is not followed.</summary>
    private static AbstractValue SumOf(IEnumerable<AbstractValue> items, IMethodSymbol method) =>
        items.Aggregate((AbstractValue)IntegerValue.Of(0), (left, right) => Arithmetic.Binary(BinaryOperatorKind.Add, left, right)) is var sum && sum is NumberValue ? new NumberValue((double?)null) : Arithmetic.InRangeOf(method.ReturnType.SpecialType, sum);

    /// <summary>A container of components as the sequence of what it holds.</summary>
    private static AbstractValue Contents(AbstractValue value) => value is ModuleValue container && ModuleContainers.ContentsOf(container) is { } parts && !ModuleContainers.IsDictionary(container)
        ? container.IsFrozen ? Untrained(parts) : parts
        : value;

    private static SequenceValue Items(IEnumerable<AbstractValue> items) => new(EquatableArray.From(items.ToArray()));
}
