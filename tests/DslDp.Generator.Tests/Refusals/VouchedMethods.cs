using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Refusals;

/// <summary>A method that the programmer vouches for is taken at its word, under conditions, and the plan says so.</summary>
public class VouchedMethods
{
    private static ModelSource Source(string method, string forward = "return Opaque(h);") => new() { Members = method, Forward = forward };

    private const string Promise = "[PerExample(\"each row by itself, see \\\"Rows\\\"\")] [return: BatchOf(8)] ";

    private const string Body = "Tensor Opaque(Tensor t) { System.Console.WriteLine(1); return t; }";

    [Theory]
    [InlineData(Promise + "private static " + Body, "return Opaque(h);")]
    [InlineData(Promise + "private static " + Body, "return hidden.call(Opaque(x)).softmax(-1) + Opaque(h);")]
    [InlineData(Promise + "private static Tensor Opaque(Tensor t, double scale) { System.Console.WriteLine(scale); return t; }", "return Opaque(h, 2);")]
    [InlineData("[PerExample(\"why\")] private static " + Body, "return Opaque(h);")]
    [InlineData(Promise + "private static " + Body, "return Helper(h); Tensor Helper(Tensor t) => Opaque(t);")]
    public void Are_taken_at_their_word(string method, string forward) => Verdict.Accepts(Source(method, forward).Text);

    [Fact]
    public void Are_listed_in_the_plan_and_checked_at_the_run()
    {
        var text = SourceCompiler.Compile(Source(Promise + "private static " + Body).Text).GeneratedFor("Model");
        Assert.Contains("new(\"Opaque treats each example alone\", global::DslDp.AssumptionBasis.VouchedFor, \"each row by itself, see \\\"Rows\\\"\")", text, StringComparison.Ordinal);
        Assert.Contains("record.Vouched(Opaque(h), \"Opaque\", 8)", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("private static " + Body, "return Opaque(h);")]
    [InlineData("[PerExample(\"why\")] private static (Tensor, Tensor) Opaque(Tensor t) { System.Console.WriteLine(1); return (t, t); }", "return Opaque(h).Item1;")]
    [InlineData("[PerExample(\" \")] [return: BatchOf(8)] private static " + Body, "return Opaque(h);")]
    [InlineData(Promise + "private " + Body, "return Opaque(h);")]
    [InlineData(Promise + "private static " + Body, "return Opaque(h).softmax(0);")]
    [InlineData(Promise + "private static " + Body, "return Opaque(h.t()).t();")]
    [InlineData(Promise + "private static " + Body, "return h + Opaque(ones(8, 8));")]
    [InlineData(Promise + "private static Tensor Opaque(Tensor t, Tensor w) { System.Console.WriteLine(1); return t; }", "return Opaque(h, hidden.weight!);")]
    [InlineData(Promise + "private static Tensor Opaque(Tensor t, Linear w) { System.Console.WriteLine(1); return w.call(t); }", "return Opaque(h, hidden);")]
    [InlineData(Promise + "private static Tensor Opaque(Tensor t, long n) { System.Console.WriteLine(n); return t; }", "return Opaque(h, x.shape[0]);")]
    [InlineData("[PerExample(\"why\")] [return: BatchOf(4, 2)] private static " + Body, "return Opaque(h);")]
    public void Are_refused_where_the_promise_does_not_reach(string method, string forward) => Verdict.RefusesSomehow(Source(method, forward).Text);

    [Fact]
    public void Give_what_they_are_given_where_they_do_not_say_what_their_result_looks_like()
    {
        var text = SourceCompiler.Compile(Source("[PerExample(\"why\")] private static " + Body).Text).GeneratedFor("Model");
        Assert.Contains("record.Vouched(Opaque(h), \"Opaque\", 8)", text, StringComparison.Ordinal);
    }
}
