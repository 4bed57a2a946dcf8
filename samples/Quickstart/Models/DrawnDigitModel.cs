using DslDp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Quickstart.Models;

/// <summary>Reads the digits that the sample draws. Few steps, so that the run is over in less than a minute.</summary>
[DpModel]
[PrivacyBudget(epsilon: 3.0, delta: 1e-5)]
[Training(records: 60_000, batchSize: 2048, Epochs = 3, LearningRate = 4.0, Momentum = 0.9)]
[Clipping(maxNorm: 0.1)]
internal sealed partial class DrawnDigitModel : Module<Tensor, Tensor>
{
    private readonly TanhNetwork network = new();

    public override Tensor forward([BatchOf(1, 28, 28)] Tensor pixels) => network.call(pixels);

    [Loss]
    private static Tensor CrossEntropy(Tensor logits, [BatchOf(DType = ScalarType.Int64)] Tensor labels) =>
        functional.cross_entropy(logits, labels, reduction: Reduction.None);
}
