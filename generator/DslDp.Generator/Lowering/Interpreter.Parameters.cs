using System.Linq;
using DslDp.Generator.Proof;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DslDp.Generator.Lowering;

/// <summary>Where a trained parameter is read as a tensor: there a stand-in for it is written, through which its part of each example's gradient is found.</summary>
internal sealed partial class Interpreter
{
    private AbstractValue Evaluate(IOperation operation, Frame frame)
    {
        var value = EvaluateAnew(operation, frame);
        if (value is OptionalValue { Tensor: { IsParameter: true } there } && frame.Construction is null && IsReadAsTensor(operation))
        {
            // Where null would end the run, the value is there.
            if (!MustBeThere(operation)) return Unsupported(operation, frame, "a parameter that may be null, where a tensor is read before it was asked,");
            value = there;
        }

        if (value is not TensorValue { IsParameter: true } parameter || frame.Construction is not null || !IsReadAsTensor(operation)) return value;
        session.Parameters.AddLeaf(sites.Of(operation.Syntax), known.IsTensor(operation.Type));
        return known.IsTensor(operation.Type) ? parameter with { IsParameter = false } : value;
    }

    /// <summary>The receiver of a call, or an argument that may not be null.</summary>
    private bool MustBeThere(IOperation operation)
    {
        while (operation.Parent is IConversionOperation { OperatorMethod: null } conversion) operation = conversion;
        return operation.Parent switch
        {
            IInvocationOperation invocation => invocation.Instance == operation,
            IPropertyReferenceOperation property => property.Instance == operation,
            IArgumentOperation { Parameter: { HasExplicitDefaultValue: false, NullableAnnotation: not NullableAnnotation.Annotated, ContainingSymbol: { } member } } => known.IsFromTorchSharp(member),
            _ => false,
        };
    }

    /// <summary>A parameter stays one while it is passed on as one; where a tensor is asked for, its stand-in is written.</summary>
    private bool IsReadAsTensor(IOperation operation) => operation switch
    {
        ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation or IArrayElementReferenceOperation or IImplicitIndexerReferenceOperation =>
            known.IsTensor(operation.Type)
            || (operation.Parent is IConversionOperation conversion && known.IsTensor(conversion.Type))
            || (operation.Parent is IInvocationOperation invocation && invocation.Instance == operation)
            || (operation.Parent is IPropertyReferenceOperation property && property.Instance == operation),
        _ => false,
    };

    /// <summary>
    /// What TorchSharp is given. A parameter that comes out of something else than a variable, as of a condition, gets its stand-in here, and so do the
    /// parameters in a list.
    /// </summary>
    private AbstractValue StandIn(AbstractValue value, IOperation operand, Frame frame)
    {
        if (frame.Construction is not null) return value;
        operand = Unconverted(operand);
        var site = sites.Of(operand.Syntax);
        switch (value)
        {
            case TensorValue { IsParameter: true } parameter when !session.Parameters.Leaves.ContainsKey(site):
                session.Parameters.AddLeaf(site, known.IsTensor(operand.Type));
                return parameter with { IsParameter = false };
            case SequenceValue list when list.Items.Any(IsParameter):
                session.Parameters.AddLeaf(site, isDeclaredAsTensor: false);
                return Items(list.Items.Select(AsTensor));
            case ManyValue { Item: TensorValue { IsParameter: true } each }:
                session.Parameters.AddLeaf(site, isDeclaredAsTensor: false);
                return new ManyValue(AsTensor(each));
            default:
                return value;
        }

        static bool IsParameter(AbstractValue item) => item is TensorValue { IsParameter: true };
        static AbstractValue AsTensor(AbstractValue item) => item is TensorValue { IsParameter: true } parameter ? parameter with { IsParameter = false } : item;
    }

    /// <summary>A parameter of the method, or of the primary constructor of the class that it stands in.</summary>
    private static AbstractValue ParameterOf(IParameterReferenceOperation reference, Frame frame)
    {
        var parameter = reference.Parameter.OriginalDefinition;
        return parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor
            && !SymbolEqualityComparer.Default.Equals(frame.Method?.OriginalDefinition, constructor)
            && frame.Construction?.Is(frame.This) != true && frame.This is ObjectValue own && own.Fields.TryGetValue(KeyOf(parameter), out var value)
                ? own.IsFrozen ? Untrained(value) : value
                : frame.Environment[parameter];
    }

    /// <summary>A product with a parameter is recorded as a layer is, and is given the parameter itself.</summary>
    private bool IsOperandOfLinear(IConversionOperation conversion) =>
        conversion.Parent is IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "linear" } target } } && known.IsFromTorchSharp(target);
}
