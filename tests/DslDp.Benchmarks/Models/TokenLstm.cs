using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DslDp.Benchmarks.Models;

/// <summary>A classifier of texts: vocabulary 10,000, width 128, a long short-term memory of hidden size 128 over 64 tokens.</summary>
[DpModel]
[PrivacyBudget(epsilon: 3.0, delta: 1e-5)]
[Training(records: 64, batchSize: 64, Epochs = 2000, LearningRate = 1e-6)]
public sealed partial class TokenLstm : Module<Tensor, Tensor>
{
    private readonly Embedding words = Embedding(10_000, 128);
    private readonly LSTM memory = LSTM(128, 128, batchFirst: true);
    private readonly Linear output = Linear(128, 4);

    public override Tensor forward([BatchOf(64, DType = ScalarType.Int64)] Tensor tokens)
    {
        var (states, _, _) = memory.call(words.call(tokens));
        return output.call(states.select(1, 63));
    }

    [Loss]
    private static Tensor CrossEntropy(Tensor logits, [BatchOf(DType = ScalarType.Int64)] Tensor labels) =>
        functional.cross_entropy(logits, labels, reduction: Reduction.None);
}
