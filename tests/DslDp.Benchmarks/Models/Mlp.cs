using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DslDp.Benchmarks.Models;

/// <summary>784-1024-1024-10, 1.86 million parameters. The batch is all of the records, so that every step has the same size.</summary>
[DpModel]
[PrivacyBudget(epsilon: 3.0, delta: 1e-5)]
[Training(records: 256, batchSize: 256, Epochs = 2000, LearningRate = 1e-6)]
public sealed partial class Mlp : Module<Tensor, Tensor>
{
    private readonly Linear first = Linear(784, 1024);
    private readonly Linear second = Linear(1024, 1024);
    private readonly Linear output = Linear(1024, 10);

    public override Tensor forward([BatchOf(784)] Tensor pixels) =>
        output.call(second.call(first.call(pixels).relu()).relu());

    [Loss]
    private static Tensor CrossEntropy(Tensor logits, [BatchOf(DType = ScalarType.Int64)] Tensor labels) =>
        functional.cross_entropy(logits, labels, reduction: Reduction.None);
}
