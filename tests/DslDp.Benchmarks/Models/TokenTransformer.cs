using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DslDp.Benchmarks.Models;

/// <summary>A classifier of texts: vocabulary 10,000, width 128, two layers of a transformer with four heads, 64 tokens.</summary>
[DpModel]
[PrivacyBudget(epsilon: 3.0, delta: 1e-5)]
[Training(records: 64, batchSize: 64, Epochs = 2000, LearningRate = 1e-6)]
public sealed partial class TokenTransformer : Module<Tensor, Tensor>
{
    private readonly Embedding words = Embedding(10_000, 128);
    private readonly TransformerEncoder encoder = TransformerEncoder(TransformerEncoderLayer(128, 4, 512, 0), 2);
    private readonly Linear output = Linear(128, 4);

    public override Tensor forward([BatchOf(64, DType = ScalarType.Int64)] Tensor tokens) =>
        output.call(encoder.call(words.call(tokens).transpose(0, 1), null, null).mean([0]));

    [Loss]
    private static Tensor CrossEntropy(Tensor logits, [BatchOf(DType = ScalarType.Int64)] Tensor labels) =>
        functional.cross_entropy(logits, labels, reduction: Reduction.None);
}
