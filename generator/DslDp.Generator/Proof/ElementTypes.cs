using System.Linq;

namespace DslDp.Generator.Proof;

/// <summary>What is known of a tensor's elements from the name of their <c>ScalarType</c>, where one is given.</summary>
internal static class ElementTypes
{
    /// <summary>Bytes count as unknown: as an index they are a mask, like flags.</summary>
    public static Element Of(string scalarType) => scalarType switch
    {
        "Float16" or "Float32" or "Float64" or "BFloat16" => Element.Float,
        "Int8" or "Int16" or "Int32" or "Int64" => Element.Integer,
        "Bool" => Element.Boolean,
        _ => Element.Unknown,
    };

    /// <summary>A result whose element type the call names has that one, whatever its operands have.</summary>
    public static AbstractValue Named(Call call, AbstractValue result) =>
        result is TensorValue tensor && call.Arguments.FirstOrDefault(IsElementType) is { Value: var named }
            ? tensor with { Element = named is EnumerationValue { Member: var member } ? Of(member) : Element.Unknown }
            : result;

    private static bool IsElementType(Argument argument) => !argument.IsDefault && argument.Value is not ConstantValue { Value: null }
        && (argument.Value is EnumerationValue { Type: "ScalarType" } || argument.Parameter is "dtype" or "scalarType" or "scalar_type" || (argument.Parameter is "type" && argument.Value is PublicValue or UnknownValue));
}
