using static TorchSharp.torch;

namespace DslDp.Kernels;

/// <summary>
/// The way back through all turns of a long short-term memory: the gradients of a turn's gates meet both matrices while they are in the
/// second cache.
/// </summary>
internal sealed unsafe class LongShortTermBackward : IDisposable
{
    private const int Units = LongShortTermSizes.Units, Gates = LongShortTermSizes.Gates;
    private readonly LongShortTermRun run;
    private readonly LongShortTermSizes sizes;
    private readonly float* gates, cells, ofOutput, ofGates, ofInput;
    private readonly PanelProduct toState;
    private readonly PanelProduct? toInput;

    /// <param name="run">The run.</param>
    /// <param name="ofOutput">The gradient at the states after each time and at the last cell, <c>[time + 1, batch, hidden]</c>, contiguous.</param>
    /// <param name="ofGates">Where the gradient of the gates goes, <c>[time, rows, 4 · hidden]</c>.</param>
    /// <param name="ofInput">Where the gradient of the input goes, <c>[batch, time, features]</c>; null where nobody wants it.</param>
    public LongShortTermBackward(LongShortTermRun run, Tensor ofOutput, Tensor ofGates, Tensor? ofInput)
    {
        (this.run, sizes) = (run, run.Sizes);
        gates = Memory.Of(run.Gates);
        cells = Memory.Of(run.Cells);
        this.ofOutput = Memory.Of(ofOutput);
        this.ofGates = Memory.Of(ofGates);
        sizes.ClearBeyondExamples(this.ofGates, Gates * sizes.Hidden);
        toState = Product(run.StateWeight, sizes.Hidden);
        if (ofInput is null)
            return;
        this.ofInput = Memory.Of(ofInput);
        toInput = Product(run.InputWeight, sizes.Features);
    }

    /// <summary>Takes some examples from the last turn to the first.</summary>
    /// <param name="start">The first example.</param>
    /// <param name="end">The one after the last.</param>
    /// <param name="ofFirstState">Where the gradient of the state to start from goes, <c>[batch, hidden]</c>.</param>
    /// <param name="ofFirstCell">Where the gradient of the cell to start from goes, <c>[batch, hidden]</c>.</param>
    public void Walk(int start, int end, float* ofFirstState, float* ofFirstCell)
    {
        var (rows, filled, hidden, times) = (end - start, sizes.Filled, sizes.Hidden, sizes.Times);
        var (depth, stateStep, inputStep) = (Gates * filled, toState.Panels * BroadTile.Columns, (toInput?.Panels ?? 0) * BroadTile.Columns);
        var room = PanelProduct.Whole(rows);
        using Scratch apart = new(filled == hidden ? 0 : room * depth), states = new(room * stateStep), inputs = new(room * inputStep), cell = new(sizes.Groups * sizes.Batch * Units), zeros = new(BroadTile.Columns);
        foreach (var scratch in new[] { apart, states, zeros })
            scratch.Span.Clear();
        UnitGroups.Spread(ofOutput + ((long)times * sizes.Batch * hidden), hidden, cell.Numbers, start, end, sizes);
        BeginStates(times - 1);
        for (var turn = times - 1; turn >= 0; turn--)
        {
            // Where no units are filled in, the gradients are made in their place.
            var place = ofGates + ((((long)run.TimeOf(turn) * sizes.Rows) + start) * Gates * hidden);
            var own = filled == hidden ? place : apart.Numbers;
            for (var group = 0; group < sizes.Groups; group++)
            {
                LongShortTermGroup.StepBack(
                    gates + sizes.GatesAt(turn, group, start), cells + sizes.CellAt(turn, group, start), cells + sizes.CellAt(turn + 1, group, start),
                    states.Numbers + (group * Units), stateStep, cell.Numbers + sizes.CellAt(0, group, start), own + (group * Units), filled, depth, rows);
            }

            for (var gate = 0; own != place && gate < Gates; gate++)
                Memory.CopyRows(own + (gate * filled), depth, place + (gate * hidden), Gates * hidden, rows, hidden);

            BeginStates(turn - 1);
            for (var panel = 0; panel < toState.Panels; panel++)
            {
                var to = states.Numbers + (panel * BroadTile.Columns);
                toState.Run(panel, own, depth, rows, to, stateStep, to, stateStep);
            }

            if (toInput is null)
                continue;
            for (var panel = 0; panel < toInput.Panels; panel++)
                toInput.Run(panel, own, depth, rows, zeros.Numbers, 0, inputs.Numbers + (panel * BroadTile.Columns), inputStep);
            var (features, step) = (sizes.Features, (long)times * sizes.Features);
            Memory.CopyRows(inputs.Numbers, inputStep, ofInput + (start * step) + ((long)run.TimeOf(turn) * features), step, rows, features);
        }

        Memory.CopyRows(states.Numbers, stateStep, ofFirstState + ((long)start * hidden), hidden, rows, hidden);
        UnitGroups.Gather(cell.Numbers, ofFirstCell, hidden, start, end, sizes);

        // The gradient at a state is that at the output and what comes back from the turn after, which is added to it.
        void BeginStates(int turn)
        {
            if (turn < 0)
                states.Span.Clear();
            else
                Memory.CopyRows(ofOutput + ((((long)run.TimeOf(turn) * sizes.Batch) + start) * hidden), hidden, states.Numbers, stateStep, rows, hidden);
        }
    }

    public void Dispose()
    {
        toState.Dispose();
        toInput?.Dispose();
    }

    private PanelProduct Product(Tensor weight, int columns)
    {
        using var rows = GateRows.ByGate(Memory.Of(weight), columns, sizes);
        return new(new(rows.Numbers, 1, columns), columns, Gates * sizes.Filled);
    }
}
