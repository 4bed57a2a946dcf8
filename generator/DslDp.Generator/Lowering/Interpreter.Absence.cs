using System.Collections.Immutable;
using System.Linq;
using DslDp.Generator.Proof;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DslDp.Generator.Lowering;

/// <summary>Tensors that may be null: <c>sum = sum is null ? y : sum + y</c> in a loop that turns as often as the run says, or a mask that is not always given.</summary>
internal sealed partial class Interpreter
{
    private static AbstractValue? IfThere(AbstractValue? value) => value is OptionalValue optional ? optional.Tensor : value;

    /// <summary>
    /// What an operation works on is there, or the operation throws: its receiver, its first argument, the operands of an operator, the tensors of a list.
    /// </summary>
    private static ImmutableArray<Argument> WithoutAbsence(string member, AbstractValue? receiver, ImmutableArray<Argument> arguments)
    {
        if (!arguments.Any(argument => argument.Value is OptionalValue or SequenceValue or ManyValue)) return arguments;
        var isOperator = member.Contains(".op_");
        return ImmutableArray.CreateRange(arguments.Select((argument, position) => argument.Value switch
        {
            OptionalValue optional when isOperator || (position == 0 && receiver is null or ModuleValue) => argument with { Value = optional.Tensor },
            SequenceValue list when receiver is null && list.Items.Any(item => item is OptionalValue) => argument with { Value = Items(list.Items.Select(item => IfThere(item)!)) },
            ManyValue { Item: OptionalValue each } when receiver is null => argument with { Value = new ManyValue(each.Tensor) },
            _ => argument,
        }));
    }

    /// <summary>An operation that takes null for an argument that is left out must be right with the tensor and without it.</summary>
    private AbstractValue WithAndWithout(Argument maybe, string member, AbstractValue? receiver, ImmutableArray<Argument> arguments, IOperation at, Frame frame) => Join.Of(
        ApplyTo(member, receiver, arguments.Replace(maybe, maybe with { Value = ((OptionalValue)maybe.Value).Tensor }), at, frame),
        ApplyTo(member, receiver, arguments.Replace(maybe, maybe with { Value = ConstantValue.Null }), at, frame));

    /// <summary>What a condition that went one way says of a local variable, a parameter or a field that was asked whether it is null.</summary>
    private void Learn(IOperation condition, bool outcome, Frame frame)
    {
        // What is set in the condition is not what was asked.
        if (condition.DescendantsAndSelf().Any(inner => inner is IAssignmentOperation or IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out })) return;
        switch (condition)
        {
            case IParenthesizedOperation inner:
                Learn(inner.Operand, outcome, frame);
                break;
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, OperatorMethod: null } not:
                Learn(not.Operand, !outcome, frame);
                break;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd, OperatorMethod: null } both when outcome:
                Learn(both.LeftOperand, true, frame);
                Learn(both.RightOperand, true, frame);
                break;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr, OperatorMethod: null } either when !outcome:
                Learn(either.LeftOperand, false, frame);
                Learn(either.RightOperand, false, frame);
                break;
            case IIsPatternOperation { Value: var asked, Pattern: var pattern } when IsForNull(pattern) is { } isForNull && KeptBy(asked, frame) is { } variable:
                if (ValueOf(asked, frame) is OptionalValue optional) frame.Environment[variable] = isForNull == outcome ? ConstantValue.Null : optional.Tensor;
                break;
        }
    }

    /// <summary>What holds a value that nothing can change unseen.</summary>
    private static ISymbol? KeptBy(IOperation asked, Frame frame) => asked switch
    {
        ILocalReferenceOperation { Local: var local } when IsOwn(local, frame) => local,
        IParameterReferenceOperation { Parameter: var parameter } when IsOwn(parameter, frame) => parameter.OriginalDefinition,
        IFieldReferenceOperation { Instance: IInstanceReferenceOperation, Field: var field } when frame.Construction is null => field,
        _ => null,
    };

    private AbstractValue ValueOf(IOperation asked, Frame frame) => asked is IFieldReferenceOperation field ? Field(field, frame) : frame.Environment[KeptBy(asked, frame)!];

    /// <summary>A pattern that matches null alone, true, or everything but null, false; null for any other.</summary>
    private static bool? IsForNull(IPatternOperation pattern) => pattern switch
    {
        IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: null } } => true,
        INegatedPatternOperation { Pattern: var negated } => !IsForNull(negated),
        IRecursivePatternOperation { DeconstructionSubpatterns.IsEmpty: true, PropertySubpatterns.IsEmpty: true, MatchedType: var matched, InputType: var given } when SymbolEqualityComparer.Default.Equals(matched, given) => false,
        _ => null,
    };
}
