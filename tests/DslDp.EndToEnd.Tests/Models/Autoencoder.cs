using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DslDp.EndToEnd.Tests.Models;

/// <summary>The input and the target go by one name, and another column by a word of the language.</summary>
[DpModel]
[PrivacyBudget(epsilon: 3.0, delta: 1e-5)]
[Training(records: 1_000, batchSize: 32, Epochs = 2, LearningRate = 0.5)]
public sealed partial class Autoencoder : Module<Tensor, Tensor>
{
    private readonly Linear encode = Linear(6, 3);
    private readonly Linear decode = Linear(3, 6);

    public override Tensor forward([BatchOf(6)] Tensor x) => decode.call(encode.call(x).tanh());

    [Loss]
    private static Tensor SquaredError(Tensor reconstruction, [BatchOf(6)] Tensor x, [BatchOf] Tensor @event) =>
        (reconstruction - x).pow(2).mean([1]) * @event;
}
