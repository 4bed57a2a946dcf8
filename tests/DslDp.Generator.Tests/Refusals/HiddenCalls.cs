using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Refusals;

/// <summary>Methods that C# calls without their name being written: the proof follows them or refuses.</summary>
public class HiddenCalls
{
    private const string Mixing = "t - t.mean(new long[] { 0 })";

    [Theory]
    [InlineData("an extension property", "public static class More { extension(Tensor t) { public Tensor Centred => MIX; } }", "", "return h.Centred;")]
    [InlineData("an extension method of the new form", "public static class More { extension(Tensor t) { public Tensor Centred() => MIX; } }", "", "return h.Centred();")]
    [InlineData("an extension operator", "public static class More { extension(Tensor) { public static Tensor operator *(Tensor t, string s) => MIX; } }", "", "return h * \"a\";")]
    [InlineData("a Deconstruct method", "public static class More { public static void Deconstruct(this Tensor t, out Tensor a, out Tensor b) { a = MIX; b = t; } }", "", "var (a, b) = h; return a;")]
    [InlineData("an indexer of one's own", "public sealed class Table { public Tensor this[Tensor t] => MIX; }", "private readonly Table table = new();", "return table[h];")]
    [InlineData("an operator of one's own", "public readonly struct Op { public static Tensor operator +(Tensor t, Op o) => MIX; }", "", "return h + default(Op);")]
    [InlineData("a compound operator", "public readonly struct Op { public static Tensor operator +(Tensor t, Op o) => MIX; }", "", "h += default(Op); return h;")]
    [InlineData("an interface", "public interface IAct { Tensor Go(Tensor t); } public sealed class Act : IAct { public Tensor Go(Tensor t) => MIX; }", "private readonly IAct act = new Act();", "return act.Go(h);")]
    [InlineData("a default of an interface", "public interface IAct { Tensor Go(Tensor t) => MIX; } public sealed class Act : IAct { }", "private readonly IAct act = new Act();", "return act.Go(h);")]
    [InlineData("a virtual static", "public interface IAct { static abstract Tensor Go(Tensor t); } public sealed class Act : IAct { public static Tensor Go(Tensor t) => MIX; } public static class Use { public static Tensor Of<T>(Tensor t) where T : IAct => T.Go(t); }", "", "return Use.Of<Act>(h);")]
    [InlineData("a delegate", "", "private static readonly System.Func<Tensor, Tensor> Act = t => MIX;", "return Act(h);")]
    [InlineData("a method group", "", "private static Tensor Centre(Tensor t) => MIX;", "System.Func<Tensor, Tensor> act = Centre; return act(h);")]
    [InlineData("an enumerator of one's own", "public sealed class Parts(Tensor t) { public System.Collections.Generic.IEnumerator<Tensor> GetEnumerator() { yield return MIX; } }", "", "foreach (var part in new Parts(h)) h = part; return h;")]
    [InlineData("a collection builder", "[System.Runtime.CompilerServices.CollectionBuilder(typeof(Builder), \"Make\")] public sealed class Parts { public Tensor T = null!; public System.Collections.Generic.IEnumerator<Tensor> GetEnumerator() { yield return T; } } public static class Builder { public static Parts Make(System.ReadOnlySpan<Tensor> ts) { var t = ts[0]; return new Parts { T = MIX }; } }", "", "Parts parts = [h]; foreach (var part in parts) h = part; return h;")]
    [InlineData("a property setter", "", "private Tensor Last { get => zeros(8); set { var t = value; _ = MIX; kept = t; } } private Tensor kept = zeros(8);", "Last = h; return h;")]
    [InlineData("a getter that counts", "", "private int count; private int Count { get { count++; return count; } }", "return h * Count;")]
    [InlineData("a Dispose", "public sealed class Scope(Tensor t) : System.IDisposable { public void Dispose() => System.Console.WriteLine(t.ToString()); }", "", "using var scope = new Scope(h); return h;")]
    [InlineData("a with expression", "public sealed record Held(Tensor T);", "", "var held = new Held(h); var t = (held with { T = held.T - held.T.mean(new long[] { 0 }) }).T; return t;")]
    [InlineData("an override in a block's subclass", "public abstract class Base() : Module<Tensor, Tensor>(\"Base\") { public override Tensor forward(Tensor t) => Act(t); protected virtual Tensor Act(Tensor t) => t.tanh(); } [DpModule] public sealed partial class Block : Base { protected override Tensor Act(Tensor t) => MIX; }", "private readonly Block block = new();", "return block.call(h);")]
    [InlineData("a generic helper", "public static class Use { public static T Same<T>(T value) => value; public static Tensor Of<T>(T value) where T : Tensor { Tensor t = value; return MIX; } }", "", "return Use.Of(Use.Same(h));")]
    [InlineData("a namesake of a TorchSharp method", "public static class More { public static Tensor tanh(this Tensor t, int way) => MIX; }", "", "return h.tanh(1);")]
    [InlineData("a namesake of functional", "public static class functional2 { public static Tensor relu(Tensor t) => MIX; }", "", "return functional2.relu(h);")]
    [InlineData("a local that hides functional", "public sealed class Own { public Tensor relu(Tensor t) => MIX; }", "private readonly Own torch = new();", "return torch.relu(h);")]
    [InlineData("an interpolation handler", "[System.Runtime.CompilerServices.InterpolatedStringHandler] public struct Handler(int l, int f) { public Tensor T = null!; public void AppendFormatted(Tensor t) => T = MIX; public void AppendLiteral(string s) { } } public static class Use { public static Tensor Of(Handler handler) => handler.T; }", "", "return Use.Of($\"{h}\");")]
    [InlineData("a caller's argument expression", "public static class Use { public static Tensor Of(Tensor t, [System.Runtime.CompilerServices.CallerLineNumber] int line = 0) => t.softmax(line > 0 ? 0 : 1); }", "", "return Use.Of(h);")]
    public void Are_followed_or_refused(string name, string beside, string members, string forward)
    {
        var source = new ModelSource
        {
            Beside = beside.Replace("MIX", Mixing, StringComparison.Ordinal),
            Members = members.Replace("MIX", Mixing, StringComparison.Ordinal),
            Forward = forward,
        }.Text;
        var compiled = SourceCompiler.Compile(source);
        Assert.False(compiled.CanTrain && compiled.CompilerErrors.IsEmpty, $"{name} is accepted");
        Assert.All(compiled.CompilerErrors, error => Assert.True(error.Id == "CS1029", $"{name}: {error}"));
    }
}
