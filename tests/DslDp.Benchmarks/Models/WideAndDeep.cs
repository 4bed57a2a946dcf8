using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DslDp.Benchmarks.Models;

/// <summary>A table of 8 categories and 13 numbers: a linear part beside layers of 256 and 128 over embeddings of width 16.</summary>
[DpModel]
[PrivacyBudget(epsilon: 3.0, delta: 1e-5)]
[Training(records: 1024, batchSize: 1024, Epochs = 2000, LearningRate = 1e-6)]
public sealed partial class WideAndDeep : Module<Tensor, Tensor, Tensor>
{
    // One table for all columns: column k has the rows from 1,000 k.
    private readonly Embedding deepRows = Embedding(8_000, 16);
    private readonly Embedding wideRows = Embedding(8_000, 2);
    private readonly Linear first = Linear(141, 256);
    private readonly Linear second = Linear(256, 128);
    private readonly Linear output = Linear(128, 2);
    private readonly Linear wideNumbers = Linear(13, 2);

    public override Tensor forward([BatchOf(8, DType = ScalarType.Int64)] Tensor categories, [BatchOf(13)] Tensor numbers)
    {
        var features = cat([deepRows.call(categories).flatten(1), numbers], 1);
        var deep = output.call(second.call(first.call(features).relu()).relu());
        return deep + wideRows.call(categories).sum(1) + wideNumbers.call(numbers);
    }

    [Loss]
    private static Tensor CrossEntropy(Tensor logits, [BatchOf(DType = ScalarType.Int64)] Tensor labels) =>
        functional.cross_entropy(logits, labels, reduction: Reduction.None);
}
