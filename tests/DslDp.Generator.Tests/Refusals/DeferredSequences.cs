using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Refusals;

/// <summary>What a query of LINQ computes, it computes when it is read: by then its variables may hold something else.</summary>
public class DeferredSequences
{
    private static string Model(string forward) => "using System.Linq;\nusing System.Collections.Generic;\n" + new ModelSource
    {
        Members = "private static Tensor Total(IEnumerable<Tensor> parts) => parts.Aggregate((a, b) => a + b);",
        Forward = "var all = new[] { h, x };" + forward,
    }.Text;

    [Theory]
    [InlineData("long axis = 1; var q = all.Select(t => t.softmax(axis)); axis = 0; return q.First();")]
    [InlineData("long axis = 1; var q = all.Select(t => t.softmax(axis)).Skip(1); axis = 0; return q.First();")]
    [InlineData("var list = new List<Tensor> { h }; var q = list.Select(t => t * 1); list.Add(x.flip(0)); return q.Aggregate((a, b) => a + b);")]
    [InlineData("var list = new List<Tensor> { h }; var q = all.Concat(list); list.Add(x.flip(0)); return q.Last();")]
    [InlineData("var list = new List<Tensor> { h, x }; var q = list.Skip(1); list.Clear(); list.Add(h); list.Add(x.flip(0)); return q.Last();")]
    [InlineData("long axis = 1; foreach (var t in all.Select(t => t.softmax(axis))) { h = h + t; axis = 0; } return h;")]
    [InlineData("long axis = 1; var q = all.Select(t => t.softmax(axis)); var r = Total(q); axis = 0; return r + Total(q);")]
    [InlineData("long axis = 1; IEnumerable<Tensor> Parts() => all.Select(t => t.softmax(axis)); var q = Parts(); axis = 0; return q.First();")]
    [InlineData("long axis = 1; System.Func<Tensor, Tensor> f = t => t.softmax(axis); foreach (var t in all.Select(f)) { h = h + t; axis = 0; } return h;")]
    [InlineData("long axis = 1; Tensor F(Tensor t) => t.softmax(axis); foreach (var t in all.Select(F)) { h = h + t; axis = 0; } return h;")]
    [InlineData("long axis = 1; Tensor F(Tensor t) => t.softmax(axis); foreach (var t in all.Select(t => F(t))) { h = h + t; axis = 0; } return h;")]
    [InlineData("var k = 0L; var q = (First: all.Select(t => t.softmax(k + 1)), Second: 1); k = -1; return q.First.First();")]
    public void Are_not_taken_as_they_stand(string forward) => Verdict.RefusesSomehow(Model(forward));

    [Theory]
    [InlineData("long axis = 1; var q = all.Select(t => t.softmax(axis)).ToArray(); axis = 0; return q[0];")]
    [InlineData("long axis = 1; h = all.Select(t => t.softmax(axis)).Aggregate((a, b) => a + b); axis = 0; return h;")]
    [InlineData("var list = new List<Tensor> { h }; var q = list.Concat(all).ToList(); list.Add(x); return q[1] + list[1];")]
    [InlineData("foreach (var t in all.Select(t => t.softmax(1)).Reverse()) h = h + t; return h;")]
    [InlineData("return torch.cat(all.Select(t => t.tanh()).ToList(), 1);")]
    [InlineData("for (var i = 0; i < 2; i++) h = h + all.Select(t => t * i).First(); return h;")]
    [InlineData("return Total(all.Select(t => t.tanh()).ToArray());")]
    [InlineData("Tensor[] more = [h, .. all.Select(t => t.tanh())]; return more[2];")]
    public void Are_followed_where_they_are_read_at_once(string forward) => Verdict.Accepts(Model(forward));

    [Fact]
    public void The_message_says_how() => Verdict.Refuses("DSLDP2008", "ToArray()", Model("var q = all.[|Select(t => t.tanh())|]; return q.First() + q.Last();"));
}
