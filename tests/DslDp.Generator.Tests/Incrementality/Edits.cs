using System.Collections.Immutable;
using DslDp.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace DslDp.Generator.Tests.Incrementality;

/// <summary>What the pipeline does again after an edit. One edit, one expectation.</summary>
public class Edits
{
    private const string Other = "namespace Elsewhere { public static class Unrelated { public static int One() => 1; } }";

    private const string Helper = "namespace Tests; internal static class Scale { public static TorchSharp.torch.Tensor Of(TorchSharp.torch.Tensor t) => t * 2; }";

    private static string Model { get; } = ModelSource.Returning("Scale.Of(h)");

    [Fact]
    public void The_same_source_twice_writes_nothing_anew() => Expect(Nothing, (Model, Model));

    [Fact]
    public void An_unrelated_edit_writes_nothing_anew() => Expect(Nothing, (Other, Other.Replace("=> 1", "=> 2", StringComparison.Ordinal)));

    [Fact]
    public void A_comment_outside_of_the_copied_methods_writes_nothing_anew() =>
        Expect(Nothing, (Model, Model.Replace("    [Loss]", "    // One value an example.\n    [Loss]", StringComparison.Ordinal)));

    [Fact]
    public void A_comment_in_the_loss_writes_nothing_anew() =>
        Expect(Nothing, (Model, Model.Replace("return functional", "/* the usual */ return functional", StringComparison.Ordinal)));

    [Fact]
    public void Moved_code_writes_nothing_anew() => Expect(Nothing, (Model, Model.Replace("namespace Tests;", "namespace Tests;\n\n\n\n", StringComparison.Ordinal)));

    [Fact]
    public void A_helper_that_stays_harmless_writes_nothing_anew() => Expect(Nothing, (Helper, Helper.Replace("* 2", "* 3", StringComparison.Ordinal)));

    [Fact]
    public void A_helper_that_begins_to_mix_refuses_the_model() => Expect(ModelOnly, (Helper, Helper.Replace("t * 2", "t - t.mean(new long[] { 0 })", StringComparison.Ordinal)));

    [Fact]
    public void An_edit_of_forward_writes_the_model_anew() => Expect(ModelOnly, (Model, Model.Replace("Scale.Of(h)", "Scale.Of(h).tanh()", StringComparison.Ordinal)));

    [Fact]
    public void An_edit_of_the_budget_writes_the_model_anew() => Expect(ModelOnly, (Model, Model.Replace("epsilon: 3.0", "epsilon: 2.0", StringComparison.Ordinal)));

    [Fact]
    public void An_edit_of_a_helper_that_is_copied_writes_the_model_anew()
    {
        var model = new ModelSource { Members = "private Tensor Twice(Tensor t) => hidden.call(hidden.call(t));", Forward = "return Twice(h);" }.Text;
        var (first, second) = Run([model], [model.Replace("hidden.call(t))", "hidden.call(t).tanh())", StringComparison.Ordinal)]);
        Assert.Equal(IncrementalStepRunReason.New, Assert.Single(Reasons(first, TrackingNames.Models)));
        Assert.Equal(IncrementalStepRunReason.Modified, Assert.Single(Reasons(second, TrackingNames.Models)));
    }

    [Fact]
    public void A_second_model_leaves_the_first_alone()
    {
        var second = Model.Replace("class Model", "class Second", StringComparison.Ordinal).Replace("namespace Tests;", "namespace Tests.More;", StringComparison.Ordinal);
        var (_, after) = Run([Model, Helper], [Model, Helper, second]);
        Assert.Equal([IncrementalStepRunReason.New, IncrementalStepRunReason.Unchanged], Reasons(after, TrackingNames.Models).Select(Merge).Order());
    }

    private static void Nothing(GeneratorRunResult result)
    {
        Assert.All(Reasons(result, TrackingNames.Models), reason => Assert.Equal(IncrementalStepRunReason.Unchanged, Merge(reason)));
        Assert.All(Reasons(result, TrackingNames.Blocks), reason => Assert.Equal(IncrementalStepRunReason.Unchanged, Merge(reason)));
        Assert.All(Reasons(result, TrackingNames.NativeInitializer), reason => Assert.Equal(IncrementalStepRunReason.Unchanged, Merge(reason)));

        // The hashes of a source that has changed are a file of their own.
        Assert.Equal(Reasons(result, TrackingNames.Hashes).Count(reason => reason == IncrementalStepRunReason.Modified), Outputs(result).Count(reason => reason != IncrementalStepRunReason.Cached));
    }

    private static void ModelOnly(GeneratorRunResult result)
    {
        Assert.Equal(IncrementalStepRunReason.Modified, Assert.Single(Reasons(result, TrackingNames.Models)));
        Assert.Equal(IncrementalStepRunReason.Modified, Assert.Single(Reasons(result, TrackingNames.Hashes)));
        Assert.Equal(2, Outputs(result).Count(reason => reason == IncrementalStepRunReason.Modified));
    }

    /// <summary>Edits one of three files: the model, its helper, and one that has nothing to do with it.</summary>
    private static void Expect(Action<GeneratorRunResult> expectation, (string Before, string After) edit)
    {
        string[] before = [Model, Helper, Other];
        var (first, second) = Run(before, [.. before.Select(text => text == edit.Before ? edit.After : text)]);
        Assert.Equal(IncrementalStepRunReason.New, Assert.Single(Reasons(first, TrackingNames.Models)));
        expectation(second);
    }

    [Fact]
    public void A_comment_writes_the_hashes_anew_and_nothing_else()
    {
        var (_, second) = Run([Model, Helper, Other], [Model + "// A remark.\n", Helper, Other]);
        Assert.Equal(IncrementalStepRunReason.Modified, Assert.Single(Reasons(second, TrackingNames.Hashes)));
        Assert.Equal(IncrementalStepRunReason.Unchanged, Merge(Assert.Single(Reasons(second, TrackingNames.Models))));
    }

    private static (GeneratorRunResult First, GeneratorRunResult Second) Run(string[] before, string[] after)
    {
        var compilation = SourceCompiler.Create(before);
        var driver = SourceCompiler.CreateDriver().RunGenerators(compilation);
        var first = driver.GetRunResult().Results.Single();
        for (var index = 0; index < after.Length; index++)
        {
            var tree = CSharpSyntaxTree.ParseText(SourceText.From(after[index], System.Text.Encoding.UTF8), SourceCompiler.ParseOptions, $"Source{index}.cs");
            if (index >= before.Length) compilation = compilation.AddSyntaxTrees(tree);
            else if (before[index] != after[index]) compilation = compilation.ReplaceSyntaxTree(compilation.SyntaxTrees.Single(old => old.FilePath == tree.FilePath), tree);
        }

        // The same source twice still is a new compilation, as after an edit that was undone.
        return (first, driver.RunGenerators(compilation.Clone()).GetRunResult().Results.Single());
    }

    private static ImmutableArray<IncrementalStepRunReason> Reasons(GeneratorRunResult result, string step) =>
        result.TrackedSteps.TryGetValue(step, out var runs) ? [.. runs.SelectMany(run => run.Outputs).Select(output => output.Reason)] : [];

    private static IEnumerable<IncrementalStepRunReason> Outputs(GeneratorRunResult result) =>
        result.TrackedOutputSteps.Values.SelectMany(runs => runs).SelectMany(run => run.Outputs).Select(output => output.Reason);

    /// <summary>Not run again, and run again with an equal result: both mean that nothing goes further.</summary>
    private static IncrementalStepRunReason Merge(IncrementalStepRunReason reason) =>
        reason == IncrementalStepRunReason.Cached ? IncrementalStepRunReason.Unchanged : reason;
}
