using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Refusals;

/// <summary>Trainable tensors and layers for which the gradient of each example is not known.</summary>
public class UnclippedLayers
{
    [Theory]
    [InlineData("", "return h + hidden.[|call(zeros(1, 8))|];")]
    [InlineData("private readonly Linear wide = Linear(8, 8);", "return wide.[|call(h.unsqueeze(0).expand(3, -1, 8))|].mean([0]);")]
    public void Are_refused(string members, string forward) => Verdict.Refuses("DSLDP1003", "; ", new ModelSource { Members = members, Forward = forward }.Text);

    [Theory]
    [InlineData("return [|h * hidden.weight.sum()|];")]
    [InlineData("return h + [|hidden.bias|];")]
    [InlineData("return h + [|scale|];")]
    public void A_parameter_outside_its_layer_is_refused(string forward) =>
        Verdict.RefusesSomehow(MarkedSource.Parse(new ModelSource { Members = "private readonly Parameter scale = Parameter(ones(8));", Forward = forward }.Text).Text);

    [Fact]
    public void A_frozen_parameter_is_a_constant() => Verdict.Accepts(
        new ModelSource { Members = "[Frozen] private readonly Tensor scale = ones(8);", Forward = "return h * scale;" }.Text);

    [Fact]
    public void A_frozen_layer_is_applied_and_not_trained() => Verdict.Accepts(
        new ModelSource { Members = "[Frozen] private readonly Linear encoder = Linear(8, 8);", Forward = "return hidden.call(encoder.call(x));" }.Text);
}
