using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Refusals;

/// <summary>A literal 0 converts to the enumeration ScalarType, so <c>sum(0)</c> is the sum of everything, as bytes.</summary>
public class OverloadTraps
{
    [Theory]
    [InlineData("h - h.[|sum(0)|]")]
    [InlineData("h - h.[|prod(0)|]")]
    [InlineData("h - torch.[|sum(h, 0)|]")]
    public void Are_explained(string expression) => Verdict.Refuses("DSLDP2010", "name one of the example's own dimensions", ModelSource.Returning(expression));

    /// <summary>Also where no example is in sight: what is written is not what runs.</summary>
    [Theory]
    [InlineData("h * ones(3, 8).[|sum(0)|]")]
    [InlineData("h * torch.[|prod(ones(3, 8), 0)|]")]
    public void Of_constants_are_explained_too(string expression) => Verdict.Refuses("DSLDP2010", "name the dimension", ModelSource.Returning(expression));

    [Theory]
    [InlineData("h - h.sum(1).unsqueeze(1)")]
    [InlineData("h * ones(3, 8).sum(dim: 0)")]
    [InlineData("h - h.sum(1L).unsqueeze(1)")]
    [InlineData("h - h.prod(dim: 1, keepdim: true)")]
    public void Their_twins_are_accepted(string expression) => Verdict.Accepts(ModelSource.Returning(expression));
}
