using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DslDp.EndToEnd.Tests.Models;

/// <summary>The smallest model of the documentation.</summary>
[DpModel]
[PrivacyBudget(epsilon: 3.0, delta: 1e-5)]
[Training(records: 60_000, batchSize: 1024, Epochs = 30, LearningRate = 0.5)]
public sealed partial class Digits : Module<Tensor, Tensor>
{
    private readonly Linear hidden = Linear(784, 128);
    private readonly Linear output = Linear(128, 10);

    public override Tensor forward([BatchOf(784)] Tensor pixels) =>
        output.call(hidden.call(pixels).tanh());

    [Loss]
    private static Tensor CrossEntropy(Tensor logits, [BatchOf(DType = ScalarType.Int64)] Tensor labels) =>
        functional.cross_entropy(logits, labels, reduction: Reduction.None);
}
