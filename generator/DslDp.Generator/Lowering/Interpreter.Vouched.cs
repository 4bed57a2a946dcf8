using System.Collections.Generic;
using System.Linq;
using DslDp.Generator.Proof;
using DslDp.Generator.Reading;
using Microsoft.CodeAnalysis;

namespace DslDp.Generator.Lowering;

/// <summary>Methods marked <c>[PerExample]</c>: what they do is not looked at, and what they return is checked at the run.</summary>
internal sealed partial class Interpreter
{
    private AbstractValue? Vouched(IMethodSymbol method, IReadOnlyList<AbstractValue> arguments, Frame? caller, SyntaxNode at)
    {
        if (AttributeReader.Find(method, "PerExampleAttribute") is not { } promise) return null;
        if (arguments.FirstOrDefault(argument => argument is RefusedValue) is { } refused) return refused;
        if (caller?.Construction is { } construction)
        {
            construction.Distrust($"the constructor calls {method.Name}, which is not looked into", sites.Of(at));
            return new UnknownValue($"{method.Name} is not looked into");
        }

        var why = AttributeReader.ReadReason(promise);
        if (why is null || why.Trim().Length == 0) return NotVouched(caller, at, $"[PerExample] of {method.Name} gives no reason", "write why it treats each example alone; the report quotes it");
        if (!method.IsStatic) return NotVouched(caller, at, $"{method.Name} is vouched for and is not static, so that it could read what is trained", "make it static, and pass what it needs");
        if (AttributeReader.FindOnResult(method, "BatchOfAttribute") is not { } declared || !known.IsTensor(method.ReturnType))
            return NotVouched(caller, at, $"{method.Name} is vouched for and does not say what one example of its result looks like", "write [return: BatchOf(…)] with the example's shape before it");
        foreach (var argument in arguments)
        {
            if (!IsRowsOrSetting(argument))
                return NotVouched(caller, at, $"{method.Name} is vouched for row by row, and is given {(argument is TensorValue tensor ? tensor.ToString() : "something")} that has no example in each row, or holds what is trained", "give it batches with the examples on axis 0, and settings");
        }

        if (!arguments.Any(argument => argument is TensorValue { HoldsExamples: true })) return NotVouched(caller, at, $"{method.Name} is vouched for row by row, and is given no batch", "call a plain method for what holds no examples");
        var shape = AttributeReader.ReadBatch(method.Name, declared);
        session.Vouch(new VouchedCall(sites.Of(at), method.Name, why, shape.Shape));
        return new TensorValue(new Shape(shape.Shape.Select(size => size < 0 ? Axis.Unknown : Axis.Of(size)).Prepend(Axis.Examples)), Proof.Element.Unknown);
    }

    /// <summary>A batch with an example in each row, or something that holds neither examples nor what is trained.</summary>
    private static bool IsRowsOrSetting(AbstractValue argument) => argument switch
    {
        TensorValue { HoldsExamples: true } batch => batch.Shape![0].IsExamples,
        TensorValue tensor => !tensor.IsTrained,
        _ => Join.IsPublic(argument),
    };

    private AbstractValue NotVouched(Frame? caller, SyntaxNode at, string what, string remedy) => Refuse(caller, Reason.UnknownOperation, at, what, remedy);
}
