using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Refusals;

/// <summary>A list of sizes or an index that the caller of the constructor chooses: how many axes it makes is not known, so nothing after it is.</summary>
public class ValuesOfTheConfiguration
{
    [Theory]
    [InlineData("long[]", "h.view(setting).unsqueeze(1).softmax(-1)")]
    [InlineData("long[]", "functional.layer_norm(h, setting)")]
    [InlineData("long[]", "h.repeat(setting).unsqueeze(1).softmax(-1)")]
    [InlineData("TensorIndex", "h.t()[setting].unsqueeze(1).softmax(-1)")]
    public void Lists_and_indices_are_refused(string type, string expression) => Verdict.RefusesSomehow(Model(type, expression));

    [Theory]
    [InlineData("long", "h.repeat(1, setting).sum(dim: 1).unsqueeze(1) + h")]
    [InlineData("int", "h.view(-1, 2, 4)[.., setting]")]
    public void Numbers_are_accepted(string type, string expression) => Verdict.Accepts(Model(type, expression));

    private static string Model(string type, string expression) => new ModelSource
    {
        Members = $"private readonly {type} setting; public Model({type} setting) : base(nameof(Model)) {{ this.setting = setting; RegisterComponents(); }}",
        Forward = $"return {expression};",
    }.Text;
}
