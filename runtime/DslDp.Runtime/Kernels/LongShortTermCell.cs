using System.Numerics;
using System.Runtime.CompilerServices;

namespace DslDp.Kernels;

/// <summary>One step of a long short-term memory for one example, given the gates before their functions; gates in the order input, forget, cell, output.</summary>
internal static unsafe class LongShortTermCell
{
    /// <summary>One step.</summary>
    /// <param name="fromInput">W x, <c>[4 · hidden]</c>; the gates after their functions take its place.</param>
    /// <param name="fromState">W h, <c>[4 · hidden]</c>.</param>
    /// <param name="bias">A number for each gate, <c>[4 · hidden]</c>.</param>
    /// <param name="cell">The cell, <c>[hidden]</c>; the next takes its place.</param>
    /// <param name="state">Where the next state goes, <c>[hidden]</c>.</param>
    /// <param name="hidden">Size of a state.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Step(float* fromInput, float* fromState, float* bias, float* cell, float* state, int hidden)
    {
        var (forget, candidate, output) = (hidden, 2 * hidden, 3 * hidden);
        var k = 0;
        for (; k <= hidden - Vector<float>.Count; k += Vector<float>.Count)
        {
            var (i, f) = (HyperbolicTangent.Logistic(Sum(k)), HyperbolicTangent.Logistic(Sum(forget + k)));
            var (g, o) = (HyperbolicTangent.Of(Sum(candidate + k)), HyperbolicTangent.Logistic(Sum(output + k)));
            var c = Vector.FusedMultiplyAdd(f, Vector.Load(cell + k), i * g);
            Vector.Store(i, fromInput + k);
            Vector.Store(f, fromInput + forget + k);
            Vector.Store(g, fromInput + candidate + k);
            Vector.Store(o, fromInput + output + k);
            Vector.Store(c, cell + k);
            Vector.Store(o * HyperbolicTangent.Of(c), state + k);
        }
        for (; k < hidden; k++)
        {
            var (i, f) = (Sigmoid(SumOfOne(k)), Sigmoid(SumOfOne(forget + k)));
            var (g, o) = (MathF.Tanh(SumOfOne(candidate + k)), Sigmoid(SumOfOne(output + k)));
            (fromInput[k], fromInput[forget + k], fromInput[candidate + k], fromInput[output + k]) = (i, f, g, o);
            cell[k] = (f * cell[k]) + (i * g);
            state[k] = o * MathF.Tanh(cell[k]);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        Vector<float> Sum(int at) => Vector.Load(fromInput + at) + Vector.Load(fromState + at) + Vector.Load(bias + at);

        float SumOfOne(int at) => fromInput[at] + fromState[at] + bias[at];
    }

    /// <summary>The gradients of the gates before their functions, and the gradient of the cell before the step in place of that after it.</summary>
    /// <param name="gates">The gates after their functions, <c>[4 · hidden]</c>.</param>
    /// <param name="cell">The cell before the step, <c>[hidden]</c>.</param>
    /// <param name="dy">The gradient at the output, <c>[hidden]</c>.</param>
    /// <param name="dh">The gradient at the state from the step after, <c>[hidden]</c>.</param>
    /// <param name="dc">The gradient at the cell, <c>[hidden]</c>.</param>
    /// <param name="to">Where the gradients of the gates go, <c>[4 · hidden]</c>.</param>
    /// <param name="hidden">Size of a state.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void StepBack(float* gates, float* cell, float* dy, float* dh, float* dc, float* to, int hidden)
    {
        float* input = gates, forget = gates + hidden, candidate = gates + (2 * hidden), output = gates + (3 * hidden);
        var one = Vector<float>.One;
        var k = 0;
        for (; k <= hidden - Vector<float>.Count; k += Vector<float>.Count)
        {
            var (i, f, g, o) = (Vector.Load(input + k), Vector.Load(forget + k), Vector.Load(candidate + k), Vector.Load(output + k));
            var before = Vector.Load(cell + k);
            var tanh = HyperbolicTangent.Of(Vector.FusedMultiplyAdd(f, before, i * g));
            var ofState = Vector.Load(dy + k) + Vector.Load(dh + k);
            var ofCell = Vector.Load(dc + k) + (ofState * o * (one - (tanh * tanh)));
            Vector.Store(ofCell * g * i * (one - i), to + k);
            Vector.Store(ofCell * before * f * (one - f), to + hidden + k);
            Vector.Store(ofCell * i * (one - (g * g)), to + (2 * hidden) + k);
            Vector.Store(ofState * tanh * o * (one - o), to + (3 * hidden) + k);
            Vector.Store(ofCell * f, dc + k);
        }
        for (; k < hidden; k++)
        {
            var (i, f, g, o) = (input[k], forget[k], candidate[k], output[k]);
            var tanh = MathF.Tanh((f * cell[k]) + (i * g));
            var ofState = dy[k] + dh[k];
            var ofCell = dc[k] + (ofState * o * (1 - (tanh * tanh)));
            to[k] = ofCell * g * i * (1 - i);
            to[hidden + k] = ofCell * cell[k] * f * (1 - f);
            to[(2 * hidden) + k] = ofCell * i * (1 - (g * g));
            to[(3 * hidden) + k] = ofState * tanh * o * (1 - o);
            dc[k] = ofCell * f;
        }
    }

    private static float Sigmoid(float x) => 1 / (1 + MathF.Exp(-x));
}
