using DslDp.Optimizers;
using TorchSharp.Modules;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace DslDp.Runtime.Tests.Optimizers;

public sealed class StochasticGradientDescentTests(ITestOutputHelper output)
{
    private const int ExpectedBatchSize = 64;

    [Theory]
    [InlineData(0.5, 0, 0, false)]
    [InlineData(0.1, 0.9, 0, false)]
    [InlineData(0.1, 0, 0.01, false)]
    [InlineData(0.05, 0.9, 0.01, false)]
    [InlineData(0.5, 0, 0, true)]
    [InlineData(0.1, 0.9, 0, true)]
    [InlineData(0.1, 0, 0.01, true)]
    [InlineData(0.05, 0.9, 0.01, true)]
    public void GoesWhereTorchsOwnGoes(double learningRate, double momentum, double weightDecay, bool byParts)
    {
        const int Seed = 20251;
        output.WriteLine($"seed {Seed}");
        using var scope = NewDisposeScope();
        using var generator = new Generator();
        generator.manual_seed(Seed);
        long[][] shapes = [[7, 5], [3], [41, 13], [1]];
        var starts = shapes.Select(shape => empty(shape).normal_(generator: generator)).ToArray();
        var ours = starts.Select(start => new Parameter(start.clone(), requires_grad: false)).ToArray();
        var theirs = starts.Select(start => new Parameter(start.clone())).ToArray();
        var flat = zeros(starts.Sum(start => start.numel()));
        var sums = flat.split([.. starts.Select(start => start.numel())]).Zip(shapes, (sum, shape) => sum.view(shape)).ToArray();
        var random = new Random(Seed);
        var plan = new OptimizerPlan { Kind = OptimizerKind.Sgd, LearningRate = learningRate, Momentum = momentum, WeightDecay = weightDecay };
        using var sgd = new StochasticGradientDescent(plan, ours.Zip(sums));
        using var reference = optim.SGD(theirs, learningRate, momentum, weight_decay: weightDecay);

        for (var step = 0; step < 30; step++)
        {
            flat.normal_(0, ExpectedBatchSize, generator);
            foreach (var (parameter, sum) in theirs.Zip(sums))
                parameter.grad = sum / ExpectedBatchSize;
            if (byParts)
                StepByParts(sgd, flat.numel(), random);
            else
                sgd.Step(ExpectedBatchSize);
            reference.step();
        }

        foreach (var (one, other) in ours.Zip(theirs))
        {
            var difference = (one - other).abs().max().item<float>() / other.abs().max().item<float>();
            Assert.True(difference <= 2e-6, $"relative difference {difference}");
        }
    }

    [Fact]
    public void ParametersThatDoNotLieInOrderAreNotTakenByParts()
    {
        using var scope = NewDisposeScope();
        var plan = new OptimizerPlan { Kind = OptimizerKind.Sgd, LearningRate = 0.5, Momentum = 0, WeightDecay = 0 };
        using var turned = new StochasticGradientDescent(plan, [(new Parameter(ones(3), requires_grad: false), zeros(3)), (new Parameter(ones(3, 4).t(), requires_grad: false), zeros(4, 3))]);
        using var wide = new StochasticGradientDescent(plan, [(new Parameter(ones(3, float64), requires_grad: false), zeros(3))]);

        Assert.False(turned.TakesParts());
        Assert.False(wide.TakesParts());
    }

    // Each entry in one part, in any order, across the borders between parameters.
    private static void StepByParts(StochasticGradientDescent sgd, long entries, Random random)
    {
        Assert.True(sgd.TakesParts());
        var parts = new List<(long From, long Until)>();
        for (var from = 0L; from < entries; from = parts[^1].Until)
            parts.Add((from, Math.Min(entries, from + random.Next(1, 200))));
        var order = parts.ToArray();
        random.Shuffle(order);
        foreach (var (from, until) in order)
            sgd.StepPart(ExpectedBatchSize, from, until);
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
