using DslDp.Clipping.Uses;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DslDp.Clipping.Attention;

/// <summary>A module's parameters by name; those of a module inside it begin with its name and a dot.</summary>
/// <param name="record">The record.</param>
/// <param name="module">The module.</param>
/// <param name="prefix">What the names begin with, empty or ending in a dot.</param>
internal sealed class AttentionParameters(LayerRecord record, nn.Module module, string prefix)
{
    private readonly Dictionary<string, Parameter> parameters = module.named_parameters()
        .Where(named => named.name.StartsWith(prefix, StringComparison.Ordinal))
        .ToDictionary(named => named.name[prefix.Length..], named => named.parameter);

    public Parameter? Find(string name) => parameters.GetValueOrDefault(name);

    public Parameter this[string name] => parameters[name];

    /// <summary>The parameters of a module inside this one.</summary>
    public AttentionParameters Inside(string name) => new(record, module, $"{prefix}{name}.");

    /// <summary>All of a parameter.</summary>
    public ParameterPart Whole(string name) => record.Held(this[name]);

    /// <summary>All of a parameter, where there is one of the name.</summary>
    public ParameterPart? WholeOrNone(string name) => record.HeldOrNone(Find(name));

    /// <summary>The matrix and the bias for query (0), key (1) or value (2): a third of one tensor, or a tensor of its own.</summary>
    public (ParameterPart Weight, ParameterPart? Bias) Projection(int third)
    {
        var bias = WholeOrNone("in_proj_bias") is { } all ? Third(all) : (ParameterPart?)null;
        var own = third switch { 0 => "q_proj_weight", 1 => "k_proj_weight", _ => "v_proj_weight" };
        return (WholeOrNone("in_proj_weight") is { } packed ? Third(packed) : Whole(own), bias);

        ParameterPart Third(ParameterPart whole) => whole with { Start = third * (whole.Rows / 3), Rows = whole.Rows / 3 };
    }
}
