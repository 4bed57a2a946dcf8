using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Refusals;

/// <summary>
/// The generated copy of a method stands in one file, with one set of usings. A helper of another file that applies a layer is copied into a file of its
/// own, where its names mean what they mean there; one that applies none is called where it is.
/// </summary>
public class HelpersInOtherFiles
{
    private static string Part(string helper) => SourceCompiler.Usings + $"namespace Tests; public sealed partial class Model {{ {helper} }}";

    [Fact]
    public void That_apply_layers_are_copied_with_their_usings()
    {
        var part = "using F = TorchSharp.torch.nn.functional;" + Part("private Tensor Twice(Tensor t) => F.silu(hidden.call(hidden.call(t)));");
        var compiled = SourceCompiler.Compile(ModelSource.Returning("Twice(h)"), part);
        Assert.True(compiled.CanTrain, compiled.Describe());
        Assert.Empty(compiled.CompilerErrors);
        Assert.Contains("F.silu(record.Call(hidden, record.Call(hidden, t)))", compiled.GeneratedFor("Model.Recorded"), StringComparison.Ordinal);
    }

    [Fact]
    public void That_apply_none_are_accepted() => Verdict.Accepts(ModelSource.Returning("Twice(h)"), Part("private static Tensor Twice(Tensor t) => t * 2;"));
}
