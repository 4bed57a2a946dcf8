using DslDp.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace DslDp.Generator.Tests.Documentation;

/// <summary>What an editor shows on the generated members: the shapes after each layer, and how its gradients are clipped.</summary>
public class HoverTexts
{
    private const string Members = """
        /// <summary>Looks at pictures.</summary>
        private readonly Conv2d conv = Conv2d(1, 4, 3, padding: 1);
        private readonly Sequential rest = Sequential(("act", Tanh()), ("out", Linear(32, 8)));
        """;

    private const string Forward = "return rest.call(conv.call(h.view(-1, 1, 2, 4)).flatten(1));";

    private static INamedTypeSymbol Model(ModelSource source)
    {
        var compiled = SourceCompiler.Compile(source.Text);
        Assert.True(compiled.CanTrain && compiled.CompilerErrors.IsEmpty, compiled.Describe());
        return compiled.Output.GetTypeByMetadataName("Tests.Model")!;
    }

    [Theory]
    [InlineData("<c>hidden</c>, Linear(8, 8): [batch, 8] → [batch, 8]")]
    [InlineData("<c>conv</c>, Conv2d(1, 4, 3): [batch, 1, 2, 4] → [batch, 4, 2, 4]")]
    [InlineData("<c>rest.act</c>, Tanh: [batch, 32] → [batch, 32]")]
    [InlineData("<c>rest.out</c>, Linear(32, 8): [batch, 32] → [batch, 8]")]
    public void The_class_shows_the_shape_after_each_component(string line) =>
        Assert.Contains(line, Model(new ModelSource { Members = Members, Forward = Forward }).GetDocumentationCommentXml()!, StringComparison.Ordinal);

    [Theory]
    [InlineData("hidden", "hidden", "Linear(8, 8): [batch, 8] → [batch, 8]", "An example has one position here.")]
    [InlineData("conv", "conv", "[batch, 4, 2, 4]", "An example has 8 positions here.")]
    [InlineData("rest_out", "rest.out", "[batch, 32] → [batch, 8]", "Clipping: ghost norm")]
    public void The_constant_of_a_layer_shows_how_it_is_clipped(string constant, string name, string shapes, string clipping)
    {
        var field = Assert.IsAssignableFrom<IFieldSymbol>(Assert.Single(Model(new ModelSource { Members = Members, Forward = Forward }).GetTypeMembers("Layers").Single().GetMembers(constant)));
        Assert.Equal(name, field.ConstantValue);
        Assert.Contains(shapes, field.GetDocumentationCommentXml()!, StringComparison.Ordinal);
        Assert.Contains(clipping, field.GetDocumentationCommentXml()!, StringComparison.Ordinal);
    }

    [Fact]
    public void A_length_that_varies_has_a_name()
    {
        var source = new ModelSource { Members = "private readonly Linear wide = Linear(2, 4);", Forward = "return wide.call(h.view(-1, 4, 2)).mean([1]).repeat(1, 2);" };
        Assert.Contains("<c>wide</c>, Linear(2, 4): [batch, 4, 2] → [batch, 4, 4]", Model(source).GetDocumentationCommentXml()!, StringComparison.Ordinal);
    }

    /// <summary>The user's names keep their meaning in the generated copy of forward.</summary>
    [Theory]
    [InlineData("private readonly Linear Layers = Linear(8, 8);", "return Layers.call(h);")]
    [InlineData("private readonly Linear @base = Linear(8, 8);", "return @base.call(h);")]
    [InlineData("private readonly Linear Equals_ = Linear(8, 8);", "return Equals_.call(h) * Tests.Layers.Scale;")]
    public void Names_do_not_clash(string members, string forward) =>
        Model(new ModelSource { Beside = "public static class Layers { public const int Scale = 2; }", Members = members, Forward = forward });
}
