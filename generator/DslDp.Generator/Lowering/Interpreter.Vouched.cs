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
        var declared = AttributeReader.FindOnResult(method, "BatchOfAttribute");
        if (!known.IsTensor(method.ReturnType)) return NotVouched(caller, at, $"{method.Name} is vouched for and returns something else than a tensor", "let it return one tensor");
        foreach (var argument in arguments)
        {
            if (!IsRowsOrSetting(argument))
                return NotVouched(caller, at, $"{method.Name} is vouched for row by row, and is given {(argument is TensorValue tensor ? tensor.ToString() : "something")} that has no example in each row, or holds what is trained", "give it batches with the examples on axis 0, and settings");
        }

        if (!arguments.Any(argument => argument is TensorValue { HoldsExamples: true })) return NotVouched(caller, at, $"{method.Name} is vouched for row by row, and is given no batch", "call a plain method for what holds no examples");

        // Where nothing else is said, the result looks like the first batch that it is made from.
        var rows = declared is null
            ? EquatableArray.From(((TensorValue)arguments.First(argument => argument is TensorValue { HoldsExamples: true })).Shape!.Axes.Skip(1).Select(axis => axis.Constant ?? -1))
            : AttributeReader.ReadBatch(method.Name, declared).Shape;
        session.Vouch(new VouchedCall(sites.Of(at), method.Name, why, rows));
        return new TensorValue(new Shape(rows.Select(size => size < 0 ? Axis.Unknown : Axis.Of(size)).Prepend(Axis.Examples)), Proof.Element.Unknown);
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
