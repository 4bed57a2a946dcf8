using DslDp.Optimizers;
using TorchSharp.Modules;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace DslDp.Runtime.Tests.Optimizers;

public sealed class StochasticGradientDescentTests(ITestOutputHelper output)
{
    private const int ExpectedBatchSize = 64;

    [Theory]
    [InlineData(0.5, 0, 0)]
    [InlineData(0.1, 0.9, 0)]
    [InlineData(0.1, 0, 0.01)]
    [InlineData(0.05, 0.9, 0.01)]
    public void GoesWhereTorchsOwnGoes(double learningRate, double momentum, double weightDecay)
    {
        const int Seed = 20251;
        output.WriteLine($"seed {Seed}");
        using var scope = NewDisposeScope();
        using var generator = new Generator();
        generator.manual_seed(Seed);
        var start = empty(7, 5).normal_(generator: generator);
        var ours = new Parameter(start.clone(), requires_grad: false);
        var theirs = new Parameter(start.clone());
        var sum = zeros(7, 5);
        var plan = new OptimizerPlan { Kind = OptimizerKind.Sgd, LearningRate = learningRate, Momentum = momentum, WeightDecay = weightDecay };
        using var sgd = new StochasticGradientDescent(plan, [(ours, sum)]);
        using var reference = optim.SGD([theirs], learningRate, momentum, weight_decay: weightDecay);

        for (var step = 0; step < 30; step++)
        {
            sum.normal_(0, ExpectedBatchSize, generator);
            theirs.grad = sum / ExpectedBatchSize;
            sgd.Step(ExpectedBatchSize);
            reference.step();
        }

        var difference = (ours - theirs).abs().max().item<float>() / theirs.abs().max().item<float>();
        Assert.True(difference <= 2e-6, $"relative difference {difference}");
    }

    [Fact]
    public void LeavesTheNoisySumAsItWas()
    {
        using var scope = NewDisposeScope();
        var sum = ones(3);
        using var sgd = new StochasticGradientDescent(
            new OptimizerPlan { Kind = OptimizerKind.Sgd, LearningRate = 1, Momentum = 0.5, WeightDecay = 0.5 },
            [(new Parameter(ones(3), requires_grad: false), sum)]);
        sgd.Step(2);
        Assert.Equal([1f, 1f, 1f], sum.data<float>().ToArray());
    }

    [Theory]
    [InlineData(0, 0, 0, "learning rate is 0;")]
    [InlineData(double.NaN, 0, 0, "learning rate is NaN;")]
    [InlineData(double.PositiveInfinity, 0, 0, "learning rate is Infinity;")]
    [InlineData(1, 1, 0, "momentum is 1;")]
    [InlineData(1, -0.1, 0, "momentum is -0.1;")]
    [InlineData(1, 0, -1, "weight decay is -1;")]
    [InlineData(1, 0, double.NaN, "weight decay is NaN;")]
    public void RefusesSettingsOutOfRange(double learningRate, double momentum, double weightDecay, string message)
    {
        var plan = new OptimizerPlan { Kind = OptimizerKind.Sgd, LearningRate = learningRate, Momentum = momentum, WeightDecay = weightDecay };
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => new StochasticGradientDescent(plan, [])).Message);
    }
}
