using System.Numerics;
using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace DslDp.Kernels;

/// <summary>The rule of stochastic gradient descent with momentum in one pass over the memory; by libtorch, each operation is one.</summary>
internal static unsafe class MomentumUpdate
{
    /// <summary>Whether the numbers of all three lie in one order on the processor.</summary>
    public static bool Serves(params ReadOnlySpan<Tensor> tensors)
    {
        foreach (var tensor in tensors)
        {
            if (!Memory.Serves(tensor) || !tensor.is_contiguous())
                return false;
        }
        return true;
    }

    /// <summary>velocity ← momentum · velocity + share · sum + decay · parameter; parameter ← parameter − rate · velocity.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="sum">The noisy sum of its gradients.</param>
    /// <param name="velocity">What the last step left.</param>
    /// <param name="momentum">What is kept of the velocity.</param>
    /// <param name="share">What the sum is multiplied by.</param>
    /// <param name="decay">Weight decay.</param>
    /// <param name="rate">Learning rate.</param>
    public static void Run(Tensor parameter, Tensor sum, Tensor velocity, float momentum, float share, float decay, float rate)
    {
        var (parameters, sums, velocities) = ((nint)Memory.Of(parameter), (nint)Memory.Of(sum), (nint)Memory.Of(velocity));
        Workers.Divide(parameter.numel(), (from, until) =>
            Run((float*)parameters + from, (float*)sums + from, (float*)velocities + from, until - from, momentum, share, decay, rate));
        GC.KeepAlive(parameter);
        GC.KeepAlive(sum);
        GC.KeepAlive(velocity);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run(float* parameter, float* sum, float* velocity, long count, float momentum, float share, float decay, float rate)
    {
        Vector<float> momenta = new(momentum), shares = new(share), decays = new(decay), rates = new(-rate);
        var i = 0L;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
        {
            var place = Vector.Load(parameter + i);
            var next = Vector.FusedMultiplyAdd(shares, Vector.Load(sum + i), momenta * Vector.Load(velocity + i));
            next = Vector.FusedMultiplyAdd(decays, place, next);
            Vector.Store(next, velocity + i);
            Vector.Store(Vector.FusedMultiplyAdd(rates, next, place), parameter + i);
        }
        for (; i < count; i++)
        {
            var next = MathF.FusedMultiplyAdd(share, sum[i], momentum * velocity[i]);
            velocity[i] = MathF.FusedMultiplyAdd(decay, parameter[i], next);
            parameter[i] = MathF.FusedMultiplyAdd(-rate, velocity[i], parameter[i]);
        }
    }
}
