using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DslDp.EndToEnd.Tests.Models;

/// <summary>Linear layers over positions, merged and separate; a Sequential; two inputs; a tuple; a loss that averages within the example.</summary>
[DpModel]
[PrivacyBudget(epsilon: 8.0, delta: 1e-6, Accountant = AccountantKind.Rdp)]
[Training(records: 10_000, batchSize: 100, Steps = 50, Momentum = 0.9)]
[Clipping(0.5)]
public sealed partial class SequenceTagger : Module<Tensor, Tensor, (Tensor, Tensor)>
{
    private readonly Sequential words = Sequential(("inner", Linear(4, 6)), ("shape", Tanh()), ("outer", Linear(6, 6, hasBias: false)));
    private readonly LayerNorm norm = LayerNorm(6);
    private readonly Linear context = Linear(3, 6);
    private readonly Linear tags = Linear(6, 5);
    private readonly Linear score = Linear(6, 1);

    public override (Tensor, Tensor) forward([BatchOf(7, 4)] Tensor sentence, [BatchOf(3)] Tensor setting)
    {
        var (batch, length) = (sentence.shape[0], sentence.shape[1]);
        var merged = words.call(sentence.view(-1, 4)).view(batch, length, 6);
        var h = norm.call(merged + context.call(setting).unsqueeze(1)).relu();
        return (tags.call(h), score.call(h.mean([1])).squeeze(1));
    }

    [Loss]
    private static Tensor TagsAndScore(
        (Tensor Tags, Tensor Score) result,
        [BatchOf(7, DType = ScalarType.Int64)] Tensor labels,
        [BatchOf] Tensor target)
    {
        var tagging = functional.cross_entropy(result.Tags.transpose(1, 2), labels, reduction: Reduction.None).mean([1]);
        return tagging + (result.Score - target).pow(2) * 0.5;
    }
}
