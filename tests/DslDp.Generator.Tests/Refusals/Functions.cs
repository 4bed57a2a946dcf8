using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Refusals;

/// <summary>Lambdas, method groups and the sequences that take them: what they do is judged by what they are given.</summary>
public class Functions
{
    private const string Helpers = "private static Tensor Twice(Tensor t, System.Func<Tensor, Tensor> f) => f(f(t)); private static Tensor Centre(Tensor t) => t - t.mean([0]); private static Tensor Own(Tensor t) => t - t.mean([1], keepdim: true);";

    private static string Model(string forward, string members = "") => "using System.Linq;\n" + new ModelSource { Members = Helpers + members, Forward = forward }.Text;

    [Theory]
    [InlineData("return Twice(h, t => t - t.mean([0]));")]
    [InlineData("return Twice(h, Centre);")]
    [InlineData("System.Func<Tensor, Tensor> f = t => t.softmax(0); return f(h);")]
    [InlineData("var s = x.mean([0]); System.Func<Tensor, Tensor> f = t => t - s; return f(h);")]
    [InlineData("return new[] { h, x }.Select(t => t.cumsum(0)).Last();")]
    [InlineData("return new[] { h, x }.Aggregate((a, b) => a.matmul(b.t()).matmul(x));")]
    [InlineData("Tensor kept = h; System.Action<Tensor> f = t => kept = t.flip(0); f(x); return kept;")]
    [InlineData("return h * new[] { 1.0, 2.0 }.Select(n => n * x.shape[0]).Sum();")]
    [InlineData("return torch.stack((from t in new[] { h, x } select t.softmax(0)).ToArray(), 1).mean([1]);")]
    [InlineData("var y = h; var parts = from t in new[] { h, x } select t.matmul(y); y = x.t(); return parts.First();")]
    [InlineData("return new[] { h, x }.Zip(new[] { x, h }, (a, b) => a - b.mean()).First();")]
    public void That_mix_are_refused(string forward) => Verdict.RefusesSomehow(Model(forward));

    [Theory]
    [InlineData("return Twice(h, t => t - t.mean([1], keepdim: true));")]
    [InlineData("return Twice(h, Own);")]
    [InlineData("return Twice(h, torch.tanh);")]
    [InlineData("System.Func<Tensor, Tensor> f = t => t.softmax(1); return f(h) + f(x);")]
    [InlineData("return new[] { h, x }.Select(t => t.tanh()).Aggregate((a, b) => a + b);")]
    [InlineData("return torch.stack((from t in new[] { h, x } select t.softmax(1)).ToArray(), 1).mean([1]);")]
    [InlineData("return torch.stack(Enumerable.Range(0, 3).Select(i => h * i).ToList(), 1).mean([1]);")]
    [InlineData("foreach (var (a, b) in new[] { h, x }.Zip(new[] { x, h })) h = h + a * b; return h;")]
    [InlineData("foreach (var p in new[] { h, x }.Zip(new[] { x, h }, (a, b) => a * b)) h = h + p; return h;")]
    public void That_treat_each_example_alone_are_accepted(string forward) => Verdict.Accepts(Model(forward));

    [Fact]
    public void A_layer_in_a_lambda_is_recorded_where_it_stands()
    {
        var compiled = SourceCompiler.Compile(Model("return Twice(h, t => hidden.call(t).sigmoid());"));
        Assert.True(compiled.CanTrain, compiled.Describe());
        Assert.Contains("t => record.Call(hidden, t).sigmoid()", compiled.GeneratedFor("Model"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("return Twice(h, Step);", "Twice(h, (global::TorchSharp.torch.Tensor recordArgument1) => RecordedStep(record, recordArgument1))")]
    [InlineData("return new[] { x, x }.Aggregate(h, this.Both);", "RecordedBoth(record, recordArgument1, recordArgument2)")]
    [InlineData("System.Func<Tensor, Tensor> f = Around; return f(h);", "RecordedAround(record, recordArgument1)")]
    public void A_method_with_layers_is_passed_on_as_a_function_that_calls_its_copy(string forward, string written)
    {
        var compiled = SourceCompiler.Compile(Model(forward, "private Tensor Step(Tensor t) => hidden.call(t).sigmoid(); private Tensor Both(Tensor a, Tensor b) => Step(a) + b; private Tensor Around(Tensor t) => Twice(t, Step);"));
        Assert.True(compiled.CanTrain && compiled.CompilerErrors.IsEmpty, compiled.Describe());
        Assert.Contains(written, compiled.GeneratedFor("Model"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("return Twice(h, Step);", "private Tensor Step(Tensor t) => hidden.call(t).softmax(0);")]
    [InlineData("return Twice(h, hidden.call);", "")]
    [InlineData("return act(h);", "private readonly System.Func<Tensor, Tensor> act; private Tensor Step(Tensor t) => hidden.call(t); public Model() : base(nameof(Model)) { act = Step; RegisterComponents(); }")]
    public void A_method_with_layers_that_mixes_or_cannot_be_recorded_is_refused(string forward, string members) => Verdict.RefusesSomehow(Model(forward, members));

    [Fact]
    public void A_layer_in_a_lambda_of_a_field_is_refused() => Verdict.RefusesSomehow(
        Model("return act(h);", "private readonly System.Func<Tensor, Tensor> act; public Model() : base(nameof(Model)) { act = t => hidden.call(t); RegisterComponents(); }"));
}
