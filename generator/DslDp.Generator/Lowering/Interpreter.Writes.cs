using System.Collections.Immutable;
using System.Linq;
using DslDp.Generator.Proof;
using DslDp.Generator.Proof.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DslDp.Generator.Lowering;

/// <summary>Writes into tensors that <c>forward</c> has made: by an index, <c>y[.., 0] = x</c>, and as a statement of its own, <c>h.add_(x);</c>.</summary>
internal sealed partial class Interpreter
{
    /// <summary>
    /// What was assigned to a part of memory; null where that may not be written to. Other names of the memory need not be followed: each example's
    /// slice of a batch holds its own example before and after, whatever else leads to it, and a constant stays one.
    /// </summary>
    private AbstractValue? WrittenInto(IPropertyReferenceOperation element, AbstractValue value, Frame frame)
    {
        if (frame.Construction is not null || !element.Property.IsIndexer || element.Instance is not ILocalReferenceOperation local || !known.IsTensor(local.Type)) return null;
        if (frame.Environment[local.Local] is not TensorValue memory) return null;
        if (memory.IsFresh) return WrittenIntoFresh(element, memory, value, frame);

        // Of a batch that one variable alone leads to, the copy that trains makes another first, and writes into that.
        if (element.Parent is not (ISimpleAssignmentOperation or ICompoundAssignmentOperation) || !memory.HoldsExamples || OwnVariable(local, element.Parent, frame) is not { } variable) return null;
        var written = WrittenIntoFresh(element, memory, value, frame);
        if (written is null or RefusedValue) return written;
        session.OutOfPlace.Add(sites.Of(element.Parent.Syntax));
        frame.Environment[variable] = memory with { Input = null };
        return written;
    }

    private AbstractValue? WrittenIntoFresh(IPropertyReferenceOperation element, TensorValue memory, AbstractValue value, Frame frame)
    {
        if (MaskOf(element) is { } mask && Evaluate(mask, frame) is TensorValue { Element: Proof.Element.Boolean, HoldsExamples: true } places) return Covers(places, memory) && IsOneNumber(value) ? value : null;
        if (memory.HoldsExamples) return WrittenIntoBatch(element, memory, value, frame);
        return (value is TensorValue { HoldsExamples: false, IsTrained: false, Shape: not null } || Join.IsPublic(value)) && element.Arguments.All(argument => IsPlainIndex(Evaluate(argument.Value, frame))) ? value : null;
    }

    /// <summary>The tensor that is the only index.</summary>
    private IOperation? MaskOf(IPropertyReferenceOperation element)
    {
        var index = element.Arguments.Length == 1 ? element.Arguments[0].Value : null;
        if (index is IArrayCreationOperation { Initializer.ElementValues: [var only] }) index = only;
        return index is not null && known.IsTensor(index.Type) ? index : null;
    }

    /// <summary>A mask of the first axes, place by place: <c>y[mask] = 0</c> is then <c>masked_fill</c>, of each example by its own mask.</summary>
    private static bool Covers(TensorValue mask, TensorValue memory)
    {
        if (mask.Shape is not { } shape || memory.Shape is not { } whole || shape.Rank > whole.Rank) return false;
        for (var axis = 0; axis < shape.Rank; axis++)
        {
            if (!shape[axis].IsKnown || !shape[axis].Equals(whole[axis])) return false;
        }

        return true;
    }

    private static bool IsOneNumber(AbstractValue value) => value is NumberValue or IntegerValue { HoldsExamples: false } or ConstantValue { Value: bool } or TensorValue { Shape.Rank: 0, HoldsExamples: false, IsTrained: false };

    private static bool IsPlainIndex(AbstractValue index) => index switch
    {
        SliceValue slice => new[] { slice.From, slice.To, slice.Step }.All(bound => bound is null || Join.IsPublic(bound)),
        SequenceValue several => several.Items.All(IsPlainIndex),
        TensorValue picked => picked is { HoldsExamples: false, IsTrained: false, Shape: not null },
        EllipsisValue => true,
        _ => Join.IsPublic(index),
    };

    /// <summary>The index takes the axis of the examples whole, and what is written fits what is read there without growing it.</summary>
    private AbstractValue? WrittenIntoBatch(IPropertyReferenceOperation element, TensorValue memory, AbstractValue value, Frame frame)
    {
        if (value is RefusedValue || Apply(MemberNames.Of(element.Property), memory, Named(element.Arguments), element, frame) is not TensorValue { Shape: { } place } part) return RefusedValue.Instance;
        try
        {
            var call = new Call("an index", memory, ImmutableArray<Argument>.Empty, sites.Of(element.Syntax), session);
            var written = call.AsTensor(value, sites.Of(element.Syntax));
            if (written.Shape is null || Broadcasting.Of(call, [place, written.Shape]) is not { } together || !together.Equals(place)) return null;
            if (written is { IsTrained: true, HoldsExamples: false }) session.Parameters.MeetsExamples();
            return value;
        }
        catch (RefusedException)
        {
            return RefusedValue.Instance;
        }
    }

    /// <summary>
    /// The variable that a statement overwrites, if it alone leads to its tensor: it is only ever given new tensors, and up to there only read by
    /// operations that make new ones. The copy that trains assigns it the result instead.
    /// </summary>
    private ILocalSymbol? OwnVariable(IOperation overwritten, IOperation by, Frame frame)
    {
        // h.add_(1).mul_(2); overwrites h twice.
        while (overwritten is IInvocationOperation { Instance: { } before } && session.OutOfPlace.Contains(sites.Of(overwritten.Syntax))) overwritten = before;
        if (overwritten is not ILocalReferenceOperation { Local: { RefKind: RefKind.None, IsUsing: false } local } use || !IsInStatement(by) || !IsOwn(local, frame)) return null;
        var loops = LoopsAround(by);
        foreach (var other in RootOf(by).Descendants())
        {
            if (other is IVariableDeclaratorOperation declarator && SymbolEqualityComparer.Default.Equals(declarator.Symbol, local))
            {
                if (declarator.Syntax is not VariableDeclaratorSyntax || declarator.GetVariableInitializer()?.Value is { } first && !IsNew(first)) return null;
            }
            else if (other is ILocalReferenceOperation reference && reference != use && SymbolEqualityComparer.Default.Equals(reference.Local, local))
            {
                var isLater = reference.Syntax.SpanStart > by.Syntax.Span.End && !LoopsAround(reference).Intersect(loops).Any();
                if (FunctionAround(reference) != FunctionAround(by) || !(IsOnlyRead(reference) || IsOverwritten(reference) || (isLater && !IsAssigned(reference)))) return null;
            }
        }

        return local;
    }

    /// <summary>A statement of its own, or the receiver of another call in it that overwrites.</summary>
    private static bool IsInStatement(IOperation call)
    {
        while (call.Parent is IInvocationOperation { TargetMethod: var next } around && around.Instance == call && InPlaceRows.KeepsShape(MemberNames.Of(next))) call = around;
        return call.Parent is IExpressionStatementOperation;
    }

    private static IOperation RootOf(IOperation operation)
    {
        while (operation.Parent is { } parent) operation = parent;
        return operation;
    }

    private static ILoopOperation[] LoopsAround(IOperation operation)
    {
        var loops = new System.Collections.Generic.List<ILoopOperation>();
        for (var around = operation.Parent; around is not null; around = around.Parent)
        {
            if (around is ILoopOperation loop) loops.Add(loop);
        }

        return [.. loops];
    }

    private static IOperation? FunctionAround(IOperation operation)
    {
        for (var around = operation.Parent; around is not null; around = around.Parent)
        {
            if (around is IAnonymousFunctionOperation or ILocalFunctionOperation) return around;
        }

        return null;
    }

    private static bool IsAssigned(ILocalReferenceOperation reference) => reference.Parent is IAssignmentOperation assignment && assignment.Target == reference;

    /// <summary>The variable is set to a new tensor, or overwritten by another statement of this kind.</summary>
    private bool IsOverwritten(ILocalReferenceOperation reference) => reference.Parent switch
    {
        ISimpleAssignmentOperation assignment when assignment.Target == reference => assignment.Parent is IExpressionStatementOperation && IsNew(assignment.Value),
        ICompoundAssignmentOperation { OperatorMethod: { } method } assignment when assignment.Target == reference => assignment.Parent is IExpressionStatementOperation && known.IsFromTorchSharp(method),
        IPropertyReferenceOperation { Property: { IsIndexer: true } index, Parent: IAssignmentOperation { Parent: IExpressionStatementOperation } set } part => part.Instance == reference && known.IsFromTorchSharp(index) && set is ISimpleAssignmentOperation or ICompoundAssignmentOperation && set.Target == part,
        IInvocationOperation call => call.Instance == reference && IsInStatement(call) && known.IsFromTorchSharp(call.TargetMethod) && InPlaceRows.KeepsShape(call.TargetMethod.Name),
        _ => false,
    };

    /// <summary>An operand of an operation that makes a new tensor, or writes into another.</summary>
    private bool IsOnlyRead(IOperation reference) => reference.Parent is IPropertyReferenceOperation { Property: var property } part && part.Instance == reference
        ? known.IsFromTorchSharp(property) && (property.IsIndexer ? IsOnlyRead(part) : property.Name is "shape" or "dtype" or "device")
        : reference.Parent is IArgumentOperation { Parent: { } call }
        ? IsNew(call) || (call is IInvocationOperation { TargetMethod: var method } && known.IsFromTorchSharp(method) && InPlaceRows.KeepsShape(method.Name))
        : reference.Parent is IInvocationOperation or IBinaryOperation or IUnaryOperation && IsNew(reference.Parent);

    private bool IsNew(IOperation made) => made switch
    {
        IConversionOperation { OperatorMethod: null } conversion => IsNew(conversion.Operand),
        IInvocationOperation { TargetMethod: var method } => known.IsModuleCall(method) ? IsNewFrom(sites.Of(made.Syntax)) : known.IsFromTorchSharp(method) && NewMemory.Contains(method.Name),
        IBinaryOperation { OperatorMethod: { } sum } => known.IsFromTorchSharp(sum),
        IUnaryOperation { OperatorMethod: { } sign } => known.IsFromTorchSharp(sign),
        _ => false,
    };
}
