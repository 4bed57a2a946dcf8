using DslDp.Clipping;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DslDp.Runtime.Tests.Clipping;

/// <summary>A model with its two ways forward: the ordinary one, and the one that a record follows.</summary>
internal abstract class RecordedModel(string name) : nn.Module<Tensor, Tensor>(name), IRecordedModule
{
    public abstract Tensor RecordedForward(LayerRecord record, Tensor input);

    /// <summary>One loss an example: smooth, and different for every entry of the output.</summary>
    public static Tensor Losses(Tensor output)
    {
        var flat = output.flatten(1);
        return (flat * linspace(-1, 1, flat.shape[1], flat.dtype)).sum(1L) + flat.square().sum(1L) / 2;
    }

    /// <summary>The clipped gradients by the rules, as generated code makes them.</summary>
    public ClippedGradients ClippedGradients(Tensor input, double maxNorm)
    {
        using var parameters = new TrainableParameters(this);
        var sum = UsedSum.Of(parameters);
        using var scope = NewDisposeScope();
        using var record = new LayerRecord(input.shape[0]);
        record.Backward(Losses(RecordedForward(record, input)));
        return new ClippedGradients(record.AddClippedGradients(new ClipBound(maxNorm), sum).MoveToOuterDisposeScope(), sum);
    }
}

/// <summary>A sequence of modules, called as one.</summary>
internal sealed class SequenceModel : RecordedModel
{
    private readonly Sequential layers;

    public SequenceModel(params nn.Module<Tensor, Tensor>[] layers)
        : base(nameof(SequenceModel))
    {
        this.layers = nn.Sequential(layers);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => layers.call(input);

    public override Tensor RecordedForward(LayerRecord record, Tensor input) => record.Call(layers, input);
}
