using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Refusals;

/// <summary>Arrays and lists whose elements are set one by one, by a method or by a constructor. Where another name may lead to one, it may not be set any more.</summary>
public class FilledArrays
{
    private const string Usings = "using System.Collections.Generic; using System.Linq;\n";

    private static string Model(string forward, string members = "") => Usings + new ModelSource { Members = members, Forward = forward }.Text;

    private static string Built(string constructor, string members = "private readonly Linear[] layers = new Linear[2];", string forward = "foreach (var layer in layers) h = layer.call(h); return h;") =>
        Model(forward, $"{members} public Model() : base(nameof(Model)) {{ {constructor} for (var i = 0; i < 2; i++) register_module($\"layer{{i}}\", layers[i]); RegisterComponents(); }}");

    [Theory]
    [InlineData("var ys = new Tensor[2]; for (var i = 0; i < 2; i++) ys[i] = h * i; return torch.stack(ys, 1).mean([1]);")]
    [InlineData("Tensor[] ys; ys = new Tensor[2]; ys[0] = h; ys[^1] = x; return ys[0] + ys[1];")]
    [InlineData("var ys = new List<Tensor> { h }; ys[0] = ys[0].tanh(); return torch.cat(ys, 1);")]
    [InlineData("var ys = new Tensor[3]; (ys[0], ys[1]) = (h, x); ys[2] = ys[0]; ys[2] += ys[1]; return ys[2];")]
    [InlineData("var sizes = new long[2]; sizes[0] = -1; sizes[1] = 4; return h.view(sizes).view(-1, 8);")]
    [InlineData("var s = h.unsqueeze(1).shape; s[1] = 2; s[^1] = 4; return h.view(s).flatten(1);")]
    [InlineData("var ys = h.chunk(2, 1); ys[0] = ys[0].tanh(); return torch.cat(ys, 1);")]
    [InlineData("var ys = new[] { h, x }.Select(t => t * 2).ToList(); ys.Add(h); ys[0] = x; return torch.stack(ys, 1).mean([1]);")]
    [InlineData("Tensor[] ys = [h, x, h]; var sum = h; foreach (var y in ys[1..]) sum = sum + y; return sum;")]
    [InlineData("var s = h.unsqueeze(1).shape; return h.view([.. s[..^1], 8]).view([.. s[..1], 8]);")]
    public void That_a_method_fills_are_accepted(string forward) => Verdict.Accepts(Model(forward));

    [Theory]
    [InlineData("var ys = new Tensor[2]; for (var i = 0; i < 2; i++) ys[i] = h.softmax(i); return torch.stack(ys, 1).mean([1]);")]
    [InlineData("var ys = new Tensor[1]; ys[0] = h; var zs = ys; zs[0] = h.t(); return ys[0].softmax(1);")]
    [InlineData("var ys = new Tensor[1]; var zs = ys; ys[0] = h; zs[0] = h.t(); return ys[0].softmax(1);")]
    [InlineData("var ys = new Tensor[1] { h }; Set(ys, h.t()); return ys[0].softmax(1);")]
    [InlineData("var ys = new Tensor[1] { h }; void Set() => ys[0] = h.t(); Set(); return ys[0].softmax(1);")]
    [InlineData("var ys = new Tensor[2] { h, h }; foreach (var y in ys) { h = y.softmax(1); ys[1] = y.t(); } return h;")]
    [InlineData("var ys = new Tensor[2] { h, h }; foreach (var y in ys.Select(t => t)) { h = y.softmax(1); ys[1] = y.t(); } return h;")]
    [InlineData("var ys = new Tensor[2] { h, h }; var i = 0; ys[i] = ys[i++].t(); return ys[1].softmax(0);")]
    [InlineData("var ys = new Tensor[2] { h, h }; var i = 0; (i, ys[i]) = (1, h.t()); return ys[0].softmax(1);")]
    [InlineData("var ys = new Tensor[2] { h, h }; System.Array.Fill(ys, h.t()); return ys[0].softmax(1);")]
    [InlineData("var ys = new Tensor[2] { h, h }; System.Threading.Interlocked.Exchange(ref ys[0], h.t()); return ys[0].softmax(1);")]
    [InlineData("var ys = new Tensor[1][]; ys[0] = new[] { h }; ys[0][0] = h.t(); return ys[0][0].softmax(1);")]
    [InlineData("var s = h.shape; s[1] = 1; return h.view(s).softmax(0);")]
    [InlineData("var ys = new[] { h, x }.ToList(); System.Func<Tensor> f = () => ys[0]; ys[0] = h.t(); return f().softmax(1);")]
    [InlineData("var ys = new Tensor[x.shape[0]]; return h;")]
    [InlineData("var inner = new List<Tensor> { h }; var outer = new List<List<Tensor>>(); outer.Add(inner); inner.Clear(); inner.Add(h.t()); return outer[0][0].softmax(1);")]
    [InlineData("var s = h.unsqueeze(1).shape; return h.view(s[1..]).softmax(0);")]
    [InlineData("return torch.cat([h, h[.., ..^0]], 1).view(-1, 8).softmax(0);")]
    public void That_may_hold_something_else_are_refused(string forward) =>
        Verdict.RefusesSomehow(Model(forward, "private static void Set(Tensor[] list, Tensor value) => list[0] = value;"));

    [Theory]
    [InlineData("var skips = new Stack<Tensor>(); skips.Push(h); skips.Push(h.t()); return skips.Pop().softmax(0).t() + skips.Pop();")]
    [InlineData("var waiting = new Queue<Tensor>(); waiting.Enqueue(h.t()); waiting.Enqueue(h); var first = waiting.Dequeue().t(); return first + waiting.Peek();")]
    [InlineData("var skips = new Stack<Tensor>(); foreach (var y in h.chunk(2, 1)) skips.Push(y); h = skips.Pop(); while (skips.Count > 0) h = torch.cat([h, skips.Pop()], 1); return h;")]
    [InlineData("int[] kept = { 1, 3 }; for (var i = 0; i < 4; i++) if (kept.Contains(i)) h = h + x; return h;")]
    public void Stacks_and_queues_are_followed(string forward) => Verdict.Accepts(Model(forward));

    [Theory]
    [InlineData("var skips = new Stack<Tensor>(); skips.Push(h.t()); skips.Push(h); return skips.Pop().t().softmax(1).t() + skips.Pop().softmax(1).t();")]
    [InlineData("var skips = new Stack<Tensor>(); skips.Push(h); skips.Push(h.t()); foreach (var y in skips) return y.softmax(1).t(); return h;")]
    [InlineData("var skips = new Stack<Tensor>(); skips.Push(h); var other = skips; other.Push(h.t()); return skips.Pop().softmax(1);")]
    [InlineData("var skips = new Stack<Tensor>(); skips.Push(h.t()); skips.Push(h); skips.Push(x); var y = torch.zeros_like(h); y[skips.Pop() > 0] = 1; return skips.Pop().softmax(1) * y;")]
    [InlineData("var skips = new Stack<Tensor>(); skips.Push(h.t()); skips.Push(h); var i = 0; if (skips.Pop() is { } y && i == 0) return skips.Pop().softmax(1).t(); return h;")]
    [InlineData("waiting.Enqueue(h); return waiting.Dequeue();")]
    [InlineData("var i = 1; var m = zeros(8); m[i++] += 1; return i == 3 ? h * m : (h * m).softmax(0);")]
    [InlineData("var i = 1; var y = zeros(x.shape[0], 8); y[i..] = (i -= 1) + 1.0; return y + h;")]
    public void Places_and_items_that_are_settled_elsewhere_are_refused(string forward) => Verdict.RefusesSomehow(Model(forward, "private readonly Queue<Tensor> waiting = new();"));

    [Theory]
    [InlineData("for (var i = 0; i < 2; i++) layers[i] = Linear(8, 8);")]
    [InlineData("layers[0] = Linear(8, 8); layers[1] = Linear(8, 8);", "private readonly Linear[] layers;", "layers = new Linear[2];")]
    public void That_a_constructor_fills_are_followed(string constructor, string members = "private readonly Linear[] layers = new Linear[2];", string before = "") => Verdict.Accepts(Built(before + constructor, members));

    [Theory]
    [InlineData("for (var i = 0; i < 2; i++) layers[i] = Softmax(i);")]
    [InlineData("layers[0] = Tanh(); layers[1] = Tanh(); var other = layers; other[1] = Softmax(0);")]
    [InlineData("layers[0] = Tanh(); var other = layers; layers[1] = Tanh(); other[1] = Softmax(0);")]
    [InlineData("layers[0] = Tanh(); layers[1] = Tanh(); void Set() => layers[1] = Softmax(0); Set();")]
    [InlineData("layers[0] = Tanh(); layers[1] = Tanh(); System.Array.Fill(layers, Softmax(0));")]
    [InlineData("layers[0] = Tanh(); layers[1] = Tanh(); } public void Across() { layers[1] = Softmax(0);")]
    [InlineData("layers[0] = Tanh(); layers[1] = Tanh(); } public Model(Model other) : this() { other.layers[1] = Softmax(0);")]
    public void That_a_constructor_or_others_fill_unseen_are_refused(string constructor) =>
        Verdict.RefusesSomehow(Built(constructor, "private readonly Module<Tensor, Tensor>[] layers = new Module<Tensor, Tensor>[2];").Replace(" for (var i = 0; i < 2; i++) register_module($\"layer{i}\", layers[i]); RegisterComponents();", "", StringComparison.Ordinal));

    [Theory]
    [InlineData("private static readonly long[] Axes = { 1 }; public sealed class Other { public Other() { Axes[0] = 0; } }", "return h.softmax(Axes[0]);")]
    [InlineData("private static readonly (long Axis, long Other)[] Axes = [(1, 1)]; public static void Across() => Axes[0].Axis = 0;", "return h.softmax(Axes[0].Axis);")]
    [InlineData("private static readonly (long Axis, long Other)[] Axes = [(1, 1)]; public static void Across() => Axes[0].Axis--;", "return h.softmax(Axes[0].Axis);")]
    [InlineData("private sealed class Row { public long Axis = 1; } private static readonly Row[] Rows = [new()]; public static void Across() { foreach (var row in Rows) row.Axis = 0; }", "return h.softmax(Rows[0].Axis);")]
    [InlineData("private record Row(int Axis); private sealed record Other() : Row(1) { public int Counted = 1; } private static readonly Row[] Rows = [new Other()]; public static void Across() => ((Other)Rows[0]).Counted = 0;", "return h.softmax(((Other)Rows[0]).Counted);")]
    [InlineData("private sealed record Row(long[] Axes); private static readonly Row[] Rows = [new([1])]; public static void Across() => Rows[0].Axes[0] = 0;", "return h.softmax(Rows[0].Axes[0]);")]
    public void Of_settings_that_something_may_set_are_no_constants(string members, string forward) => Verdict.RefusesSomehow(Model(forward, members));

    [Theory]
    [InlineData("private sealed record Row(long Axis, double Scale); private static readonly Row[] Rows = [new(1, 0.5), new(-1, 2)];", "foreach (var row in Rows) h = h.softmax(row.Axis) * row.Scale; return h;")]
    [InlineData("private record Row(int Axis); private static readonly Row[] Rows = [new(1)];", "return h.softmax(Rows[0].Axis);")]
    [InlineData("private readonly record struct Row(int Axis) { public long Own => Axis; } private static readonly Row[] Rows = { new(1) };", "return h.softmax(Rows[0].Own);")]
    public void Of_records_that_nothing_can_change_are_read(string members, string forward) => Verdict.Accepts(Model(forward, members));
}
