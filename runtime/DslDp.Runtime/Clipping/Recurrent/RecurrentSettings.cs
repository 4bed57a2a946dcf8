using System.Runtime.CompilerServices;
using TorchSharp.Modules;

namespace DslDp.Clipping.Recurrent;

/// <summary>The layout of a recurrent layer, which TorchSharp keeps to itself.</summary>
/// <param name="Layers">Number of layers.</param>
/// <param name="Bidirectional">Whether each layer runs both ways.</param>
/// <param name="BatchFirst">Whether the examples lie on the first axis, and time on the second.</param>
internal readonly record struct RecurrentSettings(long Layers, bool Bidirectional, bool BatchFirst)
{
    public static RecurrentSettings Of(LSTM layer) => new(Layers_(layer), Bidirectional_(layer), BatchFirst_(layer));

    public static RecurrentSettings Of(GRU layer) => new(Layers_(layer), Bidirectional_(layer), BatchFirst_(layer));

    public static RecurrentSettings Of(RNN layer) => new(Layers_(layer), Bidirectional_(layer), BatchFirst_(layer));

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_num_layers")]
    private static extern ref long Layers_(LSTM layer);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_bidirectional")]
    private static extern ref bool Bidirectional_(LSTM layer);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_batch_first")]
    private static extern ref bool BatchFirst_(LSTM layer);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_num_layers")]
    private static extern ref long Layers_(GRU layer);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_bidirectional")]
    private static extern ref bool Bidirectional_(GRU layer);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_batch_first")]
    private static extern ref bool BatchFirst_(GRU layer);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_num_layers")]
    private static extern ref long Layers_(RNN layer);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_bidirectional")]
    private static extern ref bool Bidirectional_(RNN layer);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_batch_first")]
    private static extern ref bool BatchFirst_(RNN layer);
}
