using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Refusals;

/// <summary>Patterns that ask for ranges, for one of several, for all of several, for parts of a tuple and for members, and the conditions behind them.</summary>
public class Patterns
{
    private static string Model(string forward) => "using System;\nusing System.Collections.Generic;\nusing System.Linq;\n" + new ModelSource { Forward = forward }.Text;

    [Theory]
    [InlineData("return h.softmax(3 switch { > 2 => 1, _ => 0 });")]
    [InlineData("return h.softmax(3 switch { 1 or 2 => 0, 3 => 1, _ => 0 });")]
    [InlineData("return h.softmax(3 switch { var n when n > 2 => 1, _ => 0 });")]
    [InlineData("return h.softmax((3, true) switch { (3, false) => 0, (3, true) => 1, _ => 0 });")]
    [InlineData("return h.softmax(h.shape is { Length: 2 } ? 1 : 0);")]
    [InlineData("return h.softmax(h.dim() is > 1 and < 4 ? 1 : 0);")]
    [InlineData("return h.softmax(h.dim() is not (3 or 4) ? 1 : 0);")]
    [InlineData("switch (h.dim()) { case > 2: return h.softmax(0); case 2 when h.shape[1] == 8: return h.softmax(1); default: return h.softmax(0); }")]
    [InlineData("switch (h.dim()) { default: return h.softmax(0); case 2: return h.softmax(1); }")]
    [InlineData("return h.softmax(h.shape switch { [_, 7] => 0, [_, > 4 and var n] when n == 8 => 1, _ => 0 });")]
    [InlineData("if (h is Tensor t) return t.softmax(1); return h.softmax(0);")]
    [InlineData("return h is { } t ? t.softmax(1) : h.softmax(0);")]
    [InlineData("return h is Tensor ? h.softmax(1) : h.softmax(0);")]
    public void That_are_settled_by_constants_are_followed(string forward) => Verdict.Accepts(Model(forward));

    [Theory]
    [InlineData("return h.softmax(3 switch { > 2 => 0, _ => 1 });")]
    [InlineData("return h.softmax(3 switch { 1 or 3 => 0, _ => 1 });")]
    [InlineData("return h.softmax(2 switch { var n when n > 2 => 1, _ => 0 });")]
    [InlineData("return h.softmax((3, true) switch { (_, true) => 0, _ => 1 });")]
    [InlineData("return h.softmax(h.shape is { Length: 2 } ? 0 : 1);")]
    [InlineData("return h.softmax(h.dim() is < 2 or > 3 ? 1 : 0);")]
    [InlineData("switch (h.dim()) { default: return h.softmax(1); case 2: return h.softmax(0); }")]
    [InlineData("switch (h.dim()) { case 3: default: return h.softmax(0); case 4: return h.softmax(1); }")]
    [InlineData("var k = 0; switch (h.dim()) { case 2 when k == 1: return h.softmax(1); case 2: return h.softmax(0); default: return h; }")]
    [InlineData("return h.softmax(2 switch { 2 when h.dim() == 3 => 1, 2 => 0, _ => 1 });")]
    public void That_lead_to_the_examples_axis_are_refused(string forward) => Verdict.RefusesSomehow(Model(forward));

    [Theory]
    [InlineData("return h.shape[0] switch { > 2 => h, _ => x };")]
    [InlineData("return h.shape is [> 2, _] ? h : x;")]
    [InlineData("return (h.shape[0], 2) switch { (> 3, 2) => h, _ => x };")]
    [InlineData("return h.shape is [var b, _] && b is 1 or 2 ? h : x;")]
    [InlineData("return 1 switch { 1 when h.shape[0] > 3 => h, _ => x };")]
    [InlineData("return h.sum().item<float>() is > 0 ? h : x;")]
    [InlineData("var k = 0; return 1 switch { 1 when k++ > 0 => h, _ => h.softmax(1) };")]
    public void That_ask_for_the_batch_are_refused(string forward) => Verdict.RefusesSomehow(Model(forward));
}
