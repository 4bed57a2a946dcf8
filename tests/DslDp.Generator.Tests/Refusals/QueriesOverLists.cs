using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Refusals;

/// <summary>What a query picks from a list that is known, and queries that are kept in a variable until they are read.</summary>
public class QueriesOverLists
{
    private static string Model(string forward) => "using System;\nusing System.Collections.Generic;\nusing System.Linq;\n" + new ModelSource { Forward = forward }.Text;

    [Theory]
    [InlineData("return h.softmax(new[] { 0, 1 }.Where(a => a > 0).First());")]
    [InlineData("return h.softmax(new[] { 0, 1 }.Max());")]
    [InlineData("return h.softmax(new[] { 1, 2 }.Min());")]
    [InlineData("return h.softmax(new[] { 1, 1 }.All(a => a == 1) ? 1 : 0);")]
    [InlineData("return h.softmax(new[] { 0, 1 }.Any(a => a == 2) ? 0 : 1);")]
    [InlineData("return h.softmax(new[] { 0, 1, 2 }.Count(a => a > 1));")]
    [InlineData("return new[] { h, x }.SelectMany(t => t.chunk(2, 1)).Aggregate((a, b) => a + b);")]
    [InlineData("var q = Enumerable.Range(0, 3).Select(i => h * i); return torch.cat(q.ToArray(), 1);")]
    [InlineData("return h.softmax(new[] { 0, 1, 0 }.SkipLast(1).Last());")]
    [InlineData("return h.softmax(Enumerable.Range(0, 2).SelectMany(i => Enumerable.Range(i, 2).Select(j => i * j)).Last() / 2);")]
    [InlineData("return h.softmax(new[] { 5, 1 }.Index().Where(p => p.Index == 1).Select(p => p.Item).Single());")]
    public void That_are_settled_are_accepted(string forward) => Verdict.Accepts(Model(forward));

    [Theory]
    [InlineData("return h.softmax(new[] { 1, 0 }.Where(a => a < 1).First());")]
    [InlineData("return h.softmax(new[] { 0, 1 }.Min());")]
    [InlineData("return h.softmax(new[] { 0, 1 }.All(a => a == 1) ? 1 : 0);")]
    [InlineData("return h.softmax(new[] { 0, 1 }.Any(a => a == 1) ? 0 : 1);")]
    [InlineData("return new[] { h, x }.Where(t => t.shape[0] > 2).Aggregate((a, b) => a + b);")]
    [InlineData("var axis = 1; var q = new[] { h }.Select(t => t.softmax(axis)); axis = 0; return q.First();")]
    [InlineData("var q = new[] { h }.Select(t => t.tanh()); return q.First() + q.Last();")]
    [InlineData("var z = zeros(8); var q = new[] { 1 }.Select(i => z * i); z.add_(1); return h * q.First();")]
    [InlineData("var q = new[] { h }.Select(t => t.tanh()); for (var i = 0; i < 2; i++) h = h + q.First(); return h;")]
    [InlineData("return h * new[] { 1, (int)h.shape[0] }.Max();")]
    public void That_lead_to_the_examples_axis_or_are_read_later_are_refused(string forward) => Verdict.RefusesSomehow(Model(forward));
}
