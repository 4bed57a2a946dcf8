using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Refusals;

/// <summary>
/// The generated copy of a method stands in one file, with one set of usings. A helper that applies a layer is copied, so it must stand where
/// its names mean the same; one that applies none is called where it is.
/// </summary>
public class HelpersInOtherFiles
{
    private static string Part(string helper) => SourceCompiler.Usings + $"namespace Tests; public sealed partial class Model {{ {helper} }}";

    [Fact]
    public void That_apply_layers_are_refused()
    {
        var part = Part("private Tensor Twice(Tensor t) => hidden.call(hidden.call(t));");
        var compiled = SourceCompiler.Compile(ModelSource.Returning("Twice(h)"), part);
        Verdict.HasNoTraining(compiled);
        Assert.Equal("DSLDP1003", Assert.Single(compiled.Findings).Id);
    }

    [Fact]
    public void That_apply_none_are_accepted() => Verdict.Accepts(ModelSource.Returning("Twice(h)"), Part("private static Tensor Twice(Tensor t) => t * 2;"));
}
