using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Refusals;

/// <summary>C# around tensors that is plain to read and has to be followed: patterns, settings that may be null, spans of arguments, records that are copied with a change.</summary>
public class PlainCode
{
    private const string Beside = """
        public sealed record Settings(int Width, int Axis) { public static Settings Default => new(8, 1); public bool Wide { get; init; } }
        public sealed record Copying(int Axis) { private Copying(Copying other) { Axis = 0; } public static Copying Own => new(1); }
        public readonly record struct Blank(int Width) { public int Axis { get; } = 1; }
        internal static class Sums
        {
            public static Tensor Of(params System.ReadOnlySpan<Tensor> parts) { var sum = parts[0]; for (var i = 1; i < parts.Length; i++) sum = sum + parts[i]; return sum; }
            public static Tensor Along(int axis, params System.Collections.Generic.IEnumerable<Tensor> parts) { Tensor sum = 0; foreach (var part in parts) sum = sum + part.softmax(axis); return sum; }
        }
        """;

    private static string Model(string forward, string members = "") => new ModelSource { Beside = Beside, Members = members, Forward = forward }.Text;

    private static string Built(string constructor, string forward, string members = "private readonly int axis;") =>
        Model(forward, $"{members} public Model(int? width = null, double? rate = 0.5) : base(nameof(Model)) {{ {constructor} RegisterComponents(); }}");

    [Theory]
    [InlineData("if (h.shape is not [var b, 8]) throw new System.ArgumentException(\"eight features\"); return h.view(b, 2, 4).flatten(1);")]
    [InlineData("if (h.chunk(2, 1) is [var left, .. var rest]) return torch.cat([left, rest[0]], 1); return h;")]
    [InlineData("return Sums.Of(h, x, h) + Sums.Along(1, h, x);")]
    public void In_forward_is_accepted(string forward) => Verdict.Accepts(Model(forward));

    [Theory]
    [InlineData("if (h.shape is [var b, ..]) return h * b; return h;")]
    [InlineData("if (h.shape is [1, ..]) return h.tanh(); return h;")]
    [InlineData("if (h.t().chunk(2, 0) is [var left, .. var rest]) return torch.cat([left, rest[0]], 0).softmax(1).t(); return h;")]
    [InlineData("return Sums.Along(0, h, x);")]
    [InlineData("return Sums.Of(h, x.flip(0));")]
    public void In_forward_that_mixes_is_refused(string forward) => Verdict.RefusesSomehow(Model(forward));

    [Theory]
    [InlineData("axis = (Settings.Default with { Wide = true }).Axis;", "return h.softmax(axis);")]
    [InlineData("var settings = Settings.Default with { Axis = -1 }; axis = (settings.Width, true) == (8, true) ? settings.Axis : 0;", "return h.softmax(axis);")]
    [InlineData("second = Linear(8, width ?? 16); third = Linear(width ?? 16, 8); axis = width is int w && w > 3 ? 1 : 1;", "return third.call(second.call(h)).softmax(axis);", "private readonly Linear second, third; private readonly int axis;")]
    [InlineData("axis = rate is { } r && rate.HasValue && r < 1 ? 1 : 1;", "return h.softmax(axis);")]
    [InlineData("axis = 1; register_module(string.Concat(\"a\", \"b\", \"c\", \"d\", \"e\"), second);", "return second.call(h).softmax(axis);", "private readonly Linear second = Linear(8, 8); private readonly int axis;")]
    public void In_a_constructor_is_followed(string constructor, string forward, string members = "private readonly int axis;") => Verdict.Accepts(Built(constructor, forward, members));

    [Theory]
    [InlineData("axis = (Settings.Default with { Axis = 0 }).Axis;")]
    [InlineData("axis = (Copying.Own with { }).Axis;")]
    [InlineData("axis = (1, 2) != (1, 2) ? 1 : 0;")]
    [InlineData("axis = new Blank().Axis;")]
    [InlineData("axis = default(Blank).Axis;")]
    [InlineData("axis = width is null ? 1 : 0;")]
    [InlineData("axis = width ?? 1;")]
    [InlineData("axis = rate is null ? 1 : 0;")]
    [InlineData("double? half = 1; axis = (int)(half.Value / 2 * 2) == 1 ? 0 : 1;")]
    public void In_a_constructor_that_may_set_the_examples_axis_is_refused(string constructor) => Verdict.RefusesSomehow(Built(constructor, "return h.softmax(axis);"));

    [Fact]
    public void A_private_constructor_runs_with_what_the_others_give_it() =>
        Verdict.Accepts(Model("return h.softmax(axis);", "private readonly int axis; public Model() : this(1) { } private Model(int axis) : base(nameof(Model)) { this.axis = axis; RegisterComponents(); }"));

    [Theory]
    [InlineData("public static Model Across() => new(0);")]
    [InlineData("public static Model Across() => new Model(0);")]
    [InlineData("public static class Other { public static Model Across() => new(0); }")]
    public void A_private_constructor_that_makes_objects_is_looked_at(string maker) =>
        Verdict.RefusesSomehow(Model("return h.softmax(axis);", "private readonly int axis; public Model() : this(1) { } private Model(int axis) : base(nameof(Model)) { this.axis = axis; RegisterComponents(); } " + maker));
}
