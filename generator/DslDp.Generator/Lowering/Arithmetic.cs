using System;
using DslDp.Generator.Proof;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DslDp.Generator.Lowering;

/// <summary>Arithmetic on numbers of the configuration and on sizes. What has to do with the number of examples stays marked as such.</summary>
internal static class Arithmetic
{
    public static AbstractValue Binary(BinaryOperatorKind kind, AbstractValue left, AbstractValue right)
    {
        if (left is RefusedValue || right is RefusedValue) return RefusedValue.Instance;
        if (DependsOnBatchSize(left) || DependsOnBatchSize(right)) return WithBatchSize(kind, left, right);
        if (!Join.IsPublic(left) || !Join.IsPublic(right)) return new UnknownValue("it is computed from something that the compiler cannot follow");
        return (left, right) switch
        {
            (IntegerValue { Size.Constant: { } a }, IntegerValue { Size.Constant: { } b }) => Integers(kind, a, b),
            (IntegerValue a, IntegerValue b) when kind == BinaryOperatorKind.Multiply => new IntegerValue(Axis.Product(a.Size, b.Size)),
            (IntegerValue a, IntegerValue b) when kind is BinaryOperatorKind.Divide && Quotient(a.Size, b.Size) is { } quotient => new IntegerValue(quotient),
            (IntegerValue a, IntegerValue b) when kind is BinaryOperatorKind.Equals && a.Equals(b) && a.Size.IsKnown => new ConstantValue(true),
            (IntegerValue, IntegerValue) when IsArithmetic(kind) => IntegerValue.Unknown,
            (NumberValue or IntegerValue, NumberValue or IntegerValue) when Number(left) is { } a && Number(right) is { } b => Numbers(kind, a, b),
            (NumberValue or IntegerValue, NumberValue or IntegerValue) when IsArithmetic(kind) => new NumberValue((double?)null),
            (EnumerationValue a, EnumerationValue b) when kind == BinaryOperatorKind.Equals => new ConstantValue(a.Equals(b)),
            (EnumerationValue a, EnumerationValue b) when kind == BinaryOperatorKind.NotEquals => new ConstantValue(!a.Equals(b)),
            (ConstantValue a, ConstantValue b) when kind == BinaryOperatorKind.Equals => new ConstantValue(Equals(a.Value, b.Value)),
            (ConstantValue a, ConstantValue b) when kind == BinaryOperatorKind.NotEquals => new ConstantValue(!Equals(a.Value, b.Value)),
            (ConstantValue { Value: bool a }, ConstantValue { Value: bool b }) => Flags(kind, a, b),
            _ => PublicValue.Instance,
        };
    }

    public static AbstractValue Unary(UnaryOperatorKind kind, AbstractValue operand) => (kind, operand) switch
    {
        (UnaryOperatorKind.Minus, IntegerValue { Size.Constant: { } a }) => IntegerValue.Of(-a),
        (UnaryOperatorKind.Minus, IntegerValue { HoldsExamples: false }) => IntegerValue.Unknown,
        (UnaryOperatorKind.Minus, NumberValue a) => new NumberValue(-a.Constant),
        (UnaryOperatorKind.Plus, _) => operand,
        (UnaryOperatorKind.Not, ConstantValue { Value: bool a }) => new ConstantValue(!a),
        (_, RefusedValue) => operand,
        _ when DependsOnBatchSize(operand) => BatchSizeDependentValue.Instance,
        _ when Join.IsPublic(operand) => PublicValue.Instance,
        _ => new UnknownValue("it is computed from something that the compiler cannot follow"),
    };

    public static double? Number(AbstractValue value) => value switch
    {
        NumberValue number => number.Constant,
        IntegerValue integer => integer.Size.Constant,
        _ => null,
    };

    /// <summary>Up to here every whole number is one in double precision.</summary>
    private const long LastExact = 1L << 53;

    /// <summary>A conversion between numeric types.</summary>
    public static AbstractValue Convert(AbstractValue value, bool toInteger) => value switch
    {
        IntegerValue when toInteger => value,
        IntegerValue { HoldsExamples: true } => BatchSizeDependentValue.Instance,
        IntegerValue integer => new NumberValue(integer.Size.Constant is > -LastExact and < LastExact ? integer.Size.Constant : null),
        NumberValue { Constant: { } constant } when toInteger && Math.Abs(constant) < 1e15 => IntegerValue.Of((long)constant),
        NumberValue when toInteger => IntegerValue.Unknown,
        _ => value,
    };

    /// <summary>A constant as its type holds it: single precision rounds, and what overflows is not known.</summary>
    public static AbstractValue InRangeOf(SpecialType? type, AbstractValue value) => (type, value) switch
    {
        (SpecialType.System_Single, NumberValue { Constant: { } number }) => new NumberValue((double)(float)number),
        (SpecialType.System_Int32, IntegerValue { Size.Constant: < int.MinValue or > int.MaxValue }) => IntegerValue.Unknown,
        (SpecialType.System_UInt32, IntegerValue { Size.Constant: < uint.MinValue or > uint.MaxValue }) => IntegerValue.Unknown,
        (SpecialType.System_Int16, IntegerValue { Size.Constant: < short.MinValue or > short.MaxValue }) => IntegerValue.Unknown,
        (SpecialType.System_UInt16, IntegerValue { Size.Constant: < ushort.MinValue or > ushort.MaxValue }) => IntegerValue.Unknown,
        (SpecialType.System_SByte, IntegerValue { Size.Constant: < sbyte.MinValue or > sbyte.MaxValue }) => IntegerValue.Unknown,
        (SpecialType.System_Byte, IntegerValue { Size.Constant: < byte.MinValue or > byte.MaxValue }) => IntegerValue.Unknown,
        (SpecialType.System_UInt64, IntegerValue { Size.Constant: < 0 }) => IntegerValue.Unknown,
        _ => value,
    };

    private static bool DependsOnBatchSize(AbstractValue value) => value is IntegerValue { HoldsExamples: true } or BatchSizeDependentValue;

    /// <summary>Products with the batch size stay sizes, for views; everything else only remembers where it comes from.</summary>
    private static AbstractValue WithBatchSize(BinaryOperatorKind kind, AbstractValue left, AbstractValue right)
    {
        if (left is IntegerValue a && right is IntegerValue b)
        {
            if (kind == BinaryOperatorKind.Multiply) return new IntegerValue(Axis.Product(a.Size, b.Size));
            if (kind == BinaryOperatorKind.Divide && Quotient(a.Size, b.Size) is { } quotient) return new IntegerValue(quotient);
        }

        return BatchSizeDependentValue.Instance;
    }

    /// <summary>The exact quotient of two products, where every factor of the divisor is one of the dividend's.</summary>
    private static Axis? Quotient(Axis dividend, Axis divisor)
    {
        var factors = new System.Collections.Generic.List<Factor>(dividend.Factors);
        foreach (var factor in divisor.Factors)
        {
            if (factor.Kind == FactorKind.Unknown) return null;
            if (factors.Remove(factor)) continue;
            var number = factors.FindIndex(other => other.Kind == FactorKind.Number && factor.Kind == FactorKind.Number && factor.Value != 0 && other.Value % factor.Value == 0);
            if (number < 0) return null;
            factors[number] = Factor.Number(factors[number].Value / factor.Value);
        }

        return Axis.Product(factors);
    }

    private static bool IsArithmetic(BinaryOperatorKind kind) => kind is BinaryOperatorKind.Add or BinaryOperatorKind.Subtract or BinaryOperatorKind.Multiply
        or BinaryOperatorKind.Divide or BinaryOperatorKind.Remainder or BinaryOperatorKind.LeftShift or BinaryOperatorKind.RightShift;

    private static AbstractValue Integers(BinaryOperatorKind kind, long a, long b) => kind switch
    {
        BinaryOperatorKind.Add => Exact((decimal)a + b),
        BinaryOperatorKind.Subtract => Exact((decimal)a - b),
        BinaryOperatorKind.Multiply => Math.Abs((double)a * b) < long.MaxValue / 2.0 ? IntegerValue.Of(a * b) : IntegerValue.Unknown,
        BinaryOperatorKind.Divide when b is not (0 or -1) => IntegerValue.Of(a / b),
        BinaryOperatorKind.Remainder when b is not (0 or -1) => IntegerValue.Of(a % b),
        BinaryOperatorKind.LeftShift when b is >= 0 and < 31 && a is >= 0 and <= int.MaxValue => IntegerValue.Of(a << (int)b),
        BinaryOperatorKind.RightShift when b is >= 0 and < 31 => IntegerValue.Of(a >> (int)b),
        BinaryOperatorKind.Divide or BinaryOperatorKind.Remainder or BinaryOperatorKind.LeftShift or BinaryOperatorKind.RightShift => IntegerValue.Unknown,
        _ => Compared(kind, a.CompareTo(b)),
    };

    private static IntegerValue Exact(decimal value) => value is >= long.MinValue and <= long.MaxValue ? IntegerValue.Of((long)value) : IntegerValue.Unknown;

    private static AbstractValue Numbers(BinaryOperatorKind kind, double a, double b) => kind switch
    {
        BinaryOperatorKind.Add => new NumberValue(a + b),
        BinaryOperatorKind.Subtract => new NumberValue(a - b),
        BinaryOperatorKind.Multiply => new NumberValue(a * b),
        BinaryOperatorKind.Divide => new NumberValue(a / b),

        // What is not a number equals itself in a pattern, and not by an operator.
        _ when double.IsNaN(a) || double.IsNaN(b) => PublicValue.Instance,
        _ => Compared(kind, a.CompareTo(b)),
    };

    /// <summary>A comparison of two known operands, from the sign of their order.</summary>
    private static AbstractValue Compared(BinaryOperatorKind kind, int order) => kind switch
    {
        BinaryOperatorKind.Equals => new ConstantValue(order == 0),
        BinaryOperatorKind.NotEquals => new ConstantValue(order != 0),
        BinaryOperatorKind.LessThan => new ConstantValue(order < 0),
        BinaryOperatorKind.LessThanOrEqual => new ConstantValue(order <= 0),
        BinaryOperatorKind.GreaterThan => new ConstantValue(order > 0),
        BinaryOperatorKind.GreaterThanOrEqual => new ConstantValue(order >= 0),
        _ => PublicValue.Instance,
    };

    private static AbstractValue Flags(BinaryOperatorKind kind, bool a, bool b) => kind switch
    {
        BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.And => new ConstantValue(a && b),
        BinaryOperatorKind.ConditionalOr or BinaryOperatorKind.Or => new ConstantValue(a || b),
        BinaryOperatorKind.ExclusiveOr => new ConstantValue(a != b),
        _ => PublicValue.Instance,
    };
}
