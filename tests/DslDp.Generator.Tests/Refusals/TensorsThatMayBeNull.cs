using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Refusals;

/// <summary>Tensors that are null on some ways through the code: both cases are looked at, and what a condition has asked is known where it holds.</summary>
public class TensorsThatMayBeNull
{
    private const string Members = """
        private readonly int depth; private readonly bool flag; private readonly Parameter? scale;
        public Model(int depth, bool flag) : base(nameof(Model)) { this.depth = depth; this.flag = flag; if (flag) scale = Parameter(torch.ones(8)); RegisterComponents(); }
        private static Tensor Masked(Tensor t, Tensor? mask) => mask is null ? t : t.masked_fill(mask, 0f);
        private static Tensor Across(Tensor t, Tensor? mask) => mask is null ? t.softmax(0) : t;
        """;

    private static string Model(string forward) => new ModelSource { Members = Members, Forward = forward }.Text;

    [Theory]
    [InlineData("Tensor? sum = null; for (var i = 0; i < depth; i++) sum = sum is null ? h : sum + x; return sum!;")]
    [InlineData("Tensor? sum = null; for (var i = 0; i < depth; i++) { if (sum is not null) sum = sum * h; else sum = x; } return sum ?? h;")]
    [InlineData("Tensor? sum = null; for (var i = 0; i < depth; i++) { sum ??= x; sum += h; } return sum is { } s ? s.tanh() : h;")]
    [InlineData("var mask = flag ? x > 0 : null; return Masked(h, mask);")]
    [InlineData("var mask = flag ? x > 0 : null; if (mask is null || depth > 3) return h; return h.masked_fill(mask, 0f);")]
    [InlineData("var mask = flag ? x : null; return h + (mask?.tanh() ?? x);")]
    [InlineData("return scale is null ? h : h * scale;")]
    [InlineData("if (scale is { } s) h = h * s; return h;")]
    [InlineData("if (flag && scale is not null) h = h * scale; return h;")]
    [InlineData("var parts = new Tensor[depth]; for (var i = 0; i < depth; i++) parts[i] = h * i; return torch.stack(parts, 1).mean([1]);")]
    public void Are_followed(string forward) => Verdict.Accepts(Model(forward));

    [Theory]
    [InlineData("Tensor? sum = null; for (var i = 0; i < depth; i++) sum = sum is null ? h.softmax(0) : sum + x; return sum!;")]
    [InlineData("Tensor? sum = null; for (var i = 0; i < depth; i++) sum = sum is null ? h : sum.softmax(0); return sum!;")]
    [InlineData("Tensor? sum = null; for (var i = 0; i < depth; i++) sum = h; return sum is null ? h.softmax(0) : h;")]
    [InlineData("Tensor? sum = null; for (var i = 0; i < depth; i++) sum = h; return sum is not null ? h.softmax(0) : h;")]
    [InlineData("var mask = flag ? x > 0 : null; return Across(h, mask);")]
    [InlineData("var mask = flag ? x : null; return h + (mask?.softmax(0) ?? x);")]
    [InlineData("var mask = flag ? x : null; return mask ?? h.softmax(0);")]
    [InlineData("var mask = flag ? x : null; mask ??= h.softmax(0); return mask;")]
    [InlineData("var mask = flag ? x : null; if (mask is null && (mask = x) is not null) return mask is null ? h : h.softmax(0); return h;")]
    [InlineData("Tensor? y = flag ? h.t() : null; return y is null ? h : y.softmax(1);")]
    [InlineData("Tensor? y = flag ? h.t() : h; return y.softmax(1);")]
    [InlineData("return scale is null ? h.softmax(0) : h * scale;")]
    [InlineData("return scale is null ? h : h.softmax(0) * scale;")]
    [InlineData("Tensor? s = scale; return s is null ? h : h * s;")]
    public void That_mix_on_either_way_are_refused(string forward) => Verdict.RefusesSomehow(Model(forward));
}
