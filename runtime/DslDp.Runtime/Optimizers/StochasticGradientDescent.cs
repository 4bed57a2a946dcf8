using DslDp.Kernels;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DslDp.Optimizers;

/// <summary>
/// Stochastic gradient descent with momentum and weight decay, by the rule of <c>torch.optim.SGD</c> without dampening:
/// <c>v ← momentum · v + gradient + weightDecay · parameter</c>, <c>parameter ← parameter − learningRate · v</c>.
/// It is given noisy sums only, so all it does is post-processing.
/// </summary>
internal sealed class StochasticGradientDescent : IDisposable
{
    private readonly OptimizerPlan plan;
    private readonly (Parameter Parameter, Tensor NoisySum, Tensor? Velocity)[] slots;

    /// <param name="plan">Learning rate, momentum, weight decay; an <see cref="ArgumentException"/> when one is out of its range.</param>
    /// <param name="parameters">Each parameter with the tensor that will hold its noisy sum of gradients at every step.</param>
    public StochasticGradientDescent(OptimizerPlan plan, IEnumerable<(Parameter Parameter, Tensor NoisySum)> parameters)
    {
        this.plan = plan.Checked();
        slots = [.. parameters.Select(pair => (pair.Parameter, pair.NoisySum, plan.Momentum > 0 ? VelocityOf(pair.Parameter) : null))];
    }

    /// <summary>One update of every parameter, by the noisy sums divided by the expected batch size.</summary>
    /// <param name="expectedBatchSize">The public number to divide by: never the size of the draw.</param>
    public void Step(double expectedBatchSize)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (parameter, noisySum, velocity) in slots)
        {
            if (velocity is null)
                Descend(parameter, noisySum, plan.LearningRate / expectedBatchSize, plan.LearningRate * plan.WeightDecay);
            else
                DescendWithMomentum(parameter, noisySum, velocity, expectedBatchSize);
        }
    }

    /// <summary>Frees the velocities.</summary>
    public void Dispose()
    {
        foreach (var (_, _, velocity) in slots)
            velocity?.Dispose();
    }

    private static void Descend(Parameter parameter, Tensor noisySum, double rate, double shrinkage)
    {
        // A scalar must outlive the call that reads it: TorchSharp does not see to it.
        using Scalar kept = 1 - shrinkage, step = -rate;
        if (shrinkage > 0)
            parameter.mul_(kept);
        parameter.add_(noisySum, step);
    }

    private void DescendWithMomentum(Parameter parameter, Tensor noisySum, Tensor velocity, double expectedBatchSize)
    {
        if (MomentumUpdate.Serves(parameter, noisySum, velocity))
        {
            MomentumUpdate.Run(parameter, noisySum, velocity, (float)plan.Momentum, (float)(1 / expectedBatchSize), (float)plan.WeightDecay, (float)plan.LearningRate);
            return;
        }

        using Scalar momentum = plan.Momentum, perExample = 1 / expectedBatchSize, decay = plan.WeightDecay, step = -plan.LearningRate;
        velocity.mul_(momentum).add_(noisySum, perExample);
        if (plan.WeightDecay > 0)
            velocity.add_(parameter, decay);
        parameter.add_(velocity, step);
    }

    private static Tensor VelocityOf(Parameter parameter)
    {
        using var noGrad = no_grad();
        return zeros_like(parameter).DetachFromDisposeScope();
    }
}
