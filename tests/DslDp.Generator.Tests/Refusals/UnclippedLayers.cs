using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Refusals;

/// <summary>Trainable tensors and layers for which the gradient of each example is not known.</summary>
public class UnclippedLayers
{
    [Theory]
    [InlineData("private readonly MultiheadAttention more = MultiheadAttention(8, 2);", "return h + more.[|call(zeros(3, 1, 8), zeros(3, 1, 8), zeros(3, 1, 8))|].Item1.mean([0]);")]
    [InlineData("private readonly LSTM more = LSTM(8, 8);", "var (y, _, _) = more.[|call(zeros(3, 1, 8))|]; return h + y.mean([0]);")]
    [InlineData("private readonly Conv1d more = Conv1d(1, 1, 1);", "return more.[|call(h.unsqueeze(0))|].squeeze(0);")]
    public void Are_refused(string members, string forward) => Verdict.RefusesSomehow(MarkedSource.Parse(new ModelSource { Members = members, Forward = forward }.Text).Text);

    [Theory]
    [InlineData("", "return h + hidden.call(zeros(1, 8));", "record.CallShared(hidden, zeros(1, 8))")]
    [InlineData("private readonly Linear wide = Linear(8, 8);", "return wide.call(h.unsqueeze(0).expand(3, -1, 8)).mean([0]);", "batchAxis: 1")]
    [InlineData("", "return h * hidden.weight.sum();", "record.Expand(record.Leaf(hidden.weight).sum(), 2, 0)")]
    [InlineData("", "return h + hidden.bias;", "record.Expand(hidden.bias, 2, 0)")]
    [InlineData("private readonly Parameter scale = Parameter(ones(8));", "return h + scale;", "record.Expand(scale, 2, 0)")]
    [InlineData("private readonly Parameter scale = Parameter(ones(8));", "var s = scale; return h + s.exp();", "record.Expand(record.Leaf(s).exp(), 2, 0)")]
    [InlineData("private readonly Parameter mix = Parameter(ones(8, 8));", "return functional.linear(h, mix);", "record.Linear(h, mix)")]
    [InlineData("private readonly Parameter mix = Parameter(ones(8, 8));", "return h.matmul(mix);", "SingleExamples.Each")]
    public void A_parameter_is_recorded_wherever_it_enters(string members, string forward, string recorded)
    {
        var compiled = SourceCompiler.Compile(new ModelSource { Members = members, Forward = forward }.Text);
        Assert.True(compiled.CanTrain, compiled.Describe());
        Assert.Contains(recorded, compiled.GeneratedFor("Model"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_frozen_parameter_is_a_constant() => Verdict.Accepts(
        new ModelSource { Members = "[Frozen] private readonly Tensor scale = ones(8);", Forward = "return h * scale;" }.Text);

    [Fact]
    public void A_frozen_layer_is_applied_and_not_trained() => Verdict.Accepts(
        new ModelSource { Members = "[Frozen] private readonly Linear encoder = Linear(8, 8);", Forward = "return hidden.call(encoder.call(x));" }.Text);
}
