namespace DslDp.Generator.Tests.Harness;

/// <summary>The smallest accepted model, with the piece that a test is about put in its place.</summary>
internal sealed record ModelSource
{
    /// <summary>Types beside the model.</summary>
    public string Beside { get; init; } = "";

    /// <summary>The attributes of the model.</summary>
    public string Attributes { get; init; } = """
        [DpModel]
        [PrivacyBudget(epsilon: 3.0, delta: 1e-5)]
        [Training(records: 60_000, batchSize: 1024, Epochs = 30, LearningRate = 0.5)]
        """;

    /// <summary>The class line.</summary>
    public string Head { get; init; } = "public sealed partial class Model : Module<Tensor, Tensor>";

    /// <summary>Fields and methods beside <c>hidden</c>, a <c>Linear(8, 8)</c>.</summary>
    public string Members { get; init; } = "";

    /// <summary>What forward does with its input <c>x</c> and with <c>h</c>, which is <c>hidden.call(x)</c>; both are <c>[batch, 8]</c>.</summary>
    public string Forward { get; init; } = "return h;";

    /// <summary>What the loss does with forward's <c>result</c> and the integer <c>labels</c>.</summary>
    public string Loss { get; init; } = "return functional.cross_entropy(result, labels, reduction: Reduction.None);";

    /// <summary>The whole file.</summary>
    public string Text => SourceCompiler.Usings + $$"""
        namespace Tests;

        {{Beside}}

        {{Attributes}}
        {{Head}}
        {
            private readonly Linear hidden = Linear(8, 8);
            {{Members}}

            public override Tensor forward([BatchOf(8)] Tensor x)
            {
                var h = hidden.call(x);
                {{Forward}}
            }

            [Loss]
            private static Tensor PerExampleLoss(Tensor result, [BatchOf(DType = ScalarType.Int64)] Tensor labels)
            {
                {{Loss}}
            }
        }
        """;

    /// <summary>A model whose forward returns an expression of <c>x</c> and <c>h</c>.</summary>
    public static string Returning(string expression) => new ModelSource { Forward = $"return {expression};" }.Text;

    /// <summary>A model whose loss is an expression of <c>result</c> and <c>labels</c>.</summary>
    public static string WithLoss(string expression) => new ModelSource { Loss = $"return {expression};" }.Text;
}
