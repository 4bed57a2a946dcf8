using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Refusals;

/// <summary>A component that a setting leaves out: both ways are followed.</summary>
public class AbsentComponents
{
    private static string Model(string norm, string constructor, string forward) => new ModelSource
    {
        Members = $"private readonly Module<Tensor, Tensor>? norm; public Model(bool uses = true, int k = 0) : base(nameof(Model)) {{ {constructor.Replace("NORM", norm, StringComparison.Ordinal)} RegisterComponents(); }}",
        Forward = forward,
    }.Text;

    private const string If = "if (uses) norm = NORM;";

    private const string Ternary = "norm = uses ? NORM : null;";

    private const string Always = "norm = NORM;";

    private const string Never = "";

    [Fact]
    public void A_dictionary_of_components_is_asked_for_a_name()
    {
        string Source(string forward) => new ModelSource { Members = "private readonly ModuleDict<Linear> parts = ModuleDict((\"up\", Linear(8, 8)));", Forward = forward }.Text;
        Verdict.Accepts(Source("if (parts.ContainsKey(\"up\")) h = parts[\"up\"].call(h); if (parts.ContainsKey(\"down\")) h = h.flip(0); return h;"));
        Verdict.RefusesSomehow(Source("if (parts.ContainsKey(\"up\")) h = h.flip(0); return h;"));
    }

    [Theory]
    [InlineData(If, "if (norm is not null) h = norm.call(h); return h;")]
    [InlineData(If, "if (norm != null) h = norm.call(h); return h;")]
    [InlineData(If, "if (norm is { } there) h = there.call(h); return h;")]
    [InlineData(If, "return norm is null ? h : norm.call(h);")]
    [InlineData(If, "return norm?.call(h) ?? h;")]
    [InlineData(Ternary, "return norm?.call(h) ?? h;")]
    [InlineData(Ternary, "h = norm?.call(h).tanh() ?? h; return h;")]
    [InlineData(Always, "return norm?.call(h) ?? h.t();")]
    [InlineData(Never, "return norm?.call(h.t()) ?? h;")]
    public void Are_followed_both_ways(string constructor, string forward)
    {
        Verdict.Accepts(Model("LayerNorm(8)", constructor, forward));
        if (constructor != Never) Verdict.RefusesSomehow(Model("BatchNorm1d(8)", constructor, forward));
    }

    [Theory]
    [InlineData(If, "return norm?.call(h) ?? h.softmax(0);")]
    [InlineData(If, "if (norm is not null) h = norm.call(h); else h = h.softmax(0); return h;")]
    [InlineData(If, "if (norm is null) h = h.t(); return h;")]
    [InlineData("if (uses) norm = NORM; if (k > 3) norm = BatchNorm1d(8);", "return norm?.call(h) ?? h;")]
    public void That_mix_one_way_are_refused(string constructor, string forward) => Verdict.RefusesSomehow(Model("LayerNorm(8)", constructor, forward));

    [Fact]
    public void The_copy_asks_for_the_component_first()
    {
        var compiled = SourceCompiler.Compile(Model("LayerNorm(8)", If, "return norm?.call(h).sigmoid() ?? h;"));
        Assert.Contains("(norm is null ? null : record.Call(norm, h).sigmoid()) ?? h", compiled.GeneratedFor("Model"), StringComparison.Ordinal);
        Assert.Empty(compiled.CompilerErrors);
    }
}
