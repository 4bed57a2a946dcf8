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

    /// <summary>In PyTorch <c>x.norm(1)</c> is the 1-norm of everything.</summary>
    [Theory]
    [InlineData("h / h.norm([|1|]).unsqueeze(1)")]
    [InlineData("h / torch.norm(h, [|-1|]).unsqueeze(1)")]
    public void A_number_that_is_a_dimension_is_pointed_out(string expression)
    {
        var source = MarkedSource.Parse(ModelSource.Returning(expression));
        var compiled = SourceCompiler.Compile(source.Text);
        var note = Assert.Single(compiled.Findings);
        Assert.Equal("DSLDP2011", note.Id);
        Assert.Equal(Microsoft.CodeAnalysis.DiagnosticSeverity.Info, note.Severity);
        Assert.Equal(source.Span, note.Location.SourceSpan);
        Assert.True(compiled.CanTrain && compiled.CompilerErrors.IsEmpty, compiled.Describe());
    }

    [Theory]
    [InlineData("h / h.norm(dim: 1).unsqueeze(1)")]
    [InlineData("h / h.norm(1, keepdim: true)")]
    [InlineData("h / torch.norm(h, 1, true)")]
    [InlineData("h / h.norm(1, false, 1f).unsqueeze(1)")]
    public void A_number_that_is_plainly_a_dimension_is_not(string expression) => Verdict.Accepts(ModelSource.Returning(expression));

    [Theory]
    [InlineData("h / h.[|norm(1f)|]", "as in norm(dim: 1)")]
    [InlineData("h / h.[|norm(2.0f)|]", "norm with a float is the norm of everything")]
    public void A_norm_of_everything_is_explained(string expression, string says) => Verdict.Refuses("DSLDP2001", says, ModelSource.Returning(expression));

    [Theory]
    [InlineData("h.[|split(4)|][0]", "since no dimension is named")]
    [InlineData("h.[|chunk(2)|][0]", "as in chunk(…, dim: 1)")]
    [InlineData("h.[|unbind()|][0]", "as in unbind(1)")]
    [InlineData("h.[|softmax(0)|]", "as in softmax(dim: 1)")]
    [InlineData("functional.[|normalize(h, dim: 0)|]", "as in normalize(x, dim: 1)")]
    [InlineData("functional.[|normalize(h.t())|].t()", "as in normalize(x, dim: 0)")]
    [InlineData("functional.[|cosine_similarity(h.t(), h.t())|].unsqueeze(1)", "do it within each example, over axis 0")]
    public void Defaults_that_meet_the_examples_are_explained(string expression, string says) => Verdict.Refuses("DSLDP2001", says, ModelSource.Returning(expression));

    [Theory]
    [InlineData("h - h.sum(1).unsqueeze(1)")]
    [InlineData("h * ones(3, 8).sum(dim: 0)")]
    [InlineData("h - h.sum(1L).unsqueeze(1)")]
    [InlineData("h - h.prod(dim: 1, keepdim: true)")]
    public void Their_twins_are_accepted(string expression) => Verdict.Accepts(ModelSource.Returning(expression));
}
