using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DslDp.EndToEnd.Tests.Models;

/// <summary>The 26,010-parameter convolutional network of the quickstart.</summary>
[DpModel]
[PrivacyBudget(epsilon: 3.0, delta: 1e-5)]
[Training(records: 60_000, batchSize: 1024, Epochs = 30, LearningRate = 0.5)]
public sealed partial class TanhNetwork : Module<Tensor, Tensor>
{
    private readonly Conv2d first = Conv2d(1, 16, 8, stride: 2, padding: 2);
    private readonly Conv2d second = Conv2d(16, 32, 4, stride: 2);
    private readonly MaxPool2d pool = MaxPool2d(2, stride: 1);
    private readonly Linear hidden = Linear(512, 32);
    private readonly Linear output = Linear(32, 10);

    public override Tensor forward([BatchOf(1, 28, 28)] Tensor images)
    {
        var edges = pool.call(first.call(images).tanh());
        var strokes = pool.call(second.call(edges).tanh());
        return output.call(hidden.call(strokes.flatten(1)).tanh());
    }

    [Loss]
    private static Tensor CrossEntropy(Tensor logits, [BatchOf(DType = ScalarType.Int64)] Tensor labels) =>
        functional.cross_entropy(logits, labels, reduction: Reduction.None);
}
