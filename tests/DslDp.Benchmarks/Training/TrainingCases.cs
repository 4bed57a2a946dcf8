using DslDp.Benchmarks.Models;
using static TorchSharp.torch;

namespace DslDp.Benchmarks.Training;

/// <summary>The models of the table in the README.</summary>
internal static class TrainingCases
{
    public static IReadOnlyList<TrainingCase> All { get; } =
    [
        TrainingCase.Of("mlp", () => new Mlp(), (model, data, options) => model.CreatePrivateTrainer(data, options), (model, x) => model.call(x[0]), () => ([rand(256, 784)], 10)),
        TrainingCase.Of("cnn", () => new SmallCnn(), (model, data, options) => model.CreatePrivateTrainer(data, options), (model, x) => model.call(x[0]), () => ([rand(256, 1, 28, 28)], 10)),
        TrainingCase.Of("cifar-64", () => new Cifar64(), (model, data, options) => model.CreatePrivateTrainer(data, options), (model, x) => model.call(x[0]), () => ([rand(64, 3, 32, 32)], 10)),
        TrainingCase.Of("cifar-256", () => new Cifar256(), (model, data, options) => model.CreatePrivateTrainer(data, options), (model, x) => model.call(x[0]), () => ([rand(256, 3, 32, 32)], 10)),
        TrainingCase.Of("transformer", () => new TokenTransformer(), (model, data, options) => model.CreatePrivateTrainer(data, options), (model, x) => model.call(x[0]), () => ([randint(0, 10_000, [64, 64], int64)], 4)),
        TrainingCase.Of("lstm", () => new TokenLstm(), (model, data, options) => model.CreatePrivateTrainer(data, options), (model, x) => model.call(x[0]), () => ([randint(0, 10_000, [64, 64], int64)], 4)),
        TrainingCase.Of("tabular", () => new WideAndDeep(), (model, data, options) => model.CreatePrivateTrainer(data, options), (model, x) => model.call(x[0], x[1]), () => ([randint(0, 1_000, [1024, 8], int64) + (arange(8, int64) * 1_000), randn(1024, 13)], 2)),
    ];
}
