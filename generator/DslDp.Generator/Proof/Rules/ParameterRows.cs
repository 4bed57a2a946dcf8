using System;
using System.Collections.Generic;
using System.Linq;

namespace DslDp.Generator.Proof.Rules;

/// <summary>Parameters as tensors: those that a model makes for itself, and the weights of its layers.</summary>
internal static class ParameterRows
{
    /// <summary>The parameters of each kind of layer that TorchSharp gives out, with their shapes.</summary>
    private static readonly Dictionary<string, Func<ModuleValue, Shape>> Weights = new()
    {
        ["Linear.weight"] = layer => new([Size(layer, "outputSize"), Size(layer, "inputSize")]),
        ["Linear.bias"] = layer => new([Size(layer, "outputSize")]),
        ["Bilinear.weight"] = layer => new([Size(layer, "out_features"), Size(layer, "in1_features"), Size(layer, "in2_features")]),
        ["Bilinear.bias"] = layer => new([Size(layer, "out_features")]),
        ["Embedding.weight"] = layer => new([Size(layer, "num_embeddings"), Size(layer, "embedding_dims")]),
        ["EmbeddingBag.weight"] = layer => new([Size(layer, "num_embeddings"), Size(layer, "embedding_dims")]),
        ["PReLU.weight"] = layer => new([Size(layer, "num_parameters")]),
        ["GroupNorm.weight"] = layer => new([Size(layer, "num_channels")]),
        ["GroupNorm.bias"] = layer => new([Size(layer, "num_channels")]),
    };

    public static void AddTo(OperatorTable table)
    {
        table.Add("torch.nn.Parameter", call =>
        {
            var data = call.TakeTensor("data");
            var isTrained = call.Take("requires_grad") is null or ConstantValue { Value: true };
            call.TakeSettings();
            return new TensorValue(data?.Shape, Element.Float) { IsParameter = isTrained, IsTrained = isTrained, Trail = new Trail(call.Site, null) };
        });
        foreach (var weight in Weights) table.Add(weight.Key, call => OfLayer(call, weight.Value((ModuleValue)call.Receiver!)));
        foreach (var norm in new[] { "LayerNorm", "InstanceNorm1d", "InstanceNorm2d", "InstanceNorm3d" })
            table.AddAll(norm, "weight bias", call => OfLayer(call, OfNorm((ModuleValue)call.Receiver!)));
        for (var spatial = 1; spatial <= 3; spatial++)
        {
            var axes = spatial;
            foreach (var convolution in new[] { $"Conv{axes}d", $"ConvTranspose{axes}d" })
            {
                table.Add(convolution + ".weight", call => OfLayer(call, new Shape(Enumerable.Repeat(Axis.Unknown, axes + 2))));
                table.Add(convolution + ".bias", call => OfLayer(call, new Shape([Size((ModuleValue)call.Receiver!, "out_channels")])));
            }
        }

        foreach (var cell in new[] { "LSTMCell", "GRUCell", "RNNCell" })
        {
            table.AddAll(cell, "weight_ih weight_hh", call => OfLayer(call, new Shape([Axis.Unknown, Axis.Unknown])));
            table.AddAll(cell, "bias_ih bias_hh", call => OfLayer(call, new Shape([Axis.Unknown])));
        }
    }

    private static TensorValue OfLayer(Call call, Shape? shape)
    {
        var isTrained = call.Receiver is not ModuleValue { IsFrozen: true };
        return new(shape, Element.Float) { IsParameter = isTrained, IsTrained = isTrained, Trail = new Trail(call.Site, null) };
    }

    private static Shape? OfNorm(ModuleValue norm) => norm.Setting("normalized_shape") switch
    {
        IntegerValue one => new([one.Size]),
        SequenceValue several when several.Items.All(item => item is IntegerValue) => new(several.Items.Select(item => ((IntegerValue)item).Size)),
        null => new([Size(norm, "num_features")]),
        _ => null,
    };

    private static Axis Size(ModuleValue layer, string setting) => LayerRules.SizeOf(layer, setting);
}
