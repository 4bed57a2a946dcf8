using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Refusals;

/// <summary>Operations that write into a tensor: allowed on memory that forward has made, and on values that nothing else sees.</summary>
public class OverwrittenTensors
{
    private static string Model(string forward, string members = "") => new ModelSource { Members = "private readonly Linear second = Linear(8, 8);" + members, Forward = forward }.Text;

    [Theory]
    [InlineData("var mask = zeros(8, 8); for (var i = 0; i < 8; i++) mask[i, i] = 1; return h.matmul(mask);")]
    [InlineData("var mask = zeros(8, 8); mask[.., 2..4] = ones(8, 2); mask[0] += 1; return h.matmul(mask);")]
    [InlineData("var mask = full(new long[] { 8, 8 }, 1.0).triu_(1).mul_(2); return h.matmul(mask);")]
    [InlineData("var mask = ones(8); mask.mul_(0.5); return h * mask;")]
    [InlineData("return second.call(h).relu_();")]
    [InlineData("return second.call(h).relu_().add_(h);")]
    [InlineData("return functional.relu(second.call(h), inplace: true);")]
    [InlineData("return functional.dropout(h + x, 0.1, true, true);")]
    [InlineData("return norm.call(second.call(h)).relu_() + h;", "private readonly LayerNorm norm = LayerNorm(8);")]
    [InlineData("return act.call(second.call(h));", "private readonly ReLU act = ReLU(inplace: true);")]
    [InlineData("return net.call(h);", "private readonly Sequential net = Sequential(Linear(8, 8), ReLU(inplace: true), Dropout(0.1, inplace: true));")]
    [InlineData("return h * scale;", "private readonly Parameter scale; public Model() : base(nameof(Model)) { scale = new Parameter(empty(8).uniform_(-1, 1)); RegisterComponents(); }")]
    [InlineData("h.add_(x); return h;")]
    [InlineData("h.add_(x); h.mul_(2); return h.relu();")]
    [InlineData("var g = h * 2; g.sub_(h); h.add_(g); return second.call(h);")]
    [InlineData("for (var i = 0; i < 3; i++) { h.add_(second.call(h)); h.tanh_(); } return h;")]
    [InlineData("var y = zeros(x.shape[0], 8); y[.., 0] = x.mean([1]); y[.., 1..3] = h[.., ..2]; y[.., ^1] += 1; return second.call(y);")]
    [InlineData("var y = h.clone(); y[TensorIndex.Ellipsis, 0] = 0; y[.., 1] = h[.., 0]; return y;")]
    [InlineData("var y = zeros_like(h); for (var i = 0; i < 8; i++) y[.., i] = h[.., i] * i; return y;")]
    [InlineData("var y = h.exp(); y[.., 0] = 0; return y;")]
    [InlineData("h[h < 0] = 0; h[.., 1..3] *= 2; return second.call(h);")]
    [InlineData("for (var i = 0; i < 3; i++) { h[.., i] = h[.., i].sigmoid(); h = h + x; } return h;")]
    [InlineData("if (h.shape[1] > 4) h[.., 0] = x.mean([1]); return h;")]
    [InlineData("var y = zeros_like(h); y.add_(h); y.zero_(); y.fill_(2); return y * h;")]
    [InlineData("var y = zeros(x.shape[0], 8); y[.., ..] = scale; return h + y;", "private readonly Parameter scale = new(ones(8));")]
    public void That_nothing_else_sees_are_accepted(string forward, string members = "") => Verdict.Accepts(Model(forward, members));

    [Theory]
    [InlineData("h.add_(x.mean([0])); return h;")]
    [InlineData("return second.call(h).sub_(h.mean([0]));")]
    [InlineData("return second.call(h).add_(h.t());")]
    [InlineData("var y = h.view(-1); y.add_(1); return h;")]
    [InlineData("var y = ones(1, 8).expand(x.shape[0], 8); y.add_(h); return y;")]
    [InlineData("return ones(1, 8).expand(x.shape[0], 8).add_(h);")]
    [InlineData("var mask = zeros(8, 8); mask[0] = h.mean([0]); return h.matmul(mask);")]
    [InlineData("var mask = zeros(8, 8); mask[.., 0] = h[0]; return h.matmul(mask);")]
    [InlineData("var mask = zeros(8); mask[(int)x.shape[0]] = 1; return h * mask;")]
    [InlineData("var mask = zeros(8); mask.add_(h.mean([0])); return h * mask;")]
    [InlineData("kept[0] = 1; return h * kept;", "private readonly Tensor kept = ones(8);")]
    [InlineData("kept.add_(1); return h * kept;", "private readonly Tensor kept = ones(8);")]
    [InlineData("var k = kept; k.add_(1); return h * k;", "private readonly Tensor kept = ones(8);")]
    [InlineData("var k = kept.to(float32); k.add_(1); return h * k;", "private readonly Tensor kept = ones(8);")]
    [InlineData("var k = depends > 0 ? kept : ones(8); k.add_(1); return h * k;", "private readonly Tensor kept = ones(8); private readonly int depends; public Model(int d = 0) : base(nameof(Model)) { depends = d; RegisterComponents(); }")]
    [InlineData("x.mul_(2); return h;")]
    [InlineData("x[.., 0] = 0; return h;")]
    [InlineData("hidden.weight!.add_(1); return h;")]
    [InlineData("h.set_(x.t()); return h;")]
    [InlineData("functional.relu(h, inplace: true); return h;")]
    [InlineData("return same.call(h).relu_() + h;", "private readonly Identity same = Identity();")]
    [InlineData("return same.call(h).mul_(2) + h;", "private readonly Dropout same = Dropout(0.1);")]
    [InlineData("return same.call(h).mul_(2) + h;", "private readonly Flatten same = Flatten();")]
    [InlineData("return functional.relu(same.call(h), inplace: true) + h;", "private readonly Sequential same = Sequential(Identity());")]
    [InlineData("var g = h; h.add_(x); return g;")]
    [InlineData("var g = h.view(-1, 8); h.add_(x); return g;")]
    [InlineData("var g = new[] { h }; h.add_(x); return g[0];")]
    [InlineData("Tensor F() => h; h.add_(x); return F();")]
    [InlineData("h = x; h.add_(1); return h;")]
    [InlineData("var g = h; for (var i = 0; i < 2; i++) { h.add_(g); g = h; } return g;")]
    [InlineData("h.add_(x.flip(0)); return h;")]
    [InlineData("using var g = second.call(h); g.add_(x); return g * 2;")]
    [InlineData("var y = zeros(x.shape[0], 8); y[0] = x[.., 0]; return y;")]
    [InlineData("var y = zeros(x.shape[0], 8); y[..2] = 1; return y + h;")]
    [InlineData("var y = zeros(x.shape[0], 8); y[.., 0] = x.mean([0]); return y;")]
    [InlineData("var y = zeros(x.shape[0], 8); y[.., 0] = h; return y;")]
    [InlineData("var y = zeros(x.shape[0], 8); y[.., ..] = h.mean([0], true); return y;")]
    [InlineData("var y = zeros(x.shape[0], 1); y[.., ..] = h; return y + h;")]
    [InlineData("var y = zeros(8, 8); y[.., 0] = h.sum(); return h.matmul(y);")]
    [InlineData("var y = zeros(x.shape[0], 8); y.tril_(); return y + h;")]
    [InlineData("var y = x.view(-1, 8); y[.., 0] = 0; return h;")]
    [InlineData("var y = h.exp(); var z = y[.., 0]; y[.., 0] = 0; return y + z.unsqueeze(1);")]
    [InlineData("h[h < h.mean()] = 0; return h;")]
    [InlineData("h[(h < 0).roll(1, 0)] = 0; return h;")]
    [InlineData("var g = h; h[h < 0] = 0; return g;")]
    [InlineData("var g = h.view(-1, 2, 4); h[.., 0] = 0; return g.flatten(1);")]
    [InlineData("h[.., 0] = h[.., 1].mean(); return h;")]
    [InlineData("h[0] = 0; return h;")]
    [InlineData("h = x; h[.., 0] = 0; return h;")]
    [InlineData("Tensor F() => h; h[.., 0] = 0; return F();")]
    [InlineData("var y = zeros_like(x); y.copy_(h.flip(0)); return y;")]
    public void That_something_else_sees_are_refused(string forward, string members = "") => Verdict.RefusesSomehow(Model(forward, members));

    [Fact]
    public void The_copy_of_a_statement_assigns_the_new_tensor()
    {
        var text = SourceCompiler.Compile(Model("h.add_(x); return second.call(h);")).GeneratedFor("Model");
        Assert.Contains("h = h.add(x);", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_copy_writes_into_another_tensor()
    {
        var text = SourceCompiler.Compile(Model("if (h.shape[1] > 4) h[.., 0] = 1; return second.call(h);")).GeneratedFor("Model");
        Assert.Contains("if (h.shape[1] > 4) { h = h.clone(); h[.., 0] = 1; }", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_copy_makes_a_new_tensor()
    {
        var text = SourceCompiler.Compile(Model("return functional.relu(second.call(h).tanh_(), inplace: true);")).GeneratedFor("Model");
        Assert.Contains("functional.relu(record.Call(second, h).tanh(), inplace: false)", text, StringComparison.Ordinal);
    }
}
