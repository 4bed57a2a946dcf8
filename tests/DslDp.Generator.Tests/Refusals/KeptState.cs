using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Refusals;

/// <summary>Memory between batches, at the expression that keeps or reads it.</summary>
public class KeptState
{
    [Theory]
    [InlineData("private Tensor last = zeros(8);", "[|last|] = h; return h;")]
    [InlineData("private Tensor last = zeros(8);", "[|this.last|] = h; return h;")]
    [InlineData("private static Tensor last = zeros(8);", "[|last|] = h; return h;")]
    [InlineData("private readonly Tensor[] queue = { zeros(8) };", "[|queue[0]|] = h; return h;")]
    [InlineData("public long axis = 1;", "return h.softmax([|axis|]);")]
    [InlineData("private static long axis = 1; public static void Turn() => axis = 0;", "return h.softmax([|axis|]);")]
    [InlineData("public static long Axis = 1;", "return h.softmax([|Axis|]);")]
    [InlineData("private long axis = 1; public void Turn() => axis = 0;", "return h.softmax([|axis|]);")]
    [InlineData("public long Axis { get; set; } = 1;", "return h.softmax([|Axis|]);")]
    public void Is_refused(string members, string forward) => Verdict.Refuses("DSLDP2005", "; ", new ModelSource { Members = members, Forward = forward }.Text);

    [Theory]
    [InlineData("private readonly long axis = 1;", "return h.softmax(axis);")]
    [InlineData("private const long Axis = 1;", "return h.softmax(Axis);")]
    [InlineData("private static readonly long Axis = 1;", "return h.softmax(Axis);")]
    [InlineData("private long Axis { get; } = 1;", "return h.softmax(Axis);")]
    [InlineData("private long Axis => 1;", "return h.softmax(Axis);")]
    [InlineData("private long axis = 1;", "return h.softmax(axis);")]
    [InlineData("private readonly Tensor centre = zeros(8);", "return h - centre;")]
    [InlineData("", "var last = h; last = last.tanh(); return last;")]
    public void What_stays_as_it_was_made_is_accepted(string members, string forward) => Verdict.Accepts(new ModelSource { Members = members, Forward = forward }.Text);
}
