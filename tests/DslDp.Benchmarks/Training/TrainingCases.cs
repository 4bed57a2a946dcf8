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
    ];
}
