using System.Collections.Immutable;
using System.Linq;

namespace DslDp.Generator.Proof.Rules;

/// <summary>
/// The modules of <c>torch.nn</c>: the factory keeps the settings, <c>call</c> applies the rule. A module whose factory has a row
/// and whose <c>call</c> has none is named in the refusal.
/// </summary>
internal static class ModuleRows
{
    /// <summary>Modules with parameters for which the runtime has a clipping rule. The writer records exactly these.</summary>
    public static readonly ImmutableHashSet<string> Recorded = ImmutableHashSet.Create(
        "Linear", "Bilinear", "Conv1d", "Conv2d", "Conv3d", "ConvTranspose1d", "ConvTranspose2d", "ConvTranspose3d", "Embedding", "EmbeddingBag",
        "GroupNorm", "LayerNorm", "InstanceNorm1d", "InstanceNorm2d", "InstanceNorm3d", "PReLU", "LSTM", "GRU", "RNN", "LSTMCell", "GRUCell", "RNNCell",
        "MultiheadAttention", "TransformerEncoderLayer", "TransformerDecoderLayer", "TransformerEncoder", "TransformerDecoder", "Transformer");

    private const string Elementwise = """
        ReLU ReLU6 ELU SELU CELU GELU SiLU Mish LeakyReLU Sigmoid Tanh Softplus Softsign Softshrink Hardshrink Hardsigmoid Hardswish Hardtanh Tanhshrink
        Threshold RReLU LogSigmoid Identity Dropout AlphaDropout
        """;

    private const string Known = """
        Linear Conv1d Conv2d Conv3d ConvTranspose1d ConvTranspose2d ConvTranspose3d Bilinear Embedding EmbeddingBag LayerNorm GroupNorm PReLU
        BatchNorm1d BatchNorm2d BatchNorm3d InstanceNorm1d InstanceNorm2d InstanceNorm3d LSTM GRU RNN LSTMCell GRUCell RNNCell MultiheadAttention
        TransformerEncoder TransformerDecoder TransformerEncoderLayer TransformerDecoderLayer Transformer
        Flatten Softmax Softmax2d LogSoftmax Softmin Dropout1d Dropout2d Dropout3d FeatureAlphaDropout
        MaxPool1d MaxPool2d MaxPool3d AvgPool1d AvgPool2d AvgPool3d AdaptiveAvgPool1d AdaptiveAvgPool2d AdaptiveAvgPool3d
        AdaptiveMaxPool1d AdaptiveMaxPool2d AdaptiveMaxPool3d
        """;

    public static void AddTo(OperatorTable table)
    {
        foreach (var kind in Names(Elementwise + " " + Known)) table.Add("torch.nn." + kind, Make(kind));
        foreach (var kind in Names(Elementwise)) table.Add(kind + ".call", ElementwiseRows.Map(null));
        foreach (var kind in Names("Dropout1d Dropout2d Dropout3d FeatureAlphaDropout")) table.Add(kind + ".call", ElementwiseRows.ChannelDropout);

        foreach (var kind in Names("Sequential ModuleList ModuleDict ParameterList ParameterDict")) table.Add("torch.nn." + kind, Container(kind));
        ParameterRows.AddTo(table);
        table.Add("Linear.call", LayerRules.Linear);
        table.Add("Bilinear.call", LayerRules.Bilinear);
        table.Add("PReLU.call", LayerRules.PReLU);
        for (var spatial = 1; spatial <= 3; spatial++)
        {
            table.Add($"Conv{spatial}d.call", LayerRules.Convolution(spatial));
            table.Add($"ConvTranspose{spatial}d.call", LayerRules.TransposedConvolution(spatial));
        }

        table.Add("LayerNorm.call", LayerRules.LayerNorm);
        table.Add("GroupNorm.call", LayerRules.GroupNorm);
        EmbeddingRows.AddTo(table);
        RecurrentRows.AddTo(table);
        AttentionRows.AddTo(table);

        table.Add("Flatten.call", call =>
        {
            var module = (ModuleValue)call.Receiver!;
            return ShapeRows.Flatten(call, call.Operand(0), module.Setting("start_dim")!, module.Setting("end_dim")!);
        });
        table.Add("Softmax.call", Along);
        table.Add("LogSoftmax.call", Along);
        table.Add("Softmin.call", Along);
        PoolingRows.AddTo(table);
        PlainModuleRows.AddTo(table);
    }

    public static string[] Names(string list) => list.Split([' ', '\n', '\r'], System.StringSplitOptions.RemoveEmptyEntries);

    public static Rule Make(string kind) => call =>
    {
        foreach (var argument in call.Arguments) RequireFixed(call, argument.Value, argument.Site);
        var settings = ImmutableDictionary.CreateBuilder<string, AbstractValue>();
        foreach (var argument in call.Arguments) settings[argument.Parameter] = call.TakeOrDefault(argument.Parameter)!;
        return new ModuleValue(kind, settings.ToImmutable()) { MadeAt = call.Site };
    };

    /// <summary>What a container is made with are its parts, whatever the overload calls them.</summary>
    private static Rule Container(string kind) => call =>
    {
        foreach (var argument in call.Arguments) RequireFixed(call, argument.Value, argument.Site);
        var parts = call.Arguments.Length == 0 ? new SequenceValue(EquatableArray.From<AbstractValue>([]))
            : call.Arguments.Length == 1 ? call.TakeOrDefault(call.Arguments[0].Parameter)!
            : new SequenceValue(EquatableArray.From(call.Arguments.Select(argument => call.TakeOrDefault(argument.Parameter)!)));
        return new ModuleValue(kind, ImmutableDictionary<string, AbstractValue>.Empty.Add("modules", parts));
    };

    /// <summary>A module that is made while the examples are looked at may not have settings that depend on them.</summary>
    private static void RequireFixed(Call call, AbstractValue value, Site at)
    {
        if (value is IntegerValue { HoldsExamples: true } or BatchSizeDependentValue) call.AsTensor(value, at);
        if (value is TensorValue tensor) Require.NoExamples(call, tensor, "a setting");
        if (value is ManyValue many) RequireFixed(call, many.Item, at);
        if (value is not SequenceValue sequence) return;
        foreach (var item in sequence.Items) RequireFixed(call, item, at);
    }

    private static AbstractValue Along(Call call)
    {
        var subject = call.Operand(0);
        if (subject.Shape is not { } shape) return call.Result(subject, null);
        var dimension = Dimensions.Numbers(call, ((ModuleValue)call.Receiver!).Setting("dim") ?? PublicValue.Instance, "dim").First();
        Require.NotOverExamples(call, subject, [Dimensions.AxisOf(call, shape, dimension)], "goes along");
        return call.Result(subject, shape);
    }
}
