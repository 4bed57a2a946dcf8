using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Refusals;

/// <summary>A constructor may exchange or hook a layer in code that the proof does not follow. What it left behind is not trusted then.</summary>
public class HiddenEffects
{
    private const string Fields = "private readonly Module<Tensor, Tensor> norm; private readonly long axis = 1;";

    private const string Beside = """
        public sealed class Installer { public Installer(Linear layer) => layer.register_forward_hook((m, i, o) => o - o.mean([0])); }
        public sealed class OnDispose(Linear layer) : System.IDisposable { public void Dispose() => layer.register_forward_hook((m, i, o) => o - o.mean([0])); }
        public sealed class Hooking(Linear layer) : System.IO.MemoryStream { public override void Flush() => layer.register_forward_hook((m, i, o) => o - o.mean([0])); }
        public sealed class Named(Linear layer) { public override string ToString() { layer.register_forward_hook((m, i, o) => o - o.mean([0])); return ""; } }
        """;

    private static ModelSource Source(string constructor, string members = "") => new()
    {
        Beside = Beside,
        Members = $"{Fields} {members} public Model(string? s = null, int k = 0) : base(nameof(Model)) {{ norm = LayerNorm(8); {constructor} RegisterComponents(); }}",
        Forward = "return norm.call(h).softmax(axis);",
    };

    [Theory]
    [InlineData("_ = s ?? (norm = BatchNorm1d(8)).GetName();")]
    [InlineData("_ = s?.IndexOf((norm = BatchNorm1d(8)).GetName());")]
    [InlineData("_ = new int[(norm = BatchNorm1d(8)).GetName().Length];")]
    [InlineData("_ = k switch { > 1 when (norm = BatchNorm1d(8)) != null => 1, _ => 0 };")]
    [InlineData("_ = k switch { 0 => (norm = BatchNorm1d(8)).GetName(), > 1 when s == null => s, _ => null };")]
    [InlineData("switch (k) { case > 1 when (norm = BatchNorm1d(8)) != null: break; }")]
    [InlineData("_ = new { a = norm = BatchNorm1d(8) };")]
    [InlineData("goto end; end: norm = BatchNorm1d(8);")]
    [InlineData("again: if (k > 0) { k--; norm = BatchNorm1d(8); goto again; }")]
    [InlineData("_ = s ?? hidden.register_forward_hook((m, i, o) => o - o.mean([0])).ToString();")]
    [InlineData("_ = new Installer(hidden);")]
    [InlineData("_ = s ?? new Installer(hidden).ToString();")]
    [InlineData("using var once = new OnDispose(hidden);")]
    [InlineData("using (new OnDispose(hidden)) { }")]
    [InlineData("System.IO.Stream stream = new Hooking(hidden); stream.Flush();")]
    [InlineData("System.Console.WriteLine(new Named(hidden));")]
    [InlineData("_ = $\"{new Named(hidden)}\";")]
    [InlineData("_ = string.Concat(\"\", new Named(hidden));")]
    [InlineData("System.Array.ForEach([1], _ => norm = BatchNorm1d(8));")]
    [InlineData("System.Action set = () => norm = BatchNorm1d(8); System.Threading.Tasks.Task.Run(set);")]
    [InlineData("System.AppDomain.CurrentDomain.ProcessExit += (_, _) => norm.Dispose();")]
    [InlineData("var lazy = new System.Lazy<Module>(() => norm = BatchNorm1d(8)); _ = lazy.Value;")]
    [InlineData("Module<Tensor, Tensor> m = k > 0 ? norm : hidden; m.register_forward_pre_hook((a, b) => b);")]
    [InlineData("Module m = (Module?)System.Array.Find(new Module[] { hidden }, _ => true); hidden = null!;")]
    [InlineData("long[] a = [1]; ref var r = ref a[0]; norm = r > 0 ? norm : BatchNorm1d(8); r = 0; axis = a[0];")]
    [InlineData("long n = 1; void Set() { n = 0; } Set(); axis = n;")]
    [InlineData("long n = 1; _ = s ?? (n = 0).ToString(); axis = n;")]
    [InlineData("long n = 1; _ = s?.IndexOf(\"a\", (int)--n); axis = n;")]
    [InlineData("foreach (var c in s ?? \"\") axis = 0;")]
    [InlineData("foreach (var i in Steps()) { }", "private System.Collections.Generic.IEnumerable<int> Steps() { yield return 1; norm = BatchNorm1d(8); }")]
    [InlineData("Fill(2);", "private void Fill(int n) { if (n == 0) axis = 0; else Fill(n - 1); }")]
    [InlineData("typeof(Model).GetField(\"axis\")!.SetValue(this, 0L);")]
    [InlineData("foreach (var child in children()) if (child is Linear l) l.register_forward_pre_hook((a, b) => b);")]
    [InlineData("((Linear)named_children().First().module).register_forward_pre_hook((a, b) => b);")]
    [InlineData("apply(m => { if (m is Linear l) l.register_forward_hook((a, i, o) => o - o.mean([0])); });")]
    [InlineData("apply(m => norm = BatchNorm1d(8));")]
    [InlineData("register_module(\"n\", norm = BatchNorm1d(8));")]
    [InlineData("Axis = 3;", "private long Axis { set => axis = 0; }")]
    [InlineData("axis = 0; new Other().Set();", "private sealed class Other { private long axis; public void Set() => axis = 1; }")]
    [InlineData("_ = new[] { 1, 2 }.Select(i => { axis = 0; return i; });")]
    public void What_follows_is_refused(string constructor, string members = "") =>
        Verdict.RefusesSomehow(("using System.Linq;\n" + Source(constructor, members).Text).Replace("private readonly long axis", constructor.Contains("axis", StringComparison.Ordinal) || members.Contains("axis", StringComparison.Ordinal) ? "private long axis" : "private readonly long axis", StringComparison.Ordinal).Replace("private readonly Module", "private Module", StringComparison.Ordinal));

    [Theory]
    [InlineData("System.ArgumentNullException.ThrowIfNull(hidden);")]
    [InlineData("if (k < 0) throw new System.ArgumentOutOfRangeException(nameof(k), $\"{k} is negative\");")]
    [InlineData("var rng = new System.Random(3); hidden.weight!.mul_(rng.NextDouble());")]
    [InlineData("foreach (var (name, p) in named_parameters()) if (name.EndsWith(\"bias\")) init.zeros_(p);")]
    [InlineData("foreach (var p in parameters()) init.normal_(p, 0, 0.02);")]
    [InlineData("_ = s?.Length ?? 0;")]
    [InlineData("apply(m => { if (m is Linear l) init.xavier_uniform_(l.weight); });")]
    [InlineData("apply(Start);", "private static void Start(Module m) { if (m is Linear l) { init.xavier_uniform_(l.weight); init.zeros_(l.bias); } }")]
    [InlineData("foreach (var m in modules()) if (m is Linear l) init.zeros_(l.bias);")]
    [InlineData("System.Console.WriteLine(parameters().Sum(p => p.numel()));")]
    [InlineData("System.Console.WriteLine($\"{k} layers\");")]
    [InlineData("using (torch.no_grad()) { hidden.weight!.zero_(); }")]
    [InlineData("", "private readonly System.Collections.Generic.Dictionary<string, int> vocabulary = new() { [\"a\"] = 1 };")]
    [InlineData("", "private readonly System.Random rng = new(42);")]
    public void What_touches_numbers_only_is_no_matter(string constructor, string members = "") =>
        Verdict.Accepts("using System.Linq;\n" + Source(constructor, members).Text);
}
