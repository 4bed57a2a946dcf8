using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Refusals;

/// <summary>Constants as long as the batch, from which the number of examples, or an example's position among them, could be read.</summary>
public class HiddenBatchSizes
{
    private const string Losses = "var losses = functional.cross_entropy(result, labels, reduction: Reduction.None); var n = labels.shape[0]; ";

    [Theory]
    [InlineData("return losses / ones(n, n).sum(dim: 1);")]
    [InlineData("return losses / ones(n, n).sum();")]
    [InlineData("return losses * ones(n * n).view(n, n).sum(dim: 1);")]
    [InlineData("return losses * ones(60000).cumsum(0L).narrow(0, 0, n);")]
    [InlineData("return losses * ones(60000).cumsum(0L)[TensorIndex.Slice(0, n)];")]
    [InlineData("return losses * ones(60000).cumsum(0L)[..(int)n];")]
    [InlineData("return losses * ones(n).cumsum(0L);")]
    [InlineData("return losses / ones(n).sum();")]
    [InlineData("return losses / ones_like(losses).sum();")]
    [InlineData("return losses / (labels == labels).@float().sum();")]
    public void Do_not_enter_a_loss(string loss) => Verdict.RefusesSomehow(new ModelSource { Loss = Losses + loss }.Text);

    [Theory]
    [InlineData("return losses + torch.zeros(n);")]
    [InlineData("return losses * ones_like(losses);")]
    [InlineData("return losses * ones(n, 8).sum(dim: 1);")]
    public void May_be_as_long_as_the_batch(string loss) => Verdict.Accepts(new ModelSource { Loss = Losses + loss }.Text);

    /// <summary>An integer is what C# makes of it: 32 bits wrap around, and what does not fit is cut off.</summary>
    [Theory]
    [InlineData("var axis = 2147483647; axis += 1; axis = axis < 0 ? 0 : 1; return h.softmax(axis);")]
    [InlineData("var big = 1 << 33; return h.softmax(big == 2 ? 0 : 1);")]
    [InlineData("var f = 16777217f; return h.softmax(f == 16777216f ? 0 : 1);")]
    [InlineData("var b = (byte)256; return h.softmax(b == 0 ? 0 : 1);")]
    [InlineData("var n = 300; var b = (byte)n; return h.softmax(b == 44 ? 0 : 1);")]
    public void Numbers_are_those_of_CSharp(string forward)
    {
        var compiled = SourceCompiler.Compile("#pragma warning disable\n" + new ModelSource { Forward = forward }.Text);
        Assert.False(compiled.CanTrain && compiled.CompilerErrors.IsEmpty, "the axis is 0 at the run");
    }
}
