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
                frame.Environment.IsReachable = false;

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
            case IReturnOperation:
                frame.Construction?.Distrust("the constructor calls a method that runs as it is enumerated", sites.Of(statement.Syntax));
                Unsupported(statement, frame, "yield");
                frame.Environment.IsReachable = false;
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
        var settled = false;
        using var unsettled = Uncertain(frame);
        foreach (var section in choice.Cases)
        {
            var matches = section.Clauses.Select(clause => Matches(clause, value, frame)).ToArray();
            if (settled || matches.All(match => match == false)) continue;
            frame.Environment = before.Clone();
            foreach (var statement in section.Body) Run(statement, frame);
            after = after is null ? frame.Environment : Environment.Join(after, frame.Environment);
            settled = matches.Contains(true);
        }

        frame.Loops.Pop();

        // A switch has no continue of its own: it leads to the loop around it.
        if (frame.Loops.Count > 0) frame.Loops.Peek().Continues.AddRange(exits.Continues);
        if (!settled) after = after is null ? before : Environment.Join(after, before);
        frame.Environment = exits.Breaks.Aggregate(after!, Environment.Join);
    }

    private bool? Matches(ICaseClauseOperation clause, AbstractValue value, Frame frame) => clause switch
    {
        IDefaultCaseClauseOperation => true,
        ISingleValueCaseClauseOperation single => Decide(Arithmetic.Binary(BinaryOperatorKind.Equals, value, Evaluate(single.Value, frame)), clause, frame),
        IPatternCaseClauseOperation pattern when pattern.Guard is null => Matches(pattern.Pattern, value, frame),
        _ => Decide(Unsupported(clause, frame), clause, frame),
    };

    private bool? Matches(IPatternOperation pattern, AbstractValue value, Frame frame) => pattern switch
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
        IConstantPatternOperation constant => Decide(Arithmetic.Binary(BinaryOperatorKind.Equals, value, Evaluate(constant.Value, frame)), pattern, frame),
        _ => Decide(Unsupported(pattern, frame), pattern, frame),
    };

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
