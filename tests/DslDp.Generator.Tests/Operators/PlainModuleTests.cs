using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Operators;

/// <summary>Modules without parameters.</summary>
public class PlainModuleTests
{
    [Theory]
    [InlineData("DSLDP2001", "PixelShuffle(2)", "more.[|call(h.view(1, -1, 2, 4))|].view(x.shape[0], -1)")]
    [InlineData("DSLDP2001", "CosineSimilarity(0)", "more.[|call(h, x)|] + h")]
    [InlineData("DSLDP2001", "GLU(0)", "more.[|call(h)|]")]
    [InlineData("DSLDP2001", "ZeroPad2d(1)", "more.[|call(h)|]")]
    [InlineData("DSLDP1001", "InstanceNorm1d(2, track_running_stats: true)", "more.[|call(h.view(-1, 2, 4))|].flatten(1)")]
    [InlineData("DSLDP2009", "InstanceNorm1d(2)", "more.[|call(h)|]")]
    [InlineData("DSLDP2001", "Unflatten(0, new long[] { 2, -1 })", "more.[|call(h)|].softmax(0).flatten(0, 1)")]
    [InlineData("DSLDP2001", "Upsample(scale_factor: new[] { 2.0 })", "more.[|call(h.t().unsqueeze(0))|].squeeze(0).t()")]
    public void What_reaches_over_the_examples_is_refused(string id, string factory, string expression) => Verdict.Refuses(id, "; ", Model(factory, expression));

    [Theory]
    [InlineData("PixelShuffle(2)", "more.call(h.view(-1, 4, 2, 1)).flatten(1)")]
    [InlineData("CosineSimilarity(1)", "more.call(h, x).unsqueeze(1) + h")]
    [InlineData("PairwiseDistance()", "more.call(h, x).unsqueeze(1) + h")]
    [InlineData("GLU()", "more.call(h)")]
    [InlineData("ZeroPad2d(1)", "more.call(h.view(-1, 2, 2, 2)).flatten(1)")]
    [InlineData("ReflectionPad1d(1)", "more.call(h.unsqueeze(1)).squeeze(1)")]
    [InlineData("InstanceNorm1d(2)", "more.call(h.view(-1, 2, 4)).flatten(1)")]
    [InlineData("InstanceNorm1d(2, affine: true)", "more.call(h.view(-1, 2, 4)).flatten(1)")]
    [InlineData("Unflatten(1, new long[] { 2, 4 })", "more.call(h).sum(dim: 1)")]
    [InlineData("Upsample(scale_factor: new[] { 2.0 })", "more.call(h.unsqueeze(1)).squeeze(1)")]
    [InlineData("LPPool1d(2.0, 2)", "more.call(h.unsqueeze(1)).squeeze(1)")]
    public void What_stays_within_an_example_is_accepted(string factory, string expression) => Verdict.Accepts(Model(factory, expression));

    private static string Model(string factory, string expression) => new ModelSource
    {
        Members = $"private readonly TorchSharp.Modules.{factory.Split('(')[0]} more = {factory};",
        Forward = $"return {expression};",
    }.Text;
}
