using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Refusals;

/// <summary>Arrays, lists and dictionaries of settings in fields: they count as constants as long as nothing in the class can change them.</summary>
public class TablesOfSettings
{
    private static string Model(string members, string constructor, string forward = "return parts.call(h);") => "using System.Linq;\nusing System.Collections.Generic;\n" + new ModelSource
    {
        Members = $"{members} private readonly Sequential parts; public Model() : base(nameof(Model)) {{ {constructor} RegisterComponents(); }}",
        Forward = forward,
    }.Text;

    private const string Make = "private static Sequential Make(long[] sizes) { var list = new List<Module<Tensor, Tensor>>(); foreach (var size in sizes) { list.Add(Linear(8, 8)); if (size < 0) list.Add(Tanh()); } return Sequential(list.ToArray()); }";

    [Theory]
    [InlineData("private static readonly Dictionary<string, long[]> Sizes = new() { [\"A\"] = new long[] { 8, -1 }, [\"B\"] = new long[] { 8 } };" + Make, "parts = Make(Sizes[\"A\"]);")]
    [InlineData("private static readonly Dictionary<string, long[]> Sizes = new() { { \"A\", new long[] { 8, -1 } } };" + Make, "parts = Sizes.ContainsKey(\"A\") ? Make(Sizes[\"A\"]) : Sequential(Linear(8, 8));")]
    [InlineData("private static readonly long[][] Sizes = { new long[] { 8 }, new long[] { 8 } };" + Make, "parts = Make(Sizes[1]);")]
    [InlineData("private static readonly long[][] Sizes = { new long[] { 8 }, new long[] { 8 } };", "var list = new List<Module<Tensor, Tensor>>(); foreach (var row in Sizes) foreach (var size in row) list.Add(Linear(size, 8)); parts = Sequential(list.ToArray());")]
    [InlineData("private static readonly List<int> Sizes = new() { 8, 8 };", "parts = Sequential(Sizes.Select(size => Linear(size, 8)).ToArray());")]
    [InlineData("private static readonly Dictionary<int, long> Axes = new() { [0] = 1 };", "parts = Sequential(Linear(8, 8));", "return parts.call(h).softmax(Axes[0]);")]
    public void Are_read(string members, string constructor, string forward = "return parts.call(h);") => Verdict.Accepts(Model(members, constructor, forward));

    [Theory]
    [InlineData("private static readonly Dictionary<int, long> Axes = new() { [0] = 1 }; public static void Across() => Axes[0] = 0;", "return parts.call(h).softmax(Axes[0]);")]
    [InlineData("private static readonly Dictionary<int, long> Axes = new() { [0] = 1 }; public static void Across() { Axes.Clear(); Axes.Add(0, 0); }", "return parts.call(h).softmax(Axes[0]);")]
    [InlineData("private static readonly Dictionary<int, long> Axes = new() { [0] = 1 }; public static Dictionary<int, long> All => Axes;", "return parts.call(h).softmax(Axes[0]);")]
    [InlineData("internal static readonly Dictionary<int, long> Axes = new() { [0] = 1 };", "return parts.call(h).softmax(Axes[0]);")]
    [InlineData("private static readonly long[][] Axes = { new long[] { 1 } }; public static void Across() => Axes[0][0] = 0;", "return parts.call(h).softmax(Axes[0][0]);")]
    [InlineData("private static readonly long[][] Axes = { new long[] { 1 } }; public static void Across() { var row = Axes[0]; row[0] = 0; }", "return parts.call(h).softmax(Axes[0][0]);")]
    [InlineData("private static readonly long[][] Axes = { new long[] { 1 } }; public static void Across() { foreach (var row in Axes) row[0] = 0; }", "return parts.call(h).softmax(Axes[0][0]);")]
    [InlineData("private static readonly long[][] Axes = { new long[] { 1 } }; public static void Across() => Axes.ToList().ForEach(row => row[0] = 0);", "return parts.call(h).softmax(Axes[0][0]);")]
    [InlineData("private static readonly long[][] Axes = { new long[] { 1 } }; private static void Set(long[] row) => row[0] = 0; public static void Across() => Set(Axes[0]);", "return parts.call(h).softmax(Axes[0][0]);")]
    [InlineData("private static readonly Dictionary<int, long[]> Axes = new() { [0] = new long[] { 1 } }; public static void Across() => Axes[0][0] = 0;", "return parts.call(h).softmax(Axes[0][0]);")]
    [InlineData("private static readonly Dictionary<int, long[]> Axes = new() { [0] = new long[] { 1 } }; public static void Across() { foreach (var (_, row) in Axes) row[0] = 0; }", "return parts.call(h).softmax(Axes[0][0]);")]
    [InlineData("private static readonly Dictionary<int, long[]> Axes = new() { [0] = new long[] { 1 } }; public static void Across() { foreach (var row in Axes.Values) row[0] = 0; }", "return parts.call(h).softmax(Axes[0][0]);")]
    [InlineData("private static readonly List<long> Axes = new() { 1 }; public static void Across() => Axes[0] = 0;", "return parts.call(h).softmax(Axes[0]);")]
    [InlineData("private static readonly Dictionary<int, long> Axes = new() { [0] = 0 };", "return parts.call(h).softmax(Axes[0]);")]
    [InlineData("private static readonly (long[] Own, long Other)[] Axes = { (new long[] { 1 }, 1) }; public static void Across() => Axes[0].Own[0] = 0;", "return parts.call(h).softmax(Axes[0].Own[0]);")]
    [InlineData("private static readonly (long[] Own, long Other)[] Axes = { (new long[] { 1 }, 1) }; public static void Across() { foreach (var (own, _) in Axes) own[0] = 0; }", "return parts.call(h).softmax(Axes[0].Own[0]);")]
    public void That_something_may_change_are_no_constants(string members, string forward) => Verdict.RefusesSomehow(Model(members, "parts = Sequential(Linear(8, 8));", forward));
}
