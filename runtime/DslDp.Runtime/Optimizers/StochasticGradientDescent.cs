using DslDp.Clipping;
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
    private readonly Slot[] slots;
    private readonly long[] starts;

    /// <param name="plan">Learning rate, momentum, weight decay; an <see cref="ArgumentException"/> when one is out of its range.</param>
    /// <param name="parameters">Each parameter with the tensor that will hold its noisy sum of gradients at every step: one after the other in a buffer.</param>
    public StochasticGradientDescent(OptimizerPlan plan, IEnumerable<(Parameter Parameter, Tensor NoisySum)> parameters)
    {
        this.plan = plan.Checked();
        slots = [.. parameters.Select(pair => new Slot(pair.Parameter, pair.NoisySum, plan.Momentum > 0 ? VelocityOf(pair.Parameter) : null))];
        starts = new long[slots.Length];
        for (var i = 1; i < slots.Length; i++)
            starts[i] = starts[i - 1] + slots[i - 1].Parameter.numel();
    }

    /// <summary>Prepares a step that is taken part by part, if the parameters and their sums lie in one order on the processor.</summary>
    public bool TakesParts()
    {
        foreach (var slot in slots)
        {
            if (!slot.IsInOrder())
                return false;
        }

        foreach (var slot in slots)
            slot.Locate();
        return true;
    }

    /// <summary>The update of a part of the parameters, after <see cref="TakesParts"/>; parts that are apart from each other may be updated at once.</summary>
    /// <param name="expectedBatchSize">The public number to divide by: never the size of the draw.</param>
    /// <param name="from">The first entry, of the buffer of the sums.</param>
    /// <param name="until">The entry after the last.</param>
    public void StepPart(double expectedBatchSize, long from, long until)
    {
        var update = new DescentUpdate((float)(1 / expectedBatchSize), (float)plan.Momentum, (float)plan.WeightDecay, (float)plan.LearningRate);
        var found = Array.BinarySearch(starts, from);
        for (var i = found < 0 ? ~found - 1 : found; i < slots.Length && starts[i] < until; i++)
            slots[i].Update(update, Math.Max(0, from - starts[i]), until - starts[i]);
    }

    /// <summary>One update of every parameter, by the noisy sums divided by the expected batch size.</summary>
    /// <param name="expectedBatchSize">The public number to divide by: never the size of the draw.</param>
    public void Step(double expectedBatchSize)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        foreach (var slot in slots)
        {
            // A scalar must outlive the call that reads it: TorchSharp does not see to it.
            using Scalar momentum = plan.Momentum, perExample = 1 / expectedBatchSize, decay = plan.WeightDecay, step = -plan.LearningRate;
            var direction = slot.NoisySum.mul(perExample);
            if (plan.WeightDecay > 0)
                direction.add_(slot.Parameter, decay);
            if (slot.Velocity is { } velocity)
            {
                velocity.mul_(momentum).Accumulate(direction);
                direction = velocity;
            }
            slot.Parameter.add_(direction, step);
        }
    }

    /// <summary>Frees the velocities.</summary>
    public void Dispose()
    {
        foreach (var slot in slots)
            slot.Velocity?.Dispose();
    }

    private static Tensor VelocityOf(Parameter parameter)
    {
        using var noGrad = no_grad();
        return zeros_like(parameter).DetachFromDisposeScope();
    }

    private sealed unsafe class Slot(Parameter parameter, Tensor noisySum, Tensor? velocity)
    {
        private float* parameters, sums, velocities;
        private long count;

        public Parameter Parameter => parameter;

        public Tensor NoisySum => noisySum;

        public Tensor? Velocity => velocity;

        public bool IsInOrder() => Memory.ServesInOrder(parameter) && Memory.ServesInOrder(noisySum) && (velocity is null || Memory.ServesInOrder(velocity));

        public void Locate()
        {
            parameters = Memory.Of(parameter);
            sums = Memory.Of(noisySum);
            velocities = velocity is null ? null : Memory.Of(velocity);
            count = parameter.numel();
        }

        public void Update(DescentUpdate update, long from, long until)
        {
            until = Math.Min(count, until);
            if (velocities is null)
                update.Run(parameters + from, sums + from, until - from);
            else
                update.Run(parameters + from, sums + from, velocities + from, until - from);
        }
    }
}
