namespace DslDp.Generator.Proof.Rules;

/// <summary>
/// Layers of TorchSharp that take time on axis 0 and the batch on axis 1: recurrent layers unless <c>batchFirst: true</c>, attention and
/// transformers always. Fed a batch first, they go from example to example and say nothing about it.
/// </summary>
internal static class SequenceFirst
{
    /// <summary>Refuses a call whose input has the examples where the layer takes the time. To be asked before anything else of these layers.</summary>
    public static void RequireTimeBeforeBatch(Call call)
    {
        if (call.Receiver is not ModuleValue module || call.Arguments.IsEmpty || call.Arguments[0].Value is not TensorValue { Shape: { HoldsExamples: true } shape } input) return;
        var isRecurrent = module.Kind is "LSTM" or "GRU" or "RNN";
        if (!isRecurrent && module.Kind is not ("MultiheadAttention" or "TransformerEncoder" or "TransformerDecoder" or "TransformerEncoderLayer" or "TransformerDecoderLayer" or "Transformer")) return;
        if (isRecurrent && module.Setting("batchFirst") is ConstantValue { Value: true } && shape.Rank == 3) return;
        if (shape.ExamplesAxis != 0) return;
        throw call.Refuse(
            Reason.MixesExamples,
            shape.Rank == 2
                ? $"{module.Kind} is fed {shape}, and takes a tensor of two axes for one sequence: the examples would be its time steps"
                : $"{module.Kind} takes [time, batch, features] and is fed {shape}: the examples would be its time steps",
            (shape.Rank, isRecurrent) switch
            {
                (2, _) => "give each example an axis of time",
                (_, true) => "make it with batchFirst: true",
                _ => "transpose(0, 1) before it and after it; TorchSharp has no batch-first option here",
            },
            trail: input.Trail,
            fix: isRecurrent && shape.Rank == 3 ? new Fix(FixKind.BatchFirst) : null);
    }
}
