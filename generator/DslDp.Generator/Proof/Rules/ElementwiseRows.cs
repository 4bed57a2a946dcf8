using System.Collections.Generic;
using System.Linq;

namespace DslDp.Generator.Proof.Rules;

/// <summary>
/// Operators that give each element from the elements at the same place. Each result then depends on the examples that the operands have there,
/// and broadcasting has made sure that this is one and the same example.
/// </summary>
internal static class ElementwiseRows
{
    private const string Unary = """
        abs absolute acos acosh alias angle arccos arccosh arcsin arcsinh arctan arctanh asin asinh atan atanh bitwise_not ceil clip clone conj contiguous
        cos cosh deg2rad detach digamma erf erfc erfinv exp exp2 expm1 fix floor frac i0 lgamma log log10 log1p log2 logit nan_to_num neg negative
        positive rad2deg reciprocal relu relu6 round rsqrt sgn sigmoid sign sin sinc sinh softplus sqrt square tan tanh trunc celu elu gelu hardsigmoid
        hardtanh leaky_relu selu silu conj_physical real imag resolve_conj resolve_neg log_sigmoid hardswish threshold rrelu mvlgamma dequantize
        """;

    private const string Predicates = "isfinite isinf isnan isneginf isposinf isreal logical_not signbit";

    private const string Binary = """
        add sub subtract mul multiply div divide true_divide remainder fmod floor_divide pow atan2 arctan2 maximum minimum fmax fmin hypot copysign
        xlogy logaddexp logaddexp2 addcmul addcdiv lerp bitwise_and bitwise_or bitwise_xor clamp clamp_max clamp_min gcd lcm ldexp nextafter igamma igammac float_power heaviside
        bitwise_left_shift bitwise_right_shift
        """;

    private const string Comparisons = "eq ne lt le gt ge greater greater_equal less less_equal not_equal logical_and logical_or logical_xor isclose";

    public static void AddTo(OperatorTable table)
    {
        table.AddTensor(Unary, Map(null));
        table.AddTensor(Predicates, Map(Element.Boolean));
        table.AddTensor(Binary, Zip(null));
        table.AddAll("torch.Tensor", "pin_memory to_dense", Map(null));
        table.AddTensor("polygamma", Map(Element.Float));
        table.AddAll("torch", "complex polar", Zip(Element.Unknown));
        table.Add("torch.normal", call => call.Has("size") ? CreationRows.Sized(Element.Float)(call) : Zip(Element.Float)(call));
        table.AddTensor("frexp", call => Map(null)(call) is TensorValue result ? new SequenceValue(EquatableArray.From<AbstractValue>([result, result])) : RefusedValue.Instance);
        table.AddTensor(Comparisons, Zip(Element.Boolean));

        table.AddAll("torch.Tensor", "op_UnaryNegation op_OnesComplement", Map(null));
        table.AddAll("torch.Tensor", "op_Addition op_Subtraction op_Multiply op_Modulus op_BitwiseAnd op_BitwiseOr op_ExclusiveOr", Zip(null));
        table.Add("torch.Tensor.op_Division", Zip(Element.Float));
        table.AddAll("torch.Tensor", "op_Equality op_Inequality op_LessThan op_LessThanOrEqual op_GreaterThan op_GreaterThanOrEqual", Zip(Element.Boolean));

        table.AddAll(
            "torch.nn.functional",
            """
            relu relu6 elu selu celu gelu silu mish leaky_relu sigmoid tanh softplus softsign softshrink hardshrink hardsigmoid hardswish hardtanh tanhshrink
            threshold rrelu logsigmoid dropout alpha_dropout Hardshrink Hardtanh Mish SiLU Softshrink Softsign Tanhshrink Threshold
            """,
            Map(null));
        table.AddAll("torch.nn.functional", "dropout1d dropout2d dropout3d feature_alpha_dropout", ChannelDropout);

        table.Add("torch.where", Where);
        table.Add("torch.Tensor.where", Where);
        table.Add("torch.Tensor.masked_fill", Zip(null));
        table.AddAll("torch", "FloatTensor DoubleTensor LongTensor IntTensor ShortTensor ByteTensor BoolTensor", Map(Element.Unknown));
        table.AddAll("torch.Tensor", "to type type_as cpu cuda mps float double long int bool half to_type bfloat16 byte char short cfloat cdouble", Cast);
    }

    public static Rule Map(Element? element) => call =>
    {
        var subject = call.Subject();
        call.TakeSettings();
        return call.Result(subject, subject.Shape, element);
    };

    /// <summary>Whole channels are dropped, with one draw for each example and channel: the examples must be the first axis.</summary>
    public static AbstractValue ChannelDropout(Call call)
    {
        var subject = call.Subject();
        call.TakeSettings();
        if (subject.Shape is { HoldsExamples: true, ExamplesAxis: not 0 })
        {
            throw call.Refuse(
                Reason.MixesExamples,
                $"{call.Member} drops one axis of {subject} for all examples together",
                "put the examples on axis 0",
                trail: subject.Trail);
        }

        return call.Result(subject, subject.Shape);
    }

    public static Rule Zip(Element? element) => call =>
    {
        var operands = Operands(call);
        var first = operands.FirstOrDefault(operand => operand.HoldsExamples) ?? operands[0];
        return call.Result(first, Broadcasting.Of(call, operands), element ?? Promote(operands));
    };

    private static AbstractValue Where(Call call)
    {
        var operands = Operands(call);
        if (operands.Count != 3)
        {
            throw call.Refuse(
                Reason.MixesExamples,
                "where with a condition alone gives the positions of all examples' elements together",
                "use where(condition, x, y), which keeps the shape");
        }

        var first = operands.FirstOrDefault(operand => operand.HoldsExamples) ?? operands[0];
        return call.Result(first, Broadcasting.Of(call, operands), Promote(operands.Skip(1)));
    }

    /// <summary>A change of element type or device leaves every axis where it is; of <c>other</c> only the type is read.</summary>
    private static AbstractValue Cast(Call call)
    {
        var subject = call.Subject();
        var other = call.Has("other") ? call.TakeTensor("other") : call.Has("tensor") ? call.TakeTensor("tensor") : null;
        call.TakeSettings();
        var element = call.Member switch
        {
            "float" or "double" or "half" => Element.Float,
            "long" or "int" => Element.Integer,
            "bool" => Element.Boolean,
            "cpu" or "cuda" or "to" when other is null => subject.Element,
            _ => other?.Element ?? Element.Unknown,
        };
        return call.Result(subject, subject.Shape, element);
    }

    /// <summary>What the operator is called on, if anything, and every argument that is a tensor or a number; the rest are settings.</summary>
    private static List<TensorValue> Operands(Call call)
    {
        var operands = new List<TensorValue>();
        if (call.Receiver is not null) operands.Add(call.Subject());
        for (var position = 0; position < call.Arguments.Length; position++)
        {
            if (call.Arguments[position].Value is not (ConstantValue { Value: not bool } or EnumerationValue or PublicValue)) operands.Add(call.Operand(position));
        }

        call.TakeSettings();
        return operands.Count > 0 ? operands : throw call.Refuse(Reason.UnknownOperation, $"{call.Member} is given no tensor", "ask with is null whether there is a tensor");
    }

    private static Element Promote(IEnumerable<TensorValue> operands)
    {
        var elements = operands.Select(operand => operand.Element).ToArray();
        if (elements.Contains(Element.Float)) return Element.Float;
        if (elements.Contains(Element.Unknown)) return Element.Unknown;
        return elements.Contains(Element.Integer) ? Element.Integer : Element.Boolean;
    }
}
