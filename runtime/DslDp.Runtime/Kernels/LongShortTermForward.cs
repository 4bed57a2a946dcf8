using static TorchSharp.torch;

namespace DslDp.Kernels;

/// <summary>
/// All turns of a long short-term memory, group after group of its units: the sums of a group's gates become its gates, its cell and its
/// state while they are in the first cache.
/// </summary>
internal sealed unsafe class LongShortTermForward : IDisposable
{
    private const int Units = LongShortTermSizes.Units, GatesOfGroup = LongShortTermSizes.Gates * Units;
    private readonly LongShortTermRun run;
    private readonly LongShortTermSizes sizes;
    private readonly SequenceLayout layout;
    private readonly float* input, states, gates, cells, output;
    private readonly PanelProduct ofInput, ofState;
    private readonly Scratch bias;

    /// <param name="run">The run.</param>
    /// <param name="input">What enters at each time.</param>
    /// <param name="layout">How it lies.</param>
    /// <param name="output">Where the states after each time go, and the last cell: <c>[time + 1, batch, hidden]</c>.</param>
    public LongShortTermForward(LongShortTermRun run, Tensor input, SequenceLayout layout, Tensor output)
    {
        (this.run, sizes, this.layout) = (run, run.Sizes, layout);
        this.input = Memory.Of(input);
        this.output = Memory.Of(output);
        states = Memory.Of(run.States);
        sizes.ClearBeyondExamples(states, sizes.Filled);
        gates = Memory.Of(run.Gates);
        cells = Memory.Of(run.Cells);
        ofInput = Product(run.InputWeight, sizes.Features);
        ofState = Product(run.StateWeight, sizes.Hidden);
        bias = GateRows.ByGroup(Memory.Of(run.Bias), 1, sizes);
    }

    /// <summary>Takes some examples from the first turn to the last.</summary>
    /// <param name="start">The first example.</param>
    /// <param name="end">The one after the last.</param>
    /// <param name="firstState">The state to start from, <c>[batch, hidden]</c>.</param>
    /// <param name="firstCell">The cell to start from, <c>[batch, hidden]</c>.</param>
    public void Walk(int start, int end, float* firstState, float* firstCell)
    {
        var (rows, features, hidden, filled) = (end - start, sizes.Features, sizes.Hidden, sizes.Filled);
        var room = PanelProduct.Whole(rows);
        using Scratch entering = new(room * features), sums = new(room * GatesOfGroup), last = new(rows * filled);
        entering.Span.Clear();
        float* x = entering.Numbers, state = StateAt(0);
        new Span<float>(state, rows * filled).Clear();
        Memory.CopyRows(firstState + ((long)start * hidden), hidden, state, filled, rows, hidden);
        UnitGroups.Spread(firstCell, hidden, cells, start, end, sizes);
        for (var turn = 0; turn < sizes.Times; turn++)
        {
            var time = run.TimeOf(turn);
            Memory.CopyRows(input + (start * layout.ExampleStep) + ((long)time * layout.PositionStep), layout.ExampleStep, x, features, rows, features);
            var next = turn + 1 < sizes.Times ? StateAt(turn + 1) : last.Numbers;
            for (var group = 0; group < sizes.Groups; group++)
            {
                ofInput.Run(group, x, features, rows, bias.Numbers + (group * GatesOfGroup), 0, sums.Numbers, GatesOfGroup);
                ofState.Run(group, state, filled, rows, sums.Numbers, GatesOfGroup, sums.Numbers, GatesOfGroup);
                LongShortTermGroup.Step(
                    sums.Numbers, gates + sizes.GatesAt(turn, group, start), cells + sizes.CellAt(turn, group, start), cells + sizes.CellAt(turn + 1, group, start),
                    next + (group * Units), filled, rows);
            }

            Memory.CopyRows(next, filled, output + ((((long)time * sizes.Batch) + start) * hidden), hidden, rows, hidden);
            state = next;
        }

        UnitGroups.Gather(cells + sizes.CellAt(sizes.Times, 0, 0), output + ((long)sizes.Times * sizes.Batch * hidden), hidden, start, end, sizes);

        float* StateAt(int turn) => states + ((((long)run.TimeOf(turn) * sizes.Rows) + start) * filled);
    }

    public void Dispose()
    {
        ofInput.Dispose();
        ofState.Dispose();
        bias.Dispose();
    }

    private PanelProduct Product(Tensor weight, int depth)
    {
        using var rows = GateRows.ByGroup(Memory.Of(weight), depth, sizes);
        return new(new(rows.Numbers, depth, 1), sizes.Groups * GatesOfGroup, depth);
    }
}
