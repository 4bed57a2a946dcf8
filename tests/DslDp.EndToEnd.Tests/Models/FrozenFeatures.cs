using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DslDp.EndToEnd.Tests.Models;

/// <summary>A part that comes from public data and is not trained; how many records there are is known only at the run.</summary>
[DpModel]
[PrivacyBudget(epsilon: 2.0, delta: 1e-5, Adjacency = Adjacency.ZeroOut)]
[Training(batchSize: 16, Epochs = 2, WeightDecay = 0.01)]
public sealed partial class FrozenFeatures : Module<Tensor, Tensor>
{
    [Frozen]
    private readonly Linear pretrained = Linear(6, 8);
    private readonly Linear output = Linear(8, 3);

    public override Tensor forward([BatchOf(6)] Tensor rows) => output.call(pretrained.call(rows).tanh());

    [Loss]
    private static Tensor CrossEntropy(Tensor logits, [BatchOf(DType = ScalarType.Int64)] Tensor labels) =>
        functional.cross_entropy(logits, labels, reduction: Reduction.None);
}
