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
    /// <param name="ofOutput">The gradient at the states after each time and at the last cell, <c>[batch, time + 1, hidden]</c>, contiguous.</param>
    /// <param name="ofGates">Where the gradient of the gates goes, <c>[batch, time, 4 · hidden]</c>.</param>
    /// <param name="ofInput">Where the gradient of the input goes, <c>[batch, time, features]</c>; null where nobody wants it.</param>
    public LongShortTermBackward(LongShortTermRun run, Tensor ofOutput, Tensor ofGates, Tensor? ofInput)
    {
        (this.run, sizes) = (run, run.Sizes);
        gates = Memory.Of(run.Gates);
        cells = Memory.Of(run.Cells);
        this.ofOutput = Memory.Of(ofOutput);
        this.ofGates = Memory.Of(ofGates);
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
        using Scratch own = new(room * depth), states = new(room * stateStep), inputs = new(room * inputStep), cell = new(sizes.Groups * sizes.Batch * Units), zeros = new(BroadTile.Columns);
        foreach (var scratch in new[] { own, states, zeros })
            scratch.Span.Clear();
        UnitGroups.Spread(ofOutput + ((long)times * hidden), (long)(times + 1) * hidden, cell.Numbers, start, end, sizes);
        BeginStates(times - 1);
        for (var turn = times - 1; turn >= 0; turn--)
        {
            for (var group = 0; group < sizes.Groups; group++)
            {
                LongShortTermGroup.StepBack(
                    gates + sizes.GatesAt(turn, group, start), cells + sizes.CellAt(turn, group, start), cells + sizes.CellAt(turn + 1, group, start),
                    states.Numbers + (group * Units), stateStep, cell.Numbers + sizes.CellAt(0, group, start), own.Numbers + (group * Units), filled, depth, rows);
            }

            for (var row = 0; row < rows; row++)
            {
                var to = ofGates + ((((long)(start + row) * times) + run.TimeOf(turn)) * Gates * hidden);
                for (var gate = 0; gate < Gates; gate++)
                    Memory.Copy(own.Numbers + ((long)row * depth) + (gate * filled), to + (gate * hidden), hidden);
            }

            BeginStates(turn - 1);
            for (var panel = 0; panel < toState.Panels; panel++)
            {
                var to = states.Numbers + (panel * BroadTile.Columns);
                toState.Run(panel, own.Numbers, depth, rows, to, stateStep, to, stateStep);
            }

            for (var panel = 0; panel < toInput?.Panels; panel++)
                toInput.Run(panel, own.Numbers, depth, rows, zeros.Numbers, 0, inputs.Numbers + (panel * BroadTile.Columns), inputStep);
            for (var row = 0; toInput is not null && row < rows; row++)
                Memory.Copy(inputs.Numbers + ((long)row * inputStep), ofInput + ((((long)(start + row) * times) + run.TimeOf(turn)) * sizes.Features), sizes.Features);
        }

        for (var row = 0; row < rows; row++)
            Memory.Copy(states.Numbers + ((long)row * stateStep), ofFirstState + ((long)(start + row) * hidden), hidden);
        UnitGroups.Gather(cell.Numbers, ofFirstCell, hidden, start, end, sizes);

        // The gradient at a state is that at the output and what comes back from the turn after, which is added to it.
        void BeginStates(int turn)
        {
            for (var row = 0; row < rows; row++)
            {
                var to = states.Numbers + ((long)row * stateStep);
                if (turn < 0)
                    new Span<float>(to, hidden).Clear();
                else
                    Memory.Copy(ofOutput + ((((long)(start + row) * (times + 1)) + run.TimeOf(turn)) * hidden), to, hidden);
            }
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
