using static TorchSharp.torch;

namespace DslDp.Clipping.Recurrent;

/// <summary>The recurrences as libtorch computes them, its order of gates included.</summary>
internal static class RecurrentCells
{
    /// <summary>Hochreiter and Schmidhuber (1997), with a forget gate; gates in the order input, forget, cell, output.</summary>
    public static RecurrentCell LongShortTerm { get; } = new(4, 2, static (fromInput, fromState, states) =>
    {
        var gates = fromInput.Plus(fromState).chunk(4, 1);
        var cell = (gates[1].sigmoid() * states[1]).Plus(gates[0].sigmoid() * gates[2].tanh());
        return [gates[3].sigmoid() * cell.tanh(), cell];
    });

    /// <summary>Cho et al. (2014); gates in the order reset, update, new. The reset gate acts on W h + b.</summary>
    public static RecurrentCell Gated { get; } = new(3, 1, static (fromInput, fromState, states) =>
    {
        var (x, h) = (fromInput.chunk(3, 1), fromState.chunk(3, 1));
        var update = x[1].Plus(h[1]).sigmoid();
        var candidate = x[2].Plus(x[0].Plus(h[0]).sigmoid() * h[2]).tanh();
        return [candidate.Plus(update * (states[0] - candidate))];
    });

    private static readonly RecurrentCell Tanh = new(1, 1, static (fromInput, fromState, _) => [fromInput.Plus(fromState).tanh()]);

    private static readonly RecurrentCell Rectified = new(1, 1, static (fromInput, fromState, _) => [fromInput.Plus(fromState).relu()]);

    /// <summary>Elman (1990).</summary>
    public static RecurrentCell Plain(nn.NonLinearities nonLinearity) => nonLinearity == nn.NonLinearities.ReLU ? Rectified : Tanh;
}
