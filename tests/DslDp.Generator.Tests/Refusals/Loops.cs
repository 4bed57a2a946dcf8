using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Refusals;

/// <summary>Loops: turn by turn where the bounds are constants, to a fixpoint where they are not.</summary>
public class Loops
{
    private const string Depth = "private readonly int depth; public Model(int depth) : base(nameof(Model)) { this.depth = depth; RegisterComponents(); }";

    [Theory]
    [InlineData("var axis = 1L; for (var i = 0; i < 2; i++) { h = h.[|softmax(axis)|]; axis = 0; } return h;")]
    [InlineData("for (var i = 0; i < 3; i++) { if (i == 2) h = h.[|softmax(0)|]; else h = h.softmax(1); } return h;")]
    [InlineData("var i = 0; while (i < 3) { h = h.[|softmax(1 - i / 2)|]; i++; } return h;")]
    [InlineData("foreach (var axis in new long[] { 1, 0 }) h = h.[|softmax(axis)|]; return h;")]
    [InlineData("var i = 0; do { h = h.[|softmax(i)|]; i++; } while (i < 1); return h;")]
    public void What_couples_in_a_later_turn_is_found(string forward) => Verdict.Refuses("DSLDP2001", "; ", new ModelSource { Forward = forward }.Text);

    [Theory]
    [InlineData("var y = h; for (var i = 0; i < depth; i++) { h = h - y.mean([0]); y = h; } return h;")]
    [InlineData("var y = x; for (var i = 0; i < depth; i++) { h = y; y = y.t(); } return h.softmax(1);")]
    [InlineData("var first = h; var second = h; for (var i = 0; i < depth; i++) { first = second; second = second.t(); } return first.softmax(1);")]
    [InlineData("var axis = 1L; for (var i = 0; i < depth; i++) { h = h.softmax(axis); axis = axis - 1; } return h;")]
    [InlineData("for (var i = 0; i < depth; i++) h = torch.cat([h, h], 1).t().t().view(-1, 8); return h;")]
    [InlineData("var scale = 1L; for (var i = 0; i < depth; i++) { h = h / scale; scale = x.shape[0]; } return h;")]
    public void A_fixpoint_finds_it_where_the_length_is_not_known(string forward) =>
        Verdict.RefusesSomehow(new ModelSource { Members = Depth, Forward = forward }.Text);

    [Theory]
    [InlineData("for (var i = 0; i < depth; i++) h = hidden.call(h).tanh(); return h;")]
    [InlineData("for (var i = 0; i < depth; i++) { if (i == 3) continue; h = h.softmax(1); if (i == 5) break; } return h;")]
    [InlineData("var i = 0; while (true) { h = h.tanh(); if (++i == 3) break; } return h;")]
    [InlineData("var steps = new Tensor[] { h, x }; foreach (var step in steps) h = h + step; return h;")]
    [InlineData("for (var t = 0; t < x.shape[1]; t++) h = h + x.select(1, t).unsqueeze(1); return h;")]
    public void What_treats_each_example_alone_in_every_turn_is_accepted(string forward) =>
        Verdict.Accepts(new ModelSource { Members = Depth, Forward = forward }.Text);
}
