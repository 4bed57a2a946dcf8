using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DslDp.Kernels;

/// <summary>One step of a long short-term memory for sixteen of its units, of several examples; gates in the order input, forget, cell, output.</summary>
internal static unsafe class LongShortTermGroup
{
    private const int Units = LongShortTermSizes.Units, Gates = LongShortTermSizes.Gates * Units;

    /// <summary>One step.</summary>
    /// <param name="sums">The gates before their functions, <c>[examples, 4 · units]</c>.</param>
    /// <param name="gates">Where they go after their functions, <c>[examples, 4 · units]</c>.</param>
    /// <param name="before">The cell before the step, <c>[examples, units]</c>.</param>
    /// <param name="after">Where the cell after the step goes, <c>[examples, units]</c>.</param>
    /// <param name="state">Where the next state goes.</param>
    /// <param name="stateStep">From the state of an example to that of the next.</param>
    /// <param name="examples">Number of examples.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Step(float* sums, float* gates, float* before, float* after, float* state, long stateStep, int examples)
    {
        for (var example = 0; example < examples; example++)
        {
            var i = HyperbolicTangent.Logistic(Vector512.Load(sums));
            var f = HyperbolicTangent.Logistic(Vector512.Load(sums + Units));
            var g = HyperbolicTangent.Of(Vector512.Load(sums + (2 * Units)));
            var o = HyperbolicTangent.Logistic(Vector512.Load(sums + (3 * Units)));
            var c = Vector512.FusedMultiplyAdd(f, Vector512.Load(before), i * g);
            i.Store(gates);
            f.Store(gates + Units);
            g.Store(gates + (2 * Units));
            o.Store(gates + (3 * Units));
            c.Store(after);
            (o * HyperbolicTangent.Of(c)).Store(state);
            sums += Gates;
            gates += Gates;
            before += Units;
            after += Units;
            state += stateStep;
        }
    }

    /// <summary>The gradients of the gates before their functions, and the gradient of the cell before the step in place of that after it.</summary>
    /// <param name="gates">The gates after their functions, <c>[examples, 4 · units]</c>.</param>
    /// <param name="before">The cell before the step, <c>[examples, units]</c>.</param>
    /// <param name="after">The cell after the step, <c>[examples, units]</c>.</param>
    /// <param name="ofState">The gradient at the state after the step.</param>
    /// <param name="stateStep">From that of an example to that of the next.</param>
    /// <param name="ofCell">The gradient at the cell, <c>[examples, units]</c>.</param>
    /// <param name="to">Where the gradients of the gates go.</param>
    /// <param name="gateStep">From the gradient of a gate to that of the next.</param>
    /// <param name="toStep">From the gradients of an example to those of the next.</param>
    /// <param name="examples">Number of examples.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void StepBack(float* gates, float* before, float* after, float* ofState, long stateStep, float* ofCell, float* to, long gateStep, long toStep, int examples)
    {
        var one = Vector512<float>.One;
        for (var example = 0; example < examples; example++)
        {
            var (i, f) = (Vector512.Load(gates), Vector512.Load(gates + Units));
            var (g, o) = (Vector512.Load(gates + (2 * Units)), Vector512.Load(gates + (3 * Units)));
            var tanh = HyperbolicTangent.Of(Vector512.Load(after));
            var dh = Vector512.Load(ofState);
            var dc = Vector512.FusedMultiplyAdd(dh * o, one - (tanh * tanh), Vector512.Load(ofCell));
            (dc * g * i * (one - i)).Store(to);
            (dc * Vector512.Load(before) * f * (one - f)).Store(to + gateStep);
            (dc * i * (one - (g * g))).Store(to + (2 * gateStep));
            (dh * tanh * o * (one - o)).Store(to + (3 * gateStep));
            (dc * f).Store(ofCell);
            gates += Gates;
            before += Units;
            after += Units;
            ofState += stateStep;
            ofCell += Units;
            to += toStep;
        }
    }
}
