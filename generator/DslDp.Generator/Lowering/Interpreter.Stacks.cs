using System.Linq;
using DslDp.Generator.Proof;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DslDp.Generator.Lowering;

/// <summary>Stacks and queues that one local variable leads to, in the order in which their items come out: what skips of an hourglass are kept in.</summary>
internal sealed partial class Interpreter
{
    private AbstractValue CallOnStack(IInvocationOperation invocation, Frame frame)
    {
        var (method, arguments) = (invocation.TargetMethod.Name, invocation.Arguments.Select(argument => Evaluate(argument.Value, frame)).ToArray());
        if (arguments.FirstOrDefault(argument => argument is RefusedValue) is { } refused) return refused;
        if (FollowedList(invocation.Instance, frame) is not { } list) return Unsupported(invocation, frame, "a stack or queue that is changed after it was handed on");
        var contents = list.Contents;
        switch (method, arguments)
        {
            case ("Push", [var item]):
                return Keep(contents is SequenceValue pushed ? Items(pushed.Items.Prepend(item)) : new ManyValue(Join.Of(((ManyValue)contents).Item, item)), PublicValue.Instance);
            case ("Enqueue", [var item]):
                return Keep(Followed(contents, Items([item])), PublicValue.Instance);
            case ("Clear", []):
                return Keep(Items([]), PublicValue.Instance);
            case ("ToArray", []):
                return contents;
            case ("Peek", []) when contents is ManyValue any:
                return any.Item;
            case ("Peek", []) when contents is SequenceValue { Items: { Count: > 0 } seen }:
                return seen[0];
            case ("Pop" or "Dequeue", []) when IsEvaluatedOnce(invocation) && contents is ManyValue many:
                return Keep(new ManyValue(many.Item), many.Item);
            case ("Pop" or "Dequeue", []) when IsEvaluatedOnce(invocation) && contents is SequenceValue { Items: { Count: > 0 } items }:
                return Keep(Items(items.Skip(1)), items[0]);
            default:
                return Unsupported(invocation, frame, $"{method} of a stack or queue");
        }

        AbstractValue Keep(AbstractValue changed, AbstractValue result)
        {
            frame.Environment[invocation.Instance!.DescendantsAndSelf().OfType<ILocalReferenceOperation>().First().Local] = changed is SequenceValue { Items.Count: > MaximumItems } ? new UnknownValue("it holds too many items") : new ListValue(changed);
            return result;
        }
    }

    /// <summary>A call that takes an item out.</summary>
    private static bool TakesItem(IOperation operation) =>
        operation is IInvocationOperation { TargetMethod: { Name: "Pop" or "Dequeue" } method } && PlatformTypes.IsStackOrQueue(method.ContainingType);

    /// <summary>An item is taken out where the proof looks once, as the run does: in plain calls, sums and assignments, and not within an index or a query.</summary>
    private bool IsEvaluatedOnce(IOperation taken)
    {
        for (var around = taken.Parent; around is not (null or IExpressionStatementOperation or IVariableDeclarationGroupOperation or IReturnOperation); around = around.Parent)
        {
            var isPlain = around is IArgumentOperation or IConversionOperation or IArrayCreationOperation or IArrayInitializerOperation or IVariableInitializerOperation or IVariableDeclaratorOperation or IVariableDeclarationOperation
                or ITupleOperation or ISimpleAssignmentOperation or IDeconstructionAssignmentOperation or IBinaryOperation { OperatorMethod: not null } || around.Kind == CollectionExpression
                || (around is IInvocationOperation { TargetMethod: var method } && (known.IsFromTorchSharp(method) || !method.DeclaringSyntaxReferences.IsEmpty));
            if (!isPlain) return false;
        }

        return true;
    }
}
