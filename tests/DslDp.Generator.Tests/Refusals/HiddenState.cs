using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Refusals;

/// <summary>State and leaks that do not look like a field that is assigned, or like a print.</summary>
public class HiddenState
{
    [Theory]
    [InlineData("count++;")]
    [InlineData("count = count + 1;")]
    [InlineData("last = h;")]
    public void A_captured_parameter_of_the_primary_constructor_is_a_field(string statement) => Verdict.RefusesSomehow(new ModelSource
    {
        Head = "public sealed partial class Model(int count, Tensor? last) : Module<Tensor, Tensor>(\"Model\")",
        Forward = statement + " return h;",
    }.Text);

    [Theory]
    [InlineData("if (training) throw new System.InvalidOperationException(h.sum().item<float>().ToString()); return h;")]
    [InlineData("var y = training ? h : throw new System.InvalidOperationException(h.ToString()); return y;")]
    [InlineData("var y = training switch { true => h, _ => throw new System.InvalidOperationException(h.sum().item<float>().ToString()) }; return y;")]
    public void What_an_exception_carries_out_is_let_out(string forward) => Verdict.RefusesSomehow(new ModelSource { Forward = forward }.Text);

    [Theory]
    [InlineData("private Tensor last = zeros(8);", "last = h; return h;")]
    [InlineData("private Tensor Last { get; set; } = zeros(8);", "Last = h; return h;")]
    [InlineData("private static Tensor last = zeros(8);", "last = h; return h;")]
    [InlineData("private readonly Tensor[] queue = new Tensor[1];", "queue[0] = h; return h;")]
    [InlineData("private readonly System.Collections.Generic.List<Tensor> queue = new();", "queue.Add(h); return h;")]
    [InlineData("private int step;", "step += 1; return h;")]
    [InlineData("private int step;", "(step, _) = (1, 2); return h;")]
    [InlineData("private int step;", "ref var alias = ref step; alias = 3; return h;")]
    [InlineData("private int step;", "Count(ref step); return h; static void Count(ref int s) => s++;")]
    [InlineData("private int step;", "void Count() => step++; Count(); return h;")]
    [InlineData("private readonly Tensor memory = zeros(8);", "memory.copy_(h[0]); return h;")]
    [InlineData("private readonly Tensor memory = zeros(8);", "memory[0] = h.sum(); return h;")]
    [InlineData("private readonly int[] counts = { 1, 2 };", "counts[0]++; return h;")]
    [InlineData("private sealed class Box { public Tensor? Held; } private readonly Box box = new();", "box.Held = h; return h;")]
    [InlineData("private Tensor? Kept { get => field; set; }", "Kept = h; return h;")]
    [InlineData("private Tensor Kept { get { field ??= zeros(8); return field; } }", "return h + Kept;")]
    [InlineData("private event System.Action? Done;", "Done += () => { }; return h;")]
    public void A_value_kept_from_one_batch_to_the_next_is_refused(string members, string forward) =>
        Verdict.RefusesSomehow(new ModelSource { Members = members, Forward = forward }.Text);
}
