using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Refusals;

/// <summary>Settings in lists that are read through an interface, in lists that nobody can change, and in arrays of several axes.</summary>
public class CollectionsOfSettings
{
    private const string Beside = """
        internal static class Shared { public static IReadOnlyList<int> Axes { get; } = [1, 0]; public static ImmutableArray<int> Fixed { get; } = ImmutableArray.Create(1, 0); }
        internal static class Open { public static IReadOnlyList<int> Axes { get; } = new[] { 1, 0 }; public static void Set() => ((int[])Axes)[0] = 0; }
        internal sealed class Writing { private readonly int[] axes; public Writing(int[] axes) { this.axes = axes; } public void Set() => axes[0] = 0; }
        """;

    private static string Model(string members, string forward) => "using System.Collections.Generic;\nusing System.Collections.Immutable;\nusing System.Linq;\n" + new ModelSource { Beside = Beside, Members = members, Forward = forward }.Text;

    [Theory]
    [InlineData("", "return h.softmax(Shared.Axes[0]);")]
    [InlineData("", "return h.softmax(Shared.Fixed[0]);")]
    [InlineData("private readonly IReadOnlyList<int> axes = new[] { 1, 0 };", "return h.softmax(axes[0]);")]
    [InlineData("private readonly ImmutableArray<int> axes = ImmutableArray.Create(1, 0);", "return h.softmax(axes.First());")]
    [InlineData("private static readonly (int, int)[] Layers = [(1, 0), (1, 1)];", "for (var l = 0; l < Layers.Length; l++) { var (axis, _) = Layers[l]; h = h.softmax(axis); } return h;")]
    [InlineData("private static readonly int[] Axes = [1, 0]; private readonly int axis; public Model() : base(nameof(Model)) { axis = First(Axes); RegisterComponents(); } private static int First(int[] from) => from[0];", "return h.softmax(axis);")]
    [InlineData("private readonly Tensor codes; public Model() : base(nameof(Model)) { var table = new float[8, 8]; for (var i = 0; i < 8; i++) for (var j = 0; j < 8; j++) table[i, j] = i - j; codes = from_array(table); RegisterComponents(); }", "return h.matmul(codes).view(-1, 2, 4).flatten(1);")]
    public void That_stay_are_accepted(string members, string forward) => Verdict.Accepts(Model(members, forward));

    [Theory]
    [InlineData("", "return h.softmax(Shared.Axes[1]);")]
    [InlineData("", "return h.softmax(Shared.Fixed[1]);")]
    [InlineData("", "return h.softmax(Open.Axes[0]);")]
    [InlineData("private readonly IReadOnlyList<int> axes = new[] { 1, 0 }; public void Set() => ((int[])axes)[0] = 0;", "return h.softmax(axes[0]);")]
    [InlineData("private static readonly int[] Axes = [1, 0]; private readonly Writing other = new(Axes);", "return h.softmax(Axes[0]);")]
    [InlineData("private readonly float[,] kept = new float[2, 2];", "kept[0, 0] = 1; return h * kept[0, 0];")]
    [InlineData("", "var table = new long[2, 2]; table[0, 0] = h.shape[0]; return h * from_array(table).sum();")]
    [InlineData("", "var table = new float[2, 2]; table[0, 0] = h[0, 0].item<float>(); return h * from_array(table).sum();")]
    public void That_may_change_or_mix_are_refused(string members, string forward) => Verdict.RefusesSomehow(Model(members, forward));
}
