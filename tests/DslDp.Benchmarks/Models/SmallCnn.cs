using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DslDp.Benchmarks.Models;

/// <summary>The quickstart's network for 28×28 images.</summary>
[DpModel]
[PrivacyBudget(epsilon: 3.0, delta: 1e-5)]
[Training(records: 256, batchSize: 256, Epochs = 2000, LearningRate = 1e-6)]
public sealed partial class SmallCnn : Module<Tensor, Tensor>
{
    private readonly Conv2d coarse = Conv2d(1, 16, kernel_size: 8, stride: 2, padding: 2);
    private readonly Conv2d fine = Conv2d(16, 32, kernel_size: 4, stride: 2);
    private readonly Linear hidden = Linear(512, 32);
    private readonly Linear output = Linear(32, 10);

    public override Tensor forward([BatchOf(1, 28, 28)] Tensor pixels)
    {
        var shapes = functional.max_pool2d(coarse.call(pixels).tanh(), kernel_size: 2, stride: 1);
        var parts = functional.max_pool2d(fine.call(shapes).tanh(), kernel_size: 2, stride: 1);
        return output.call(hidden.call(parts.flatten(1)).tanh());
    }

    [Loss]
    private static Tensor CrossEntropy(Tensor logits, [BatchOf(DType = ScalarType.Int64)] Tensor labels) =>
        functional.cross_entropy(logits, labels, reduction: Reduction.None);
}
