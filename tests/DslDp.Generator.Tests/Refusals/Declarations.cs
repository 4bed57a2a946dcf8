using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Refusals;

/// <summary>The shape of the declaration itself, with the place that has to be changed.</summary>
public class Declarations
{
    private const string Attributes = """
        [DpModel]
        [PrivacyBudget(epsilon: 3.0, delta: 1e-5)]
        [Training(records: 60_000, batchSize: 1024, Epochs = 30)]

        """;

    private const string Forward = "public override Tensor forward([BatchOf(8)] Tensor x) => hidden.call(x);";

    private const string Loss = "[Loss] private static Tensor PerExampleLoss(Tensor result, [BatchOf(DType = ScalarType.Int64)] Tensor labels) => functional.cross_entropy(result, labels, reduction: Reduction.None);";

    private static string With(string head, string forward = Forward, string loss = Loss, string attributes = Attributes) => SourceCompiler.Usings + $$"""
        namespace Tests;
        {{attributes}}{{head}}
        {
            private readonly Linear hidden = Linear(8, 8);
            public Model() : base("Model") => RegisterComponents();
            {{forward}}
            {{loss}}
        }
        """;

    [Theory]
    [InlineData("public partial class [|Model|] : Module<Tensor, Tensor>", "write 'sealed partial class Model'")]
    [InlineData("public abstract partial class [|Model|] : Module<Tensor, Tensor>", "write 'sealed partial class Model'")]
    public void A_model_that_is_not_sealed_is_refused(string head, string says) => Verdict.Refuses("DSLDP5001", says, With(head));

    [Fact]
    public void A_model_that_is_not_partial_is_refused_though_nothing_can_be_added_to_it()
    {
        var compiled = SourceCompiler.Compile(With("public sealed class Model : Module<Tensor, Tensor>"));
        Assert.Contains(compiled.Findings, finding => finding.Id == "DSLDP5001");
        Verdict.HasNoTraining(compiled);
    }

    [Fact]
    public void A_model_in_a_class_that_is_not_partial_is_refused()
    {
        var compiled = SourceCompiler.Compile(SourceCompiler.Usings + "public static class Outer {" + With("public sealed partial class Model : Module<Tensor, Tensor>")
            .Replace(SourceCompiler.Usings, "", StringComparison.Ordinal).Replace("namespace Tests;", "", StringComparison.Ordinal) + "}");
        Assert.Contains(compiled.Findings, finding => finding.Id == "DSLDP5001" && finding.GetMessage(System.Globalization.CultureInfo.InvariantCulture).Contains("Outer", StringComparison.Ordinal));
        Verdict.HasNoTraining(compiled);
    }

    [Fact]
    public void A_class_that_is_no_module_is_refused()
    {
        var compiled = SourceCompiler.Compile(SourceCompiler.Usings + Attributes + "public sealed partial class Model { " + Loss + " }");
        Assert.Contains(compiled.Findings, finding => finding.Id == "DSLDP5002");
        Verdict.HasNoTraining(compiled);
    }

    [Fact]
    public void A_model_without_a_loss_is_refused() =>
        Verdict.Refuses("DSLDP5003", "write one static method with [Loss]", With("public sealed partial class [|Model|] : Module<Tensor, Tensor>", loss: ""));

    [Fact]
    public void A_model_with_two_losses_is_refused() => Verdict.Refuses(
        "DSLDP5003",
        "write one static method with [Loss]",
        With("public sealed partial class Model : Module<Tensor, Tensor>", loss: Loss + " [Loss] private static Tensor [|Second|](Tensor result, [BatchOf] Tensor y) => result.sum(1);"));

    [Theory]
    [InlineData("[Loss] private Tensor [|One|](Tensor result, [BatchOf] Tensor y) => result.sum(1);")]
    [InlineData("[Loss] private static Tensor [|One|]<T>(Tensor result, [BatchOf] Tensor y) => result.sum(1);")]
    public void A_loss_that_is_not_a_plain_static_method_is_refused(string loss) => Verdict.Refuses(
        "DSLDP5003", "write one static method with [Loss]", With("public sealed partial class Model : Module<Tensor, Tensor>", loss: loss));

    [Theory]
    [InlineData("public override Tensor forward(Tensor [|x|]) => hidden.call(x);")]
    [InlineData("public override Tensor forward([[|BatchOf(0)|]] Tensor x) => hidden.call(x);")]
    [InlineData("public override Tensor forward([[|BatchOf(-2, 8)|]] Tensor x) => hidden.call(x);")]
    public void A_batch_of_unknown_shape_is_refused(string forward)
    {
        var source = MarkedSource.Parse(With("public sealed partial class Model : Module<Tensor, Tensor>", forward));
        var compiled = SourceCompiler.Compile(source.Text);
        Verdict.HasNoTraining(compiled);
        var finding = Assert.Single(compiled.Findings);
        Assert.Equal("DSLDP5004", finding.Id);
        Assert.True(source.Span!.Value.Contains(finding.Location.SourceSpan), finding.ToString());
    }

    [Fact]
    public void Targets_of_unknown_shape_are_refused() => Verdict.Refuses(
        "DSLDP5004",
        "write [BatchOf(…)]",
        With("public sealed partial class Model : Module<Tensor, Tensor>", loss: "[Loss] private static Tensor One(Tensor result, Tensor [|y|]) => result.sum(1);"));

    [Theory]
    [InlineData("[DpModel, Training(records: 60_000, batchSize: 1024, Epochs = 30)]\n", "write [PrivacyBudget(")]
    [InlineData("[DpModel, PrivacyBudget(epsilon: 3.0, delta: 1e-5)]\n", "write [Training(")]
    public void A_missing_attribute_is_refused(string attributes, string says) => Verdict.Refuses(
        "DSLDP5005", says, With("public sealed partial class [|Model|] : Module<Tensor, Tensor>", attributes: attributes));

    [Theory]
    [InlineData("[Loss] private static Tensor [|One|]() => zeros(1);")]
    [InlineData("[Loss] private static Tensor [|One|](int result, [BatchOf] Tensor y) => y;")]
    [InlineData("[Loss] private static int [|One|](Tensor result, [BatchOf] Tensor y) => 1;")]
    [InlineData("[Loss] private static Tensor [|One|]((Tensor, Tensor) result, [BatchOf] Tensor y) => y;")]
    public void A_loss_that_does_not_fit_is_refused(string loss) => Verdict.Refuses(
        "DSLDP5006", "change its parameters", With("public sealed partial class Model : Module<Tensor, Tensor>", loss: loss));

    [Fact]
    public void The_form_they_share_is_accepted() => Verdict.Accepts(With("public sealed partial class Model : Module<Tensor, Tensor>"));
}
