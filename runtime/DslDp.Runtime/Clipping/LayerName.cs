using static TorchSharp.torch;

namespace DslDp.Clipping;

/// <summary>What a layer is called in messages. The text is put together when there is a message, which is never on most steps.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Weight">The weight by whose shape it is told from others of its kind, which lives as long as the name; none where the kind says enough.</param>
internal readonly record struct LayerName(string Kind, Tensor? Weight = null)
{
    public static implicit operator LayerName(string kind) => new(kind);

    public override string ToString() => Weight is null ? Kind : $"{Kind} with weight [{string.Join(", ", Weight.shape)}]";
}
