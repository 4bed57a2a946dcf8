using System.Linq;
using DslDp.Generator.Proof;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DslDp.Generator.Lowering;

internal sealed partial class Interpreter
{
    private void Run(IOperation statement, Frame frame)
    {
        if (!frame.Environment.IsReachable || !CountOperation(statement, frame)) return;
        switch (statement)
        {
            case IBlockOperation block:
                foreach (var child in block.Operations) Run(child, frame);
                break;
            case IVariableDeclarationGroupOperation group:
                foreach (var declarator in group.Declarations.SelectMany(declaration => declaration.Declarators)) Declare(declarator, frame);
                break;
            case IExpressionStatementOperation expression:
                Evaluate(expression.Operation, frame);
                break;
            case IReturnOperation { Kind: OperationKind.Return } result:
                if (result.ReturnedValue is not null) frame.Returns.Add(Evaluate(result.ReturnedValue, frame));
                Leave(frame);

                // What follows in the constructor may then not run.
                if (frame.Construction is { Uncertainty: > 0 } construction) construction.Uncertainty++;
                break;
            case IConditionalOperation condition:
                RunIf(condition, frame);
                break;
            case IForLoopOperation or IForEachLoopOperation or IWhileLoopOperation:
                RunLoop((ILoopOperation)statement, frame);
                break;
            case ISwitchOperation choice:
                RunSwitch(choice, frame);
                break;
            case IBranchOperation branch:
                RunBranch(branch, frame);
                break;
            case IUsingDeclarationOperation declaration:
                Run(declaration.DeclarationGroup, frame);
                WillBeDisposed(declaration.DeclarationGroup, frame);
                break;
            case IUsingOperation { Resources: IVariableDeclarationGroupOperation declared } resource:
                Run(declared, frame);
                WillBeDisposed(declared, frame);
                Run(resource.Body, frame);
                break;
            case IUsingOperation resource:
                WillBeDisposed(Evaluate(resource.Resources, frame), resource, frame);
                Run(resource.Body, frame);
                break;
            case IReturnOperation { Kind: OperationKind.YieldReturn, ReturnedValue: { } yielded }:
                Yield(yielded, frame);
                break;
            case IReturnOperation { Kind: OperationKind.YieldBreak }:
                Leave(frame);
                break;
            case ITryOperation { Catches.IsEmpty: true, Finally: { } last } attempt when last.Operations.All(Disposes):
                Run(attempt.Body, frame);
                break;
            case ILocalFunctionOperation or IEmptyOperation:
                break;
            case ILabeledOperation or ITryOperation or ILockOperation:
                frame.Construction?.Distrust($"the constructor has a statement that the compiler does not follow ({statement.Kind})", sites.Of(statement.Syntax));
                Unsupported(statement, frame);
                frame.Environment.IsReachable = false;
                break;
            default:
                Evaluate(statement, frame);
                break;
        }
    }

    private static void Leave(Frame frame)
    {
        if (frame.Environment.IsReachable) frame.Exits.Add(frame.Environment.Clone());
        frame.Environment.IsReachable = false;
    }

    /// <summary><c>x.Dispose();</c> of a tensor, or of what it stands in: nothing that the proof knows changes.</summary>
    private bool Disposes(IOperation statement) => statement is IExpressionStatementOperation { Operation: IInvocationOperation { TargetMethod: { Name: "Dispose" } method } } && known.IsFromTorchSharp(method) && !known.IsModule(method.ContainingType);

    private void WillBeDisposed(IVariableDeclarationGroupOperation resources, Frame frame)
    {
        foreach (var declarator in resources.Declarations.SelectMany(declaration => declaration.Declarators)) WillBeDisposed(frame.Environment[declarator.Symbol], declarator, frame);
    }

    /// <summary>An object of the user's does what it likes when it is disposed of.</summary>
    private void WillBeDisposed(AbstractValue resource, IOperation at, Frame frame)
    {
        if (MayBeChanged(resource)) frame.Construction?.Distrust("the constructor disposes of an object that the compiler does not follow", sites.Of(at.Syntax));
    }

    private void Declare(IVariableDeclaratorOperation declarator, Frame frame)
    {
        if (declarator.Symbol.IsRef)
        {
            frame.Construction?.Distrust("the constructor has a second name for a variable", sites.Of(declarator.Syntax));
            Unsupported(declarator, frame, "a ref local");
        }

        var initializer = declarator.GetVariableInitializer();
        var value = initializer is null ? new UnknownValue($"{declarator.Symbol.Name} is declared without a value") : Declared(declarator, initializer.Value, frame);
        frame.Environment[declarator.Symbol] = value;
    }

    private void RunIf(IConditionalOperation condition, Frame frame)
    {
        var decision = Decide(condition.Condition, frame);
        if (decision is true or null)
        {
            var before = frame.Environment.Clone();
            using var unsettled = decision is null ? Uncertain(frame) : null;
            if (decision is null) Learn(condition.Condition, true, frame);
            Run(condition.WhenTrue, frame);
            if (decision is true) return;
            var whenTrue = frame.Environment;
            frame.Environment = before;
            Learn(condition.Condition, false, frame);
            if (condition.WhenFalse is not null) Run(condition.WhenFalse, frame);
            frame.Environment = Environment.Join(whenTrue, frame.Environment);
        }
        else if (condition.WhenFalse is not null)
        {
            Run(condition.WhenFalse, frame);
        }
    }

    /// <summary>Until disposed of, what a constructor sets may not be set.</summary>
    private static Unsettled? Uncertain(Frame frame) => frame.Construction is { } construction ? new Unsettled(construction) : null;

    private sealed class Unsettled : System.IDisposable
    {
        private readonly ObjectUnderConstruction construction;

        public Unsettled(ObjectUnderConstruction construction)
        {
            this.construction = construction;
            construction.Uncertainty++;
        }

        public void Dispose() => construction.Uncertainty--;
    }

    /// <summary>Which way a condition goes; null when it is settled only at the run. A condition on the examples is refused.</summary>
    private bool? Decide(IOperation condition, Frame frame) => Decide(Evaluate(condition, frame), condition, frame);

    private bool? Decide(AbstractValue value, IOperation condition, Frame frame)
    {
        switch (value)
        {
            case ConstantValue { Value: bool known }:
                return known;
            case PublicValue or RefusedValue:
                return null;
            case BatchSizeDependentValue:
                Refuse(
                    frame,
                    Reason.BatchSizeEntersValue,
                    condition.Syntax,
                    "the program branches on the number of examples in the batch, which is random and private",
                    "let all batch sizes take the same way");
                return null;
            default:
                Unsupported(condition, frame, "a condition that may depend on the examples");
                return null;
        }
    }

    private void RunSwitch(ISwitchOperation choice, Frame frame)
    {
        var value = Evaluate(choice.Value, frame);
        var before = frame.Environment.Clone();
        Environment? after = null;
        var exits = new LoopExits();
        frame.Loops.Push(exits);
        var (settled, hasDefault) = (false, false);
        using var unsettled = Uncertain(frame);

        // Wherever default stands, it is for what no other case takes.
        foreach (var section in choice.Cases.OrderBy(section => section.Clauses.All(clause => clause is IDefaultCaseClauseOperation)))
        {
            frame.Environment = before.Clone();
            var isDefault = section.Clauses.Any(clause => clause is IDefaultCaseClauseOperation);
            var matches = section.Clauses.Where(clause => clause is not IDefaultCaseClauseOperation).Select(clause => Matches(clause, value, frame)).ToArray();
            if (settled || (!isDefault && matches.All(match => match == false))) continue;
            foreach (var statement in section.Body) Run(statement, frame);
            after = after is null ? frame.Environment : Environment.Join(after, frame.Environment);
            settled = matches.Contains(true);
            hasDefault |= isDefault;
        }

        frame.Loops.Pop();

        // A switch has no continue of its own: it leads to the loop around it.
        if (frame.Loops.Count > 0) frame.Loops.Peek().Continues.AddRange(exits.Continues);
        if (!settled && !hasDefault) after = after is null ? before : Environment.Join(after, before);
        frame.Environment = exits.Breaks.Aggregate(after!, Environment.Join);
    }

    private void RunBranch(IBranchOperation branch, Frame frame)
    {
        if (frame.Loops.Count == 0 || branch.BranchKind == BranchKind.GoTo)
        {
            frame.Construction?.Distrust("the constructor jumps", sites.Of(branch.Syntax));
            Unsupported(branch, frame);
        }
        else if (branch.BranchKind == BranchKind.Break)
        {
            frame.Loops.Peek().Breaks.Add(frame.Environment.Clone());
        }
        else
        {
            frame.Loops.Peek().Continues.Add(frame.Environment.Clone());
        }

        frame.Environment.IsReachable = false;
    }
}
