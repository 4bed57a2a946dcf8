using System.Collections.Generic;
using System.Linq;
using DslDp.Generator.Proof;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DslDp.Generator.Lowering;

/// <summary>Patterns, of which the proof asks whether they match, never, or as the run says; and what they give names to.</summary>
internal sealed partial class Interpreter
{
    /// <summary>What a pattern in braces looks into, innermost last.</summary>
    private readonly Stack<AbstractValue> lookedInto = new();

    private bool? Matches(ICaseClauseOperation clause, AbstractValue value, Frame frame) => clause switch
    {
        IDefaultCaseClauseOperation => true,
        ISingleValueCaseClauseOperation single => Decide(Arithmetic.Binary(BinaryOperatorKind.Equals, value, Evaluate(single.Value, frame)), clause, frame),
        IPatternCaseClauseOperation pattern => Guarded(Matches(pattern.Pattern, value, frame), pattern.Guard, frame),
        _ => Decide(Unsupported(clause, frame), clause, frame),
    };

    private bool? Matches(IPatternOperation pattern, AbstractValue value, Frame frame) => MatchesValue(pattern, pattern.InputType is ITypeParameterSymbol && value is IntegerValue or NumberValue or EnumerationValue or ConstantValue { Value: not null } ? Opaque(value) : value, frame);

    private bool? MatchesValue(IPatternOperation pattern, AbstractValue value, Frame frame) => pattern switch
    {
        IDiscardPatternOperation => true,
        INegatedPatternOperation negated => !Matches(negated.Pattern, value, frame),
        IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: null } } when IsNull(value) is { } isNull => isNull,
        IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: null } } when value is ChoiceValue or OptionalValue => null,
        IRecursivePatternOperation { DeconstructionSubpatterns.IsEmpty: true, PropertySubpatterns.IsEmpty: true, MatchedType: var matched, InputType: var given, DeclaredSymbol: var symbol }
            when SymbolEqualityComparer.Default.Equals(matched, given) && value is ChoiceValue { MayBeAbsent: true } or OptionalValue => BoundIfThere(symbol, value, frame),
        IRecursivePatternOperation { DeconstructionSubpatterns.IsEmpty: true, PropertySubpatterns.IsEmpty: true, MatchedType: var matched, InputType: var given, DeclaredSymbol: var symbol }
            when SymbolEqualityComparer.Default.Equals(matched, given) && IsNull(value) is { } isNull => Bound(symbol, value, frame, !isNull),
        IDeclarationPatternOperation { MatchesNull: true, DeclaredSymbol: var symbol } => Bound(symbol, value, frame, true),
        IDeclarationPatternOperation { MatchedType: var matched, DeclaredSymbol: var symbol } when value is OptionalValue && known.IsTensor(matched) => BoundIfThere(symbol, value, frame),
        ITypePatternOperation { MatchedType: var matched } when value is OptionalValue && known.IsTensor(matched) => null,
        IDeclarationPatternOperation { MatchedType: INamedTypeSymbol matched, DeclaredSymbol: var symbol } when IsOfType(value, matched) is { } isOfType => Bound(symbol, value, frame, isOfType),
        IDeclarationPatternOperation { InputType: var given, MatchedType: var matched, DeclaredSymbol: var symbol } when IsUnderlying(matched, given) => BoundIfSet(pattern, symbol, value, matched!, frame),
        IRecursivePatternOperation { DeconstructionSubpatterns.IsEmpty: true, PropertySubpatterns.IsEmpty: true, InputType: var given, MatchedType: var matched, DeclaredSymbol: var symbol } when IsUnderlying(matched, given) => BoundIfSet(pattern, symbol, value, matched!, frame),
        IListPatternOperation list when value is SequenceValue => MatchesItems(list, (SequenceValue)value, frame),
        ITypePatternOperation { MatchedType: INamedTypeSymbol matched } when IsOfType(value, matched) is { } isOfType => isOfType,
        IRelationalPatternOperation relation => Decide(Arithmetic.Binary(relation.OperatorKind, value, Evaluate(relation.Value, frame)), pattern, frame),
        IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.Or } either => !Both(!Matches(either.LeftPattern, value, frame), !Matches(either.RightPattern, value, frame)),
        IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.And } both => Matches(both.LeftPattern, value, frame) is var left && left == false ? false : Both(left, Matches(both.RightPattern, value, frame)),
        IDeclarationPatternOperation { InputType: var given, MatchedType: { } matched, DeclaredSymbol: var symbol } when IsAlways(given, matched) && IsNull(value) is { } isNull => Bound(symbol, value, frame, !isNull),
        IRecursivePatternOperation { DeconstructSymbol: null } inside when IsAlways(inside.InputType, inside.MatchedType) => MatchesInside(inside, value, frame),
        IConstantPatternOperation constant => Decide(Arithmetic.Binary(BinaryOperatorKind.Equals, value, Evaluate(constant.Value, frame)), pattern, frame),
        _ => Decide(Unsupported(pattern, frame), pattern, frame),
    };

    /// <summary>A pattern and the condition behind it, <c>when</c>. What it sets would hold for the patterns after it, which begin anew.</summary>
    private bool? Guarded(bool? matches, IOperation? guard, Frame frame)
    {
        if (guard is null || matches == false) return matches;
        return Both(matches, guard.DescendantsAndSelf().Any(inner => HasEffect(inner) || TakesItem(inner)) ? Decide(Unsupported(guard, frame, "a condition that sets something"), guard, frame) : Decide(guard, frame));
    }

    private static bool? Both(bool? left, bool? right) => left == false || right == false ? false : left == true && right == true ? true : null;

    /// <summary>Whether what is not null is of a type by its own type already.</summary>
    private bool IsAlways(ITypeSymbol given, ITypeSymbol matched) => compilation.ClassifyCommonConversion(given, matched) is { Exists: true, IsImplicit: true, IsUserDefined: false } conversion && (conversion.IsIdentity || conversion.IsReference);

    /// <summary><c>(1, var b)</c> of a tuple, and <c>{ Length: 2 }</c>.</summary>
    private bool? MatchesInside(IRecursivePatternOperation pattern, AbstractValue value, Frame frame)
    {
        if (IsNull(value) is true) return false;
        var there = value is ChoiceValue choice ? new ChoiceValue(choice.Present) : IfThere(value)!;
        bool? all = IsNull(value) is false || pattern.InputType.IsValueType ? true : null;
        if (!pattern.DeconstructionSubpatterns.IsEmpty)
        {
            if (there is not SequenceValue { Items: var items } || items.Count != pattern.DeconstructionSubpatterns.Length) return Decide(there is RefusedValue ? there : Unsupported(pattern, frame), pattern, frame);
            for (var place = 0; place < items.Count && all != false; place++) all = Both(all, Matches(pattern.DeconstructionSubpatterns[place], items[place], frame));
        }

        lookedInto.Push(there);
        foreach (var part in pattern.PropertySubpatterns.TakeWhile(_ => all != false)) all = Both(all, Matches(part.Pattern, Evaluate(part.Member, frame), frame));
        lookedInto.Pop();
        return all == false ? false : Bound(pattern.DeclaredSymbol, there, frame, true) && all == true ? true : null;
    }

    /// <summary><c>[var b, .., 3]</c>, item by item.</summary>
    private bool? MatchesItems(IListPatternOperation list, SequenceValue value, Frame frame)
    {
        var slice = list.Patterns.Select((part, place) => (part, place)).Where(pair => pair.part is ISlicePatternOperation).Select(pair => (int?)pair.place).FirstOrDefault();
        var given = list.Patterns.Length - (slice is null ? 0 : 1);
        if (slice is null ? value.Items.Count != given : value.Items.Count < given) return false;
        bool? all = true;
        for (var place = 0; place < list.Patterns.Length; place++)
        {
            var left = value.Items.Count - given;
            var matches = list.Patterns[place] switch
            {
                ISlicePatternOperation { Pattern: null } => true,
                ISlicePatternOperation { Pattern: { } part } => Matches(part, Items(value.Items.Skip(place).Take(left)), frame),
                var item => Matches(item, value.Items[place > slice ? place - 1 + left : place], frame),
            };
            if (matches == false) return false;
            if (matches is null) all = null;
        }

        if (list.DeclaredSymbol is not null) frame.Environment[list.DeclaredSymbol] = value;
        return all;
    }

    /// <summary>A number or a flag, asked for behind a type that may be null.</summary>
    private static bool IsUnderlying(ITypeSymbol? type, ITypeSymbol? given) =>
        given is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } && SymbolEqualityComparer.Default.Equals(type, UnderlyingOf(given));

    private static ITypeSymbol UnderlyingOf(ITypeSymbol type) => type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [var underlying] } ? underlying : type;

    private bool? BoundIfSet(IPatternOperation pattern, ISymbol? variable, AbstractValue value, ITypeSymbol type, Frame frame)
    {
        if (IsNull(value) is { } isNull) return Bound(variable, value, frame, !isNull);
        if (value is not PublicValue) return Decide(value, pattern, frame);
        if (variable is not null) frame.Environment[variable] = PublicOrUnknown(type, variable.Name);
        return null;
    }

    private static bool? BoundIfThere(ISymbol? variable, AbstractValue value, Frame frame)
    {
        if (variable is not null) frame.Environment[variable] = value is ChoiceValue choice ? new ChoiceValue(choice.Present) : IfThere(value)!;
        return null;
    }

    /// <summary>A pattern that matches gives its variable the value.</summary>
    private static bool Bound(ISymbol? variable, AbstractValue value, Frame frame, bool matches)
    {
        if (matches && variable is not null) frame.Environment[variable] = value;
        return matches;
    }

    /// <summary>Whether a component is of a type; null where that is not known.</summary>
    private bool? IsOfType(AbstractValue value, INamedTypeSymbol type) => value switch
    {
        ConstantValue { Value: null } => false,
        ModuleValue module when known.IsFromTorchSharp(type) && type.TypeKind == TypeKind.Class && !type.IsAbstract && type.Name != "Module" => module.Kind == type.Name,
        _ => null,
    };
}
