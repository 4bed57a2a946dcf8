using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DslDp.EndToEnd.Tests.Models;

/// <summary>A block with a constructor of its own, used twice.</summary>
[DpModule]
public sealed partial class ResidualBlock : Module<Tensor, Tensor>
{
    private readonly Conv2d first;
    private readonly Conv2d second;
    private readonly GroupNorm norm;

    public ResidualBlock(long channels)
        : base(nameof(ResidualBlock))
    {
        first = Conv2d(channels, channels, 3, padding: 1, bias: false);
        second = Conv2d(channels, channels, 3, padding: 1, groups: 2);
        norm = GroupNorm(2, channels);
        RegisterComponents();
        using var withoutGradients = no_grad();
        norm.weight!.uniform_(0.5, 1.5);
        norm.bias!.uniform_(-0.5, 0.5);
    }

    public override Tensor forward(Tensor x)
    {
        var h = norm.call(first.call(x)).relu();
        return (second.call(h) + x).relu();
    }
}

/// <summary>Two blocks, a layer that is called twice, a helper method, a mean over the image.</summary>
[DpModel]
[PrivacyBudget(epsilon: 3.0, delta: 1e-5)]
[Training(records: 60_000, batchSize: 1024, Epochs = 30, LearningRate = 0.5)]
public sealed partial class ResidualClassifier : Module<Tensor, Tensor>
{
    private readonly Conv2d stem = Conv2d(3, 8, 3, padding: 1);
    private readonly ResidualBlock shallow = new(8);
    private readonly ResidualBlock deep = new(8);
    private readonly Linear mix = Linear(8, 8);
    private readonly Linear head = Linear(8, 5);

    public override Tensor forward([BatchOf(3, 8, 8)] Tensor images)
    {
        var features = deep.call(shallow.call(stem.call(images))).mean([2, 3]);
        for (var turn = 0; turn < 2; turn++)
            features = Mixed(features);
        return head.call(features);
    }

    private Tensor Mixed(Tensor features) => features + mix.call(features).tanh();

    [Loss]
    private static Tensor CrossEntropy(Tensor logits, [BatchOf(DType = ScalarType.Int64)] Tensor labels) =>
        functional.cross_entropy(logits, labels, reduction: Reduction.None);
}
