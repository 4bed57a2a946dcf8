using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Refusals;

/// <summary>Lists that a method fills. Whatever may change one unseen makes it unknown.</summary>
public class ListsThatGrow
{
    [Theory]
    [InlineData("var ys = new List<Tensor>(); ys.Add(h); ys.Add(h.t()); return torch.cat(ys, 1);")]
    [InlineData("var ys = new List<Tensor>(); var zs = ys; ys.Add(h); zs.Add(h); return torch.cat(ys, 1);")]
    [InlineData("var ys = new List<Tensor> { h }; void More() => ys.Add(h.softmax(0)); More(); return torch.cat(ys, 1);")]
    [InlineData("var ys = new List<Tensor> { h }; ((ICollection<Tensor>)ys).Add(h.softmax(0)); return torch.cat(ys, 1);")]
    [InlineData("var ys = new List<Tensor> { h }; ys.Insert(0, h.softmax(0)); return torch.cat(ys, 1);")]
    [InlineData("var ys = new List<Tensor> { h, h.narrow(1, 0, 1) }; ys.Reverse(); return h - ys[1].t();")]
    [InlineData("var ys = new List<Tensor> { h }; ys[0] = h.softmax(0); return torch.cat(ys, 1);")]
    [InlineData("var ys = new List<Tensor>(); while (flag) ys.Add(h.softmax(0)); return torch.cat(ys, 1);")]
    [InlineData("var ys = new List<Tensor> { h, x }; return torch.stack(ys).softmax(1).sum(dim: 0);")]
    [InlineData("kept.Add(h); return h;")]
    [InlineData("var y = kept.Count > 0 ? h.softmax(0) : h; kept.Add(h); return y;")]
    public void What_is_not_followed_or_mixes_is_refused(string forward) => Verdict.RefusesSomehow(Model(forward));

    [Theory]
    [InlineData("var ys = new List<Tensor>(); for (var i = 0; i < 3; i++) ys.Add(h.select(1, i)); return torch.stack(ys, 1);")]
    [InlineData("var ys = new List<Tensor> { h }; ys.AddRange([x, h]); return torch.cat(ys.ToArray(), 1);")]
    [InlineData("List<Tensor> ys = [h, x]; var sum = h; foreach (var y in ys) sum += y; return sum * ys.Count + ys[^1] + ys[0];")]
    [InlineData("var ys = new List<Tensor> { h }; ys.Insert(0, x.narrow(1, 0, 4)); ys.Reverse(); ys.Insert(2, h); return torch.cat(ys, 1).narrow(1, 16, 4);")]
    [InlineData("List<Tensor> ys = [h]; ys.Add(torch.cat(ys, 1)); return torch.cat([.. ys, x], 1);")]
    [InlineData("var ys = new List<Tensor>(); if (flag) ys.Add(h); else ys.Add(x); return torch.cat(ys, 1);")]
    public void What_is_followed_is_accepted(string forward) => Verdict.Accepts(Model(forward));

    [Theory]
    [InlineData("foreach (var width in widths) parts.Add(Softmax(0));")]
    [InlineData("void Add() => parts.Add(Softmax(0)); Add();")]
    [InlineData("var other = parts; other.Add(Softmax(0));")]
    [InlineData("widths.ToList().ForEach(_ => parts.Add(Softmax(0)));")]
    public void A_constructor_that_fills_a_list_unseen_is_refused(string body) => Verdict.RefusesSomehow(Built(body));

    [Theory]
    [InlineData("for (var i = 0; i < 2; i++) parts.Add(Tanh());")]
    [InlineData("parts.AddRange([ReLU(), Tanh()]);")]
    public void A_constructor_that_fills_a_list_is_followed(string body) => Verdict.Accepts(Built(body));

    private static string Model(string forward) => Usings + new ModelSource
    {
        Members = "private readonly List<Tensor> kept = []; private readonly bool flag; public Model(bool flag) : base(nameof(Model)) { this.flag = flag; RegisterComponents(); }",
        Forward = forward,
    }.Text;

    private static string Built(string body) => Usings + new ModelSource
    {
        Members = $"private readonly Sequential rest; public Model(int[] widths) : base(nameof(Model)) {{ var parts = new List<Module<Tensor, Tensor>> {{ ReLU() }}; {body} rest = Sequential(parts); RegisterComponents(); }}",
        Forward = "return rest.call(h);",
    }.Text;

    private const string Usings = "using System.Collections.Generic; using System.Linq;\n";
}
