using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DslDp.Benchmarks.Models;

/// <summary>The network for colour images, in batches of 256.</summary>
[DpModel]
[PrivacyBudget(epsilon: 3.0, delta: 1e-5)]
[Training(records: 256, batchSize: 256, Epochs = 2000, LearningRate = 1e-6)]
public sealed partial class Cifar256 : Module<Tensor, Tensor>
{
    private readonly ColourNetwork network = new();

    public override Tensor forward([BatchOf(3, 32, 32)] Tensor images) => network.call(images);

    [Loss]
    private static Tensor CrossEntropy(Tensor logits, [BatchOf(DType = ScalarType.Int64)] Tensor labels) =>
        functional.cross_entropy(logits, labels, reduction: Reduction.None);
}
