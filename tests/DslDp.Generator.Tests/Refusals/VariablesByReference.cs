using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Refusals;

/// <summary>Results through parameters, and variables of a method that its local functions set.</summary>
public class VariablesByReference
{
    private static string Model(string forward) => "using System;\nusing System.Collections.Generic;\nusing System.Linq;\n" + new ModelSource { Forward = forward }.Text;

    [Theory]
    [InlineData("Split(h, out var a, out var b); return torch.cat([b, a], 1).softmax(1); static void Split(Tensor t, out Tensor left, out Tensor right) { left = t.narrow(1, 0, 4); right = t.narrow(1, 4, 4); }")]
    [InlineData("return Axis(h, out var axis) ? h.softmax(axis) : h; static bool Axis(Tensor t, out int a) { a = 0; if (t.dim() == 2) { a = 1; return true; } return false; }")]
    [InlineData("var axis = 0; void Own() { axis = 1; } Own(); return h.softmax(axis);")]
    [InlineData("var n = 0; Tensor Step(Tensor t) { n++; return t * (1.0 / n); } return Step(Step(h)).softmax(n - 1);")]
    public void That_are_followed_are_accepted(string forward) => Verdict.Accepts(Model(forward));

    [Theory]
    [InlineData("var t = h; Set(ref t); return t.softmax(1);", "private static void Set(ref Tensor t) => t = t.tanh();")]
    [InlineData("var a = 1; var b = 0; Swap(ref a, ref b); return h.softmax(b);", "private static void Swap(ref int a, ref int b) => (a, b) = (b, a);")]
    public void By_a_method_are_accepted(string forward, string members) => Verdict.Accepts(new ModelSource { Members = members, Forward = forward }.Text);

    [Theory]
    [InlineData("var a = 1; Clear(ref a, ref a); return h.softmax(a);", "private static void Clear(ref int a, ref int b) { a = 1; b = 0; }")]
    [InlineData("var a = 1; var b = 0; Swap(ref a, ref b); return h.softmax(a);", "private static void Swap(ref int a, ref int b) => (a, b) = (b, a);")]
    [InlineData("Set(ref kept, h); return h + kept;", "private Tensor kept = zeros(8); private static void Set(ref Tensor t, Tensor by) => t = by.mean([1]);")]
    public void With_two_names_or_of_an_object_are_refused(string forward, string members) => Verdict.RefusesSomehow(new ModelSource { Members = members, Forward = forward }.Text);

    [Theory]
    [InlineData("return Axis(h, out var axis) ? h.softmax(axis) : h; static bool Axis(Tensor t, out int a) { a = 1; if (t.dim() == 3) return false; a = 0; return true; }")]
    [InlineData("var axis = 1; void Other() { axis = 0; } Other(); return h.softmax(axis);")]
    [InlineData("var axis = 1; Action other = () => axis = 0; other(); return h.softmax(axis);")]
    [InlineData("var axis = 1; void Other() { axis = 0; } Action other = Other; other(); return h.softmax(axis);")]
    [InlineData("var axis = 1; Func<int> read = () => axis; int Other() { axis = 0; return read(); } return h.softmax(Other());")]
    [InlineData("int axis = 1; void Other(out int a) { a = 0; h = h.softmax(axis); } Other(out axis); return h;")]
    public void That_come_to_another_value_are_refused(string forward) => Verdict.RefusesSomehow(Model(forward));
}
