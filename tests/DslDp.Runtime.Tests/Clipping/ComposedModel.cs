using DslDp.Clipping;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DslDp.Runtime.Tests.Clipping;

/// <summary>A model given by its parts and its two ways forward.</summary>
internal sealed class ComposedModel : RecordedModel
{
    private readonly Func<Tensor, Tensor> ordinary;
    private readonly Func<LayerRecord, Tensor, Tensor> recorded;

    public ComposedModel(IEnumerable<nn.Module> parts, Func<Tensor, Tensor> ordinary, Func<LayerRecord, Tensor, Tensor> recorded, params Parameter[] parameters)
        : base(nameof(ComposedModel))
    {
        this.ordinary = ordinary;
        this.recorded = recorded;
        foreach (var (part, position) in parts.Select((part, position) => (part, position)))
            register_module($"part{position}", part);
        foreach (var (parameter, position) in parameters.Select((parameter, position) => (parameter, position)))
            register_parameter($"raw{position}", parameter);
    }

    /// <summary>The parameter at a position among those of the model itself; another object whenever the model changes its type.</summary>
    public Parameter Raw(int position) => get_parameter($"raw{position}")!;

    public override Tensor forward(Tensor input) => ordinary(input);

    public override Tensor RecordedForward(LayerRecord record, Tensor input) => recorded(record, input);

    /// <summary>Tokens in 0 … kinds − 1, the same for an input in single and in double precision; small kinds repeat often.</summary>
    public static Tensor Tokens(Tensor input, int kinds) => (input * 8).abs().floor().to(ScalarType.Int64).remainder(kinds);
}
