using System.Linq;
using DslDp.Generator.Proof;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DslDp.Generator.Lowering;

/// <summary>
/// A loop whose bounds are constants is run turn by turn, so that each turn keeps its own shapes. Any other is run until nothing new
/// is learnt, so that a coupling which shows in the second turn only is found.
/// </summary>
internal sealed partial class Interpreter
{
    private const int MaximumTurns = 1024;

    private const int MaximumPasses = 24;

    private void RunLoop(ILoopOperation loop, Frame frame)
    {
        switch (loop)
        {
            case IForLoopOperation counted:
                foreach (var statement in counted.Before) Run(statement, frame);
                RunWhile(loop, counted.Condition, checkFirst: true, () => { foreach (var step in counted.AtLoopBottom) Run(step, frame); }, frame);
                break;
            case IWhileLoopOperation { ConditionIsUntil: false } repeated:
                RunWhile(loop, repeated.Condition, repeated.ConditionIsTop, () => { }, frame);
                break;
            case IForEachLoopOperation each:
                RunForEach(each, frame);
                break;
            default:
                Unsupported(loop, frame);
                break;
        }
    }

    private void RunWhile(ILoopOperation loop, IOperation? condition, bool checkFirst, System.Action step, Frame frame)
    {
        var exits = new LoopExits();
        var sets = condition is not null && condition.DescendantsAndSelf().Any(inner => HasEffect(inner) || TakesItem(inner));
        for (var turn = 0; turn < MaximumTurns; turn++)
        {
            var decision = turn == 0 && !checkFirst ? true : condition is null ? true : Decide(condition, frame);
            if (decision == false || !frame.Environment.IsReachable)
            {
                frame.Environment = exits.Breaks.Aggregate(frame.Environment, Environment.Join);
                return;
            }

            if (decision is null && sets)
            {
                // How often it was evaluated when the loop ends is not known.
                frame.Construction?.Distrust("the constructor has a loop whose condition sets something", sites.Of(loop.Syntax));
                Unsupported(condition!, frame, "a condition of a loop that sets something");
                ForgetWhatIsAssigned(loop, RefusedValue.Instance, frame);
                return;
            }

            if (decision is null) break;
            RunTurn(loop.Body, exits, frame);
            step();
        }

        RunToFixpoint(loop, () => { if (condition is not null) Decide(condition, frame); }, step, exits, frame);
    }

    private void RunToFixpoint(ILoopOperation loop, System.Action start, System.Action step, LoopExits exits, Frame frame)
    {
        using var unsettled = Uncertain(frame);
        for (var pass = 0; pass < MaximumPasses; pass++)
        {
            var before = frame.Environment.Clone();
            var changes = frame.Construction?.Changes;
            start();
            RunTurn(loop.Body, exits, frame);
            step();
            var after = Environment.Join(before, frame.Environment);
            frame.Environment = after;
            if (!after.Holds(before) || changes != frame.Construction?.Changes) continue;
            frame.Environment = exits.Breaks.Aggregate(after, Environment.Join);
            return;
        }

        frame.Construction?.Distrust("the constructor has a loop in which what it sets keeps changing", sites.Of(loop.Syntax));
        Unsupported(loop, frame, "a loop in which shapes keep changing");
        if (frame.Construction is null) ForgetWhatIsAssigned(loop.Body, RefusedValue.Instance, frame);
    }

    private void RunTurn(IOperation body, LoopExits exits, Frame frame)
    {
        exits.Continues.Clear();
        frame.Loops.Push(exits);
        Run(body, frame);
        frame.Loops.Pop();
        frame.Environment = exits.Continues.Aggregate(frame.Environment, Environment.Join);
    }

    private void RunForEach(IForEachLoopOperation each, Frame frame)
    {
        var collection = IsOfArray(each.Collection) || PlatformTypes.IsDictionary(StaticTypeOf(each.Collection)) ? Evaluate(each.Collection, frame) : Glance(each.Collection, frame);
        if (collection is ModuleValue module && ModuleContainers.ContentsOf(module) is { } modules) collection = module.IsFrozen ? Untrained(modules) : modules;
        if (collection is TableValue table) collection = PairsOf(table);
        if (!IsEnumeratedPlainly(each)) collection = new UnknownValue("it is gone through in a way that the compiler does not follow");
        if (collection is ManyValue many && IsLoopVariable(each.LoopControlVariable))
        {
            RunToFixpoint(each, () => Turn(many.Item), () => { }, new LoopExits(), frame);
            return;
        }

        if (collection is not SequenceValue sequence || !IsLoopVariable(each.LoopControlVariable))
        {
            Skip(each.Body, frame);
            if (frame.Construction is not null) return;
            if (collection is not RefusedValue) Unsupported(each, frame, "a loop over a collection whose items the compiler cannot see");
            ForgetWhatIsAssigned(each.Body, RefusedValue.Instance, frame);
            return;
        }

        var exits = new LoopExits();
        foreach (var item in sequence.Items)
        {
            if (!frame.Environment.IsReachable) break;
            Turn(item);
            RunTurn(each.Body, exits, frame);
        }

        frame.Environment = exits.Breaks.Aggregate(frame.Environment, Environment.Join);

        void Turn(AbstractValue item)
        {
            if (each.LoopControlVariable is IVariableDeclaratorOperation variable) frame.Environment[variable.Symbol] = Converted(item, variable.Symbol.Type);
            else Assign(each.LoopControlVariable, item, frame);
        }
    }

    /// <summary>Item by item, as the platform does it, each as a value of its own: no array of several axes, no second name for an item, no enumerator or deconstruction of somebody's own.</summary>
    private bool IsEnumeratedPlainly(IForEachLoopOperation each)
    {
        var type = StaticTypeOf(each.Collection);
        if (type is IArrayTypeSymbol { Rank: > 1 } or INamedTypeSymbol { IsTupleType: true }) return false;
        if (each.LoopControlVariable is IVariableDeclaratorOperation variable) return variable.Symbol.RefKind == RefKind.None;
        var item = type switch
        {
            IArrayTypeSymbol array => array.ElementType,
            INamedTypeSymbol { TypeArguments: [var one] } when !known.IsFromTorchSharp(type) => one,
            _ => null,
        };
        return item is null || IsTakenApartPlainly(item);
    }

    private static ITypeSymbol? StaticTypeOf(IOperation operation) => Unconverted(operation).Type;

    /// <summary>One variable, or a tuple of them.</summary>
    private static bool IsLoopVariable(IOperation variable) => variable is IVariableDeclaratorOperation or IDeclarationExpressionOperation or ITupleOperation;
}
