using System.Numerics;
using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace DslDp.Kernels;

/// <summary>
/// All steps of a long short-term memory, given what the inputs amount to after their matrix, with the way back through time. The
/// gradient at the inputs' products is that of the gates, from which the gradients of both matrices follow.
/// </summary>
internal sealed unsafe class LongShortTermRecurrence : autograd.SingleTensorFunction<LongShortTermRecurrence>
{
    /// <summary>One run.</summary>
    /// <param name="Weight"><c>[4 · hidden, hidden]</c>, out of autograd.</param>
    /// <param name="Bias"><c>[4 · hidden]</c>, or none.</param>
    /// <param name="IsBackwards">Whether the last time comes first.</param>
    /// <param name="Buffer">Gives room that is kept for the way back.</param>
    internal sealed record Run(Tensor Weight, Tensor? Bias, bool IsBackwards, Func<long[], Tensor> Buffer)
    {
        /// <summary>Gates after their functions, <c>[batch, time, 4 · hidden]</c>.</summary>
        public Tensor Gates { get; set; } = null!;

        /// <summary>The state before each time, <c>[batch, time, hidden]</c>.</summary>
        public Tensor States { get; set; } = null!;

        /// <summary>The cell before each time, <c>[batch, time, hidden]</c>.</summary>
        public Tensor Cells { get; set; } = null!;

        /// <summary>The time of a turn.</summary>
        public int TimeOf(int turn, int times) => IsBackwards ? times - 1 - turn : turn;
    }

    public override string Name => nameof(LongShortTermRecurrence);

    /// <summary>Whether the kernel serves this tensor.</summary>
    public static bool Serves(Tensor tensor) =>
        tensor.device_type == DeviceType.CPU && tensor.dtype == ScalarType.Float32 && tensor.numel() is > 0 and <= Memory.MaxNumbers;

    /// <summary>Runs all steps.</summary>
    /// <param name="fromInput">W x + b at every time, <c>[batch, time, 4 · hidden]</c>, gates in the order input, forget, cell, output.</param>
    /// <param name="state">The state to start from, <c>[batch, hidden]</c>.</param>
    /// <param name="cell">The cell to start from, <c>[batch, hidden]</c>.</param>
    /// <param name="run">The rest.</param>
    /// <returns><c>[batch, time + 1, hidden]</c>: the states after each time, and the last cell.</returns>
    public static Tensor Steps(Tensor fromInput, Tensor state, Tensor cell, Run run) => apply(fromInput, state, cell, run);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        using var scope = NewDisposeScope();
        var (fromInput, run) = ((Tensor)vars[0], (Run)vars[3]);
        var (batch, times, hidden) = ((int)fromInput.shape[0], (int)fromInput.shape[1], (int)run.Weight.shape[1]);
        run.Gates = run.Buffer([batch, times, 4 * hidden]);
        run.States = run.Buffer([batch, times, hidden]);
        run.Cells = run.Buffer([batch, times, hidden]);
        run.Gates.copy_(run.Bias is null ? fromInput : fromInput.add(run.Bias));
        run.States.select(1, run.TimeOf(0, times)).copy_((Tensor)vars[1]);
        run.Cells.select(1, run.TimeOf(0, times)).copy_((Tensor)vars[2]);
        var output = empty(batch, times + 1, hidden);
        float* gates = Memory.Of(run.Gates), states = Memory.Of(run.States), cells = Memory.Of(run.Cells), y = Memory.Of(output);
        var weight = run.Weight.t();
        for (var turn = 0; turn < times; turn++)
        {
            var time = run.TimeOf(turn, times);
            var isLast = turn == times - 1;
            var next = isLast ? 0 : run.TimeOf(turn + 1, times);
            run.Gates.select(1, time).addmm_(run.States.select(1, time), weight);
            Workers.Run(batch, (start, end) =>
            {
                for (var example = start; example < end; example++)
                {
                    long at = ((long)example * times) + time, after = ((long)example * times) + next;
                    var outputs = y + ((long)example * (times + 1) * hidden);
                    Step(gates + (at * 4 * hidden), cells + (at * hidden), isLast ? outputs + ((long)times * hidden) : cells + (after * hidden), outputs + ((long)time * hidden), hidden);
                    if (!isLast)
                        new Span<float>(outputs + ((long)time * hidden), hidden).CopyTo(new(states + (after * hidden), hidden));
                }
            });
        }
        ctx.save_data("run", run);
        return output.MoveToOuterDisposeScope();
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        WayBack.Enter(grad_output);
        using var scope = NewDisposeScope();
        var run = (Run)ctx.get_data("run");
        var (batch, times, hidden) = ((int)run.Gates.shape[0], (int)run.Gates.shape[1], (int)run.Weight.shape[1]);
        var gradients = grad_output.contiguous();
        var ofState = zeros(batch, hidden);
        var ofCell = gradients.select(1, times).clone();
        var result = empty(batch, times, 4 * hidden);
        float* gates = Memory.Of(run.Gates), cells = Memory.Of(run.Cells), dy = Memory.Of(gradients), to = Memory.Of(result), dc = Memory.Of(ofCell), dh = Memory.Of(ofState);
        for (var turn = times - 1; turn >= 0; turn--)
        {
            var time = run.TimeOf(turn, times);
            Workers.Run(batch, (start, end) =>
            {
                for (var example = start; example < end; example++)
                {
                    var at = ((long)example * times) + time;
                    StepBack(
                        gates + (at * 4 * hidden), cells + (at * hidden), dy + ((((long)example * (times + 1)) + time) * hidden),
                        dh + ((long)example * hidden), dc + ((long)example * hidden), to + (at * 4 * hidden), hidden);
                }
            });
            ofState.addmm_(result.select(1, time), run.Weight, beta: 0);
        }
        return [WayBack.Returned(result.MoveToOuterDisposeScope()), WayBack.Returned(ofState.MoveToOuterDisposeScope()), WayBack.Returned(ofCell.MoveToOuterDisposeScope()), null!];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Step(float* gates, float* cell, float* nextCell, float* state, int hidden)
    {
        float* input = gates, forget = gates + hidden, candidate = gates + (2 * hidden), output = gates + (3 * hidden);
        var k = 0;
        for (; k <= hidden - Vector<float>.Count; k += Vector<float>.Count)
        {
            var (i, f) = (Sigmoid(Vector.Load(input + k)), Sigmoid(Vector.Load(forget + k)));
            var (g, o) = (HyperbolicTangent.Of(Vector.Load(candidate + k)), Sigmoid(Vector.Load(output + k)));
            var c = Vector.FusedMultiplyAdd(f, Vector.Load(cell + k), i * g);
            Vector.Store(i, input + k);
            Vector.Store(f, forget + k);
            Vector.Store(g, candidate + k);
            Vector.Store(o, output + k);
            Vector.Store(c, nextCell + k);
            Vector.Store(o * HyperbolicTangent.Of(c), state + k);
        }
        for (; k < hidden; k++)
        {
            (input[k], forget[k], candidate[k], output[k]) = (Sigmoid(input[k]), Sigmoid(forget[k]), MathF.Tanh(candidate[k]), Sigmoid(output[k]));
            nextCell[k] = (forget[k] * cell[k]) + (input[k] * candidate[k]);
            state[k] = output[k] * MathF.Tanh(nextCell[k]);
        }
    }

    /// <summary>The gradients of the gates before their functions, and the gradient of the cell before the step in place of that after it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void StepBack(float* gates, float* cell, float* dy, float* dh, float* dc, float* to, int hidden)
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Sigmoid(Vector<float> x)
    {
        var half = new Vector<float>(0.5f);
        return Vector.FusedMultiplyAdd(HyperbolicTangent.Of(x * half), half, half);
    }

    private static float Sigmoid(float x) => 1 / (1 + MathF.Exp(-x));
}
