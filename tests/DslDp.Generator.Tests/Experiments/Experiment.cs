using System.Reflection;
using System.Runtime.Loader;
using DslDp.Generator.Tests.Harness;
using static TorchSharp.torch;

namespace DslDp.Generator.Tests.Experiments;

/// <summary>What a number of random programs came to.</summary>
internal sealed record Outcome(int Tried, int Accepted, int Ran, IReadOnlyList<string> Violations);

/// <summary>
/// Compiles random programs, and runs those that the compiler accepts: when one example is replaced, poisoned or left out, or their order changes, the losses of the others stay.
/// Replacing and poisoning must leave them bit for bit; a smaller batch, or another place in it, may be rounded otherwise by libtorch's kernels.
/// </summary>
internal static class Experiment
{
    private const double Rounding = 1e-4;

    private const int FreshDraws = 20;

    /// <summary>The random numbers of a run, TorchSharp's too, under a seed that is printed.</summary>
    public static Random Draws(Xunit.Abstractions.ITestOutputHelper output)
    {
        var seed = Robustness.Effort.Seed(output);
        random.manual_seed(seed);
        return new Random(seed);
    }

    /// <summary>Compiles the programs together, runs the accepted ones, and says what mixed.</summary>
    public static Outcome Run(IReadOnlyList<RandomProgram> programs, Random random) => Run(programs.Count, Accepted(programs), random);

    /// <summary>Runs the programs, which the compiler accepts, and says what mixed.</summary>
    public static Outcome Run(int tried, IReadOnlyList<RandomProgram> accepted, Random random)
    {
        if (accepted.Count == 0) return new(tried, 0, 0, []);
        using var image = new MemoryStream();
        var emitted = SourceCompiler.Create(Source(accepted).Replace(".matmul(", $".{GuardedProducts.Matmul}(", StringComparison.Ordinal), GuardedProducts.Source).Emit(image);
        Assert.True(emitted.Success, string.Join(Environment.NewLine, emitted.Diagnostics.Where(diagnostic => diagnostic.Severity == Microsoft.CodeAnalysis.DiagnosticSeverity.Error)));
        image.Position = 0;
        var context = new AssemblyLoadContext(null, isCollectible: true);
        var assembly = context.LoadFromStream(image);
        var violations = new List<string>();
        var ran = 0;
        foreach (var program in accepted)
        {
            if (Mixing(assembly.GetType("Experiments." + program.Name)!, random) is not { } found) continue;
            ran++;
            if (found.Length > 0) violations.Add($"{found}: {program.Body}");
        }

        context.Unload();
        return new(tried, accepted.Count, ran, violations);
    }

    /// <summary>Those of the programs that the compiler accepts.</summary>
    public static IReadOnlyList<RandomProgram> Accepted(IReadOnlyList<RandomProgram> programs)
    {
        var files = SourceCompiler.CreateDriver().RunGenerators(SourceCompiler.Create(Source(programs))).GetRunResult().Results.Single().GeneratedSources;
        var trained = files.Where(file => file.SourceText.ToString().Contains("TrainPrivately(", StringComparison.Ordinal)).Select(file => file.HintName).ToHashSet();
        return [.. programs.Where(program => trained.Contains($"Experiments.{program.Name}.g.cs"))];
    }

    private static string Source(IEnumerable<RandomProgram> programs) => SourceCompiler.Usings + "namespace Experiments;\n" + string.Concat(programs.Select(program => program.Text));

    /// <summary>How another example reached a loss; empty where none did, null where the program does not run.</summary>
    private static string? Mixing(Type type, Random random)
    {
        using var scope = NewDisposeScope();
        using var autograd = no_grad();
        using var model = (nn.Module)Activator.CreateInstance(type)!;
        var forward = type.GetMethod("forward")!;
        var loss = type.GetMethod("Each", BindingFlags.NonPublic | BindingFlags.Static)!;
        float[]? Losses(Tensor x, Tensor y)
        {
            try
            {
                var result = (Tensor)forward.Invoke(model, [x, y])!;
                return result.dim() == 0 ? [] : ((Tensor)loss.Invoke(null, [result])!).data<float>().ToArray();
            }
            catch (TargetInvocationException)
            {
                return null;
            }
        }

        // Sometimes as many examples as an example has entries: what is lined up wrongly then fits, and mixes.
        var batch = random.Next(4, 7);
        var (x, y) = (randn(batch, 6), randn(batch, 4, 6));
        if (Losses(x, y) is not { } before) return null;
        if (before.Length != batch) return $"{before.Length} losses for {batch} examples";
        var changed = random.Next(batch);
        foreach (var (what, value) in new (string, Func<long[], Tensor>)[] { ("replaced", shape => randn(shape)), ("poisoned", shape => full(shape, float.NaN)), ("made huge", shape => full(shape, 1e30)) })
        {
            if (Losses(With(x, changed, value), With(y, changed, value)) is not { } after) continue;
            for (var other = 0; other < batch; other++)
            {
                if (other != changed && BitConverter.SingleToInt32Bits(before[other]) != BitConverter.SingleToInt32Bits(after[other]))
                    return $"example {changed} {what}, loss {other} went from {before[other]} to {after[other]}";
            }
        }

        // Any example left out or alone, and all in another order: a loss goes with its example and not with its place. Rounding can choose between
        // equal values otherwise there, but not for all draws of the examples.
        long[] all = [.. Enumerable.Range(0, batch)], order = [.. all];
        random.Shuffle(order);
        foreach (var (what, kept) in new[] { ($"example {changed} left out", all.Where(example => example != changed).ToArray()), ($"example {changed} alone", [changed]), ($"the order {string.Join(", ", order)}", order) })
        {
            var found = Misplaced(x, y, kept);
            if (found is not null && Enumerable.Range(0, FreshDraws).All(_ => Misplaced(randn(batch, 6), randn(batch, 4, 6), kept) is not null)) return $"{what}, {found}";
        }

        return "";

        string? Misplaced(Tensor x, Tensor y, long[] kept)
        {
            using var inner = NewDisposeScope();
            var places = tensor(kept);
            if (Losses(x, y) is not { } whole || Losses(x.index_select(0, places), y.index_select(0, places)) is not { } after) return null;
            if (after.Length != kept.Length) return $"{after.Length} losses for {kept.Length} examples";

            // Rounding alone may take a badly conditioned program anywhere: one that a change in the seventh digit of an example moves as far says nothing.
            var trembling = Losses(x * (1 + (1e-6 * randn_like(x))), y * (1 + (1e-6 * randn_like(y))));
            for (var place = 0; place < kept.Length; place++)
            {
                var was = whole[kept[place]];
                var isRounding = trembling is not null && !(Math.Abs(was - trembling[kept[place]]) < Math.Abs(was - after[place]) / 10);
                if (!IsNear(was, after[place]) && !isRounding) return $"the loss of {kept[place]} went from {was} to {after[place]}";
            }

            return null;
        }
    }

    private static bool IsNear(float before, float after) => before.Equals(after) || !(Math.Abs(before - after) > Rounding * Math.Max(1, Math.Abs(before)));

    private static Tensor With(Tensor batch, int example, Func<long[], Tensor> value)
    {
        var copy = batch.clone();
        copy[example] = value([.. batch.shape.Skip(1)]);
        return copy;
    }
}
