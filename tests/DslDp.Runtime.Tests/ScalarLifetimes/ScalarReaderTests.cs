using TorchSharp.Modules;

namespace DslDp.Runtime.Tests.ScalarLifetimes;

public class ScalarReaderTests
{
    private static readonly Lazy<ILookup<string, string>> Findings = new(() =>
        ScalarReader.Read(typeof(ReadMethods).Assembly).ToLookup(finding => finding.Method, finding => finding.Called));

    [Theory]
    [InlineData(nameof(ReadMethods.ByUsing))]
    [InlineData(nameof(ReadMethods.ByTwoUsings))]
    [InlineData(nameof(ReadMethods.ByUsingOfAnOption))]
    [InlineData(nameof(ReadMethods.ByProperty))]
    [InlineData(nameof(ReadMethods.WithoutScalars))]
    public void What_is_held_is_no_finding(string method) => Assert.Empty(Findings.Value[$"ReadMethods.{method}"]);

    [Fact]
    public void Modules_with_a_constant_make_a_scalar_when_they_run() => Assert.NotEmpty(ScalarReader.WaysOfForward(typeof(LeakyReLU)));

    [Theory]
    [InlineData(nameof(ReadMethods.ForTheCall), "Scalar.op_Implicit")]
    [InlineData(nameof(ReadMethods.ForAVariable), "Scalar.op_Implicit")]
    [InlineData(nameof(ReadMethods.ForOneOfTwoVariables), "Scalar.op_Implicit")]
    [InlineData(nameof(ReadMethods.ForAField), "Scalar.op_Implicit")]
    [InlineData(nameof(ReadMethods.ForALambda), "Scalar.op_Implicit")]
    [InlineData(nameof(ReadMethods.ForTheCaller), "Scalar.op_Implicit")]
    [InlineData(nameof(ReadMethods.ByOperator), "Tensor.op_Addition")]
    [InlineData(nameof(ReadMethods.ByOperatorWithANumber), "Tensor.op_Division")]
    [InlineData(nameof(ReadMethods.ByOptionalArgument), "Tensor.add_")]
    [InlineData(nameof(ReadMethods.BySquare), "Tensor.square")]
    [InlineData(nameof(ReadMethods.ByFunction), "functional.leaky_relu")]
    [InlineData(nameof(ReadMethods.ByReadingANumber), "TensorExtensionMethods.ToSingle")]
    [InlineData(nameof(ReadMethods.ByDelegate), "Tensor.add")]
    [InlineData(nameof(ReadMethods.ByModule), "Module`2.call")]
    [InlineData(nameof(ReadMethods.ByInterface), "IModule`2.call")]
    [InlineData(nameof(ReadMethods.ByOptimizer), "Optimizer.step")]
    public void What_is_not_held_is_found(string method, string called) => Assert.Equal([called], Findings.Value[$"ReadMethods.{method}"]);
}
