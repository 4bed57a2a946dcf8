using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Refusals;

/// <summary>
/// Layers that are called where the generated copy does not reach. Their gradients would not be clipped, so either the copy reaches them or
/// the model is refused.
/// </summary>
public class HiddenLayers
{
    [Fact]
    public void A_part_of_a_sequence_is_recorded_under_the_interface_that_it_has_there()
    {
        var compiled = SourceCompiler.Compile(new ModelSource { Members = "private readonly Sequential parts = Sequential(Linear(8, 8), ReLU());", Forward = "return parts[1].call(parts[0].call(h));" }.Text);
        Assert.True(compiled.CanTrain);
        Assert.Contains("record.Call(parts[1], record.Call(parts[0], h))", compiled.GeneratedFor("Model"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a static class", "public static class Layers { public static Tensor Apply(Linear layer, Tensor t) => layer.call(t); }", "", "return Layers.Apply(second, h);")]
    [InlineData("an extension", "public static class Layers { public static Tensor Through(this Tensor t, Linear layer) => layer.call(t); }", "", "return h.Through(second);")]
    [InlineData(
        "a block without the attribute",
        "public sealed class Plain : Module<Tensor, Tensor> { private readonly Linear inner = Linear(8, 8); public Plain() : base(\"Plain\") => RegisterComponents(); public override Tensor forward(Tensor t) => inner.call(t); }",
        "private readonly Plain plain = new();",
        "return plain.call(second.call(h));")]
    [InlineData("a property", "", "private Tensor Weighted => second.call(zeros(4, 8));", "return h + Weighted.sum();")]
    [InlineData("a property that is called", "", "private System.Func<Tensor, Tensor> Weighted => t => second.call(t);", "return Weighted(h);")]
    [InlineData("an operator", "public readonly struct Through(Linear l) { public Linear L { get; } = l; public static Tensor operator |(Tensor t, Through o) => o.L.call(t); }", "", "return h | new Through(second);")]
    [InlineData("a switch over layers", "", "private readonly bool flag = true;", "return (flag ? second : hidden).call(h);")]
    public void A_layer_is_recorded_or_the_model_refused(string name, string beside, string members, string forward)
    {
        var source = new ModelSource { Beside = beside, Members = "private readonly Linear second = Linear(8, 8); " + members, Forward = forward }.Text;
        var compiled = SourceCompiler.Compile(source);
        if (!compiled.CanTrain) return;
        var copy = compiled.GeneratedFor("Model");
        var calls = copy.Split("record.Call(").Length - 1;
        var layers = source.Split("second.call(").Length + source.Split("inner.call(").Length + source.Split("layer.call(").Length + source.Split("L.call(").Length + source.Split("hidden).call(").Length - 5;
        Assert.True(calls == layers + 1, $"{name}: {layers + 1} layers are called and {calls} recorded:{Environment.NewLine}{copy}");
    }
}
