using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Refusals;

/// <summary>Helpers are followed wherever their source stands; the finding is at the expression at fault, inside the helper.</summary>
public class HelperMethods
{
    [Theory]
    [InlineData("private static Tensor Centre(Tensor t) => t - t.[|mean([0])|];", "return Centre(h);")]
    [InlineData("private Tensor Centre(Tensor t) { var m = t.[|mean([0])|]; return t - m; }", "return Centre(h);")]
    [InlineData("private static Tensor Centre(Tensor t, long axis) => t.softmax(axis);", "return [|Centre(h, 0)|];")]
    [InlineData("private static Tensor Centre(Tensor t, long axis = 0) => t.softmax(axis);", "return [|Centre(h)|];")]
    [InlineData("private static (Tensor, Tensor) Two(Tensor t) => (t, t.[|flip(0)|]);", "var (a, b) = Two(h); return a + b;")]
    [InlineData("", "return Centre(h); static Tensor Centre(Tensor t) => t - t.[|mean([0])|];")]
    [InlineData("private static Tensor Outer(Tensor t) => Inner(t.t()); private static Tensor Inner(Tensor t) => t.[|softmax(1)|].t();", "return Outer(h);")]
    public void Are_followed(string members, string forward) => Verdict.Refuses("DSLDP2001", "; ", new ModelSource { Members = members, Forward = forward }.Text);

    [Fact]
    public void In_another_class_and_file_are_followed()
    {
        var helper = MarkedSource.Parse(SourceCompiler.Usings + "namespace Tests; internal static class Helper { public static Tensor Centre(Tensor t) => t - t.[|mean([0])|]; }");
        var compiled = SourceCompiler.Compile(ModelSource.Returning("Helper.Centre(h)"), helper.Text);
        var finding = Assert.Single(compiled.Findings);
        Assert.Equal("DSLDP2001", finding.Id);
        Assert.Equal("Source1.cs", finding.Location.SourceTree!.FilePath);
        Assert.Equal(helper.Span, finding.Location.SourceSpan);
        Verdict.HasNoTraining(compiled);
    }

    [Theory]
    [InlineData("private static Tensor Again(Tensor t) => Again(t);", "return Again(h);", "write it as a loop")]
    [InlineData("private static void Into(ref Tensor a, ref Tensor b) { a = a.tanh(); b = b + a; }", "var t = h; Into(ref t, ref t); return t;", "return its results")]
    public void That_cannot_be_followed_are_refused(string members, string forward, string says)
    {
        var compiled = SourceCompiler.Compile(new ModelSource { Members = members, Forward = forward }.Text);
        Verdict.HasNoTraining(compiled);
        Assert.Contains(compiled.Findings, finding => finding.Id == "DSLDP2008" && finding.GetMessage(System.Globalization.CultureInfo.InvariantCulture).Contains(says, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("private static Tensor Centre(Tensor t) => t - t.mean([1], keepdim: true);", "return Centre(h);")]
    [InlineData("private static Tensor Centre(Tensor t, long axis) => t.softmax(axis);", "return Centre(h, 1) + Centre(h.t(), 0).t();")]
    [InlineData("private static (Tensor First, Tensor Second) Two(Tensor t) => (t, t.flip(1));", "var both = Two(h); return both.First + both.Second;")]
    [InlineData("private Tensor Twice(Tensor t) => hidden.call(hidden.call(t));", "return Twice(h);")]
    [InlineData("", "return Centre(h); static Tensor Centre(Tensor t) => t.tanh();")]
    [InlineData("", "Tensor Through(Tensor t) => hidden.call(t).tanh(); return Through(h);")]
    public void That_treat_each_example_alone_are_accepted(string members, string forward) => Verdict.Accepts(new ModelSource { Members = members, Forward = forward }.Text);
}
