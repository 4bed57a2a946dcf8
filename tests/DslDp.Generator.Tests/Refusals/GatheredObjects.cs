using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Refusals;

/// <summary>Records, tuples with names and small classes that keep tensors together within forward.</summary>
public class GatheredObjects
{
    private const string Beside = """
        public record Pair(Tensor A, Tensor B) { public Tensor Sum => A + B; public static Pair operator +(Pair p, Pair q) => new(p.A + q.A, p.B + q.B); }
        public readonly record struct Axis(int Number) { public static Axis Own => new(1); }
        public class Box { public Tensor A; public Box(Tensor a) { A = a; } public void Swap() { A = A.t(); } public Tensor this[int i] => A.softmax(i); }
        public sealed class Kept(Tensor a) { public Tensor Take() { var taken = a; a = a.t(); return taken; } }
        public sealed class Loud(Tensor a) : System.IDisposable { public void Dispose() => System.Console.WriteLine(a); }
        public sealed class Last { private static Tensor? last; public Tensor A; public Last(Tensor a) { A = last ?? a; last = a; } }
        public record Odd(Tensor A, Tensor B) { public void Deconstruct(out Tensor a, out Tensor b) { a = B; b = A; } }
        public record Hidden(Tensor A) { public Tensor A { get; init; } = A.t(); }
        """;

    private static string Model(string forward) => new ModelSource { Beside = Beside, Forward = forward }.Text;

    [Theory]
    [InlineData("var p = new Pair(h, x); return p.A + p.B;")]
    [InlineData("var (a, b) = new Pair(h, x); return a + b;")]
    [InlineData("return (new Pair(h, x) + new Pair(x, h)).Sum.softmax(1);")]
    [InlineData("var p = new Pair(h, x) with { A = x }; return p.Sum;")]
    [InlineData("var p = new Pair(h, x); for (var i = 0; i < 2; i++) p = new Pair(p.Sum.tanh(), p.A); return p.B;")]
    [InlineData("var p = new { A = h, B = x }; return p.A + p.B;")]
    [InlineData("return new Box(h).A.softmax(1);")]
    [InlineData("return h.softmax(Axis.Own.Number);")]
    [InlineData("return new Box(h)[1];")]
    [InlineData("Pair? p = null; for (var i = 0; i < 2; i++) p = p is null ? new Pair(h, x) : p + p; return p!.A;")]
    public void That_only_keep_values_are_accepted(string forward) => Verdict.Accepts(Model(forward));

    [Theory]
    [InlineData("var b = new Box(h); b.A = h.t(); return b.A.softmax(1);")]
    [InlineData("var b = new Box(h); b.Swap(); return b.A.softmax(1);")]
    [InlineData("var k = new Kept(h); k.Take(); return k.Take().softmax(1);")]
    [InlineData("using var l = new Loud(h); return h;")]
    [InlineData("return new Last(h).A;")]
    [InlineData("var (a, b) = new Odd(h, h.t()); return a.softmax(1);")]
    [InlineData("return new Hidden(h).A.softmax(1);")]
    [InlineData("return new Box(h)[0];")]
    [InlineData("var p = new Pair(h, h.t()); return p.B.softmax(1);")]
    [InlineData("return h.softmax((Axis.Own with { Number = 0 }).Number);")]
    [InlineData("return new Pair(h, h.t()).Sum;")]
    [InlineData("var p = new { A = h.t() }; return p.A.softmax(1);")]
    public void That_change_let_out_or_mix_are_refused(string forward) => Verdict.RefusesSomehow(Model(forward));
}
