using System.Collections.Concurrent;

namespace DslDp.Clipping.Recurrent;

/// <summary>What TorchSharp calls the parameters of one layer of a recurrence, in one direction.</summary>
/// <param name="InputWeight">The matrix of the input.</param>
/// <param name="StateWeight">The matrix of the state.</param>
/// <param name="InputBias">The bias beside the input.</param>
/// <param name="StateBias">The bias beside the state.</param>
internal sealed record RecurrentNames(string InputWeight, string StateWeight, string InputBias, string StateBias)
{
    private static readonly ConcurrentDictionary<(int Layer, bool Backwards), RecurrentNames> Known = [];

    public static RecurrentNames Of(int layer, bool backwards) => Known.GetOrAdd((layer, backwards), static of =>
    {
        var suffix = $"l{of.Layer}{(of.Backwards ? "_reverse" : "")}";
        return new("weight_ih_" + suffix, "weight_hh_" + suffix, "bias_ih_" + suffix, "bias_hh_" + suffix);
    });
}
