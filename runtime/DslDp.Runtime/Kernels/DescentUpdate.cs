using System.Numerics;
using System.Runtime.CompilerServices;

namespace DslDp.Kernels;

/// <summary>The rule of stochastic gradient descent in one pass over the memory; by libtorch, each operation is one.</summary>
/// <param name="Share">What a noisy sum is multiplied by, to be a gradient.</param>
/// <param name="Momentum">What is kept of the velocity.</param>
/// <param name="Decay">Weight decay.</param>
/// <param name="Rate">Learning rate.</param>
internal readonly record struct DescentUpdate(float Share, float Momentum, float Decay, float Rate)
{
    // The noise of as many sums is made before the next are updated: their parameters come meanwhile.
    private const int NumbersAhead = 2048;

    /// <summary>parameter ← parameter − rate · (share · sum + decay · parameter).</summary>
    /// <param name="parameter">The parameters.</param>
    /// <param name="sum">The noisy sums of their gradients.</param>
    /// <param name="count">How many.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public unsafe void Run(float* parameter, float* sum, long count)
    {
        Vector<float> rates = new(-Rate * Share), kept = new(1 - (Rate * Decay));
        var i = 0L;
        for (; i <= count - 64; i += 64)
        {
            ReadAhead.Ask64(parameter + i + NumbersAhead);
            for (var j = i; j < i + 64; j += Vector<float>.Count)
                Vector.FusedMultiplyAdd(rates, Vector.Load(sum + j), kept * Vector.Load(parameter + j)).Store(parameter + j);
        }

        for (; i < count; i++)
            parameter[i] = MathF.FusedMultiplyAdd(rates[0], sum[i], kept[0] * parameter[i]);
    }

    /// <summary>velocity ← momentum · velocity + share · sum + decay · parameter; parameter ← parameter − rate · velocity.</summary>
    /// <param name="parameter">The parameters.</param>
    /// <param name="sum">The noisy sums of their gradients.</param>
    /// <param name="velocity">What the last step left.</param>
    /// <param name="count">How many.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public unsafe void Run(float* parameter, float* sum, float* velocity, long count)
    {
        Vector<float> momenta = new(Momentum), shares = new(Share), decays = new(Decay), rates = new(-Rate);
        var i = 0L;
        for (; i <= count - 64; i += 64)
        {
            ReadAhead.Ask64(parameter + i + NumbersAhead);
            ReadAhead.Ask64(velocity + i + NumbersAhead);
            for (var j = i; j < i + 64; j += Vector<float>.Count)
            {
                var place = Vector.Load(parameter + j);
                var next = Vector.FusedMultiplyAdd(shares, Vector.Load(sum + j), momenta * Vector.Load(velocity + j));
                next = Vector.FusedMultiplyAdd(decays, place, next);
                Vector.Store(next, velocity + j);
                Vector.Store(Vector.FusedMultiplyAdd(rates, next, place), parameter + j);
            }
        }

        for (; i < count; i++)
        {
            var next = MathF.FusedMultiplyAdd(Share, sum[i], Momentum * velocity[i]);
            velocity[i] = MathF.FusedMultiplyAdd(Decay, parameter[i], next);
            parameter[i] = MathF.FusedMultiplyAdd(-Rate, velocity[i], parameter[i]);
        }
    }
}
