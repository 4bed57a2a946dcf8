using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Refusals;

/// <summary>A literal 0 converts to the enumeration ScalarType, so <c>sum(0)</c> is the sum of everything, as bytes.</summary>
public class OverloadTraps
{
    [Theory]
    [InlineData("h - h.[|sum(0)|]")]
    [InlineData("h - h.[|prod(0)|]")]
    [InlineData("h - torch.[|sum(h, 0)|]")]
    public void Are_explained(string expression) => Verdict.Refuses("DSLDP2010", "name the dimension", ModelSource.Returning(expression));

    [Theory]
    [InlineData("h - h.sum(1).unsqueeze(1)")]
    [InlineData("h - h.prod(dim: 1, keepdim: true)")]
    public void Their_twins_are_accepted(string expression) => Verdict.Accepts(ModelSource.Returning(expression));
}
