using DslDp.Generator.Tests.Harness;
using Xunit.Abstractions;

namespace DslDp.Generator.Tests.Gradients;

/// <summary>The output of a linear layer is rectified in its place where nobody can see what it was, and only there; the gradients are the same.</summary>
[Collection(OneAfterTheOther.Name)]
public class RectifiedLayers(ITestOutputHelper output)
{
    private const string Members = """
        private readonly Linear second = Linear(8, 8);
        [Frozen] private readonly Linear fixedOne = Linear(8, 8);
        private readonly LayerNorm norm = LayerNorm(8);
        private readonly Module<Tensor, Tensor> any = Linear(8, 8);
        private Tensor Deepen(Tensor t) => second.call(t).relu();
        """;

    [Theory]
    [InlineData("second.call(h).relu()", "return record.CallRectified(second, h);")]
    [InlineData("second.call(h.relu()).relu() + h", "return record.CallRectified(second, h.relu()) + h;")]
    [InlineData("functional.relu(second.call(h))", "return record.CallRectified(second, h);")]
    [InlineData("second.forward(second.call(h).relu()).relu()", "return record.CallRectified(second, record.CallRectified(second, h));")]
    [InlineData("second.call(h).relu().tanh()", "return record.Tanh(record.CallRectified(second, h));")]
    [InlineData("second.call(h.unsqueeze(0)).relu().squeeze(0)", "return record.CallRectified(second, h.unsqueeze(0), batchAxis: 1).squeeze(0);")]
    [InlineData("Deepen(h) + second.call(x).relu()", "return RecordedDeepen(record, h) + record.CallRectified(second, x);")]
    public void Are_those_whose_output_has_no_name(string expression, string expected) => AssertWritten(expression, expected);

    [Theory]
    [InlineData("h.relu() + h", "return h.relu() + h;")]
    [InlineData("norm.call(h).relu()", "return record.Call(norm, h).relu();")]
    [InlineData("any.call(h).relu()", "return record.Call(any, h).relu();")]
    [InlineData("fixedOne.call(h).relu()", "return fixedOne.call(h).relu();")]
    [InlineData("functional.relu(second.call(h), inplace: false)", "return functional.relu(record.Call(second, h), inplace: false);")]
    [InlineData("second.call(h).relu6()", "return record.Call(second, h).relu6();")]
    public void Are_no_others(string expression, string expected) => AssertWritten(expression, expected);

    private void AssertWritten(string expression, string expected)
    {
        var source = new ModelSource { Members = Members, Forward = $"return {expression};" }.Text;
        var compiled = SourceCompiler.Compile(source);
        Assert.True(compiled.CanTrain, compiled.Describe());
        Assert.Empty(compiled.CompilerErrors);
        Assert.Contains(expected, compiled.GeneratedFor("Model"), StringComparison.Ordinal);
        output.WriteLine(GradientComparison.Of("Model", source));
    }
}
