using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Refusals;

/// <summary>The four mistakes that everybody makes first, each with the twin that differs in a small safe way.</summary>
public class TheFourOfTheReadme
{
    private static string Convolutional(string norm, string use) => SourceCompiler.Usings + $$"""
        [DpModel]
        [PrivacyBudget(epsilon: 3.0, delta: 1e-5)]
        [Training(records: 60_000, batchSize: 1024, Epochs = 30)]
        public sealed partial class Images : Module<Tensor, Tensor>
        {
            private readonly Conv2d conv = Conv2d(1, 8, 3);
            private readonly {{norm}};
            private readonly Linear output = Linear(8, 10);

            public override Tensor forward([BatchOf(1, 28, 28)] Tensor pixels) =>
                output.call({{use}}.relu().mean([2, 3]));

            [Loss]
            private static Tensor CrossEntropy(Tensor logits, [BatchOf(DType = ScalarType.Int64)] Tensor labels) =>
                functional.cross_entropy(logits, labels, reduction: Reduction.None);
        }
        """;

    [Fact]
    public void Batch_normalisation() =>
        Verdict.Refuses("DSLDP1001", "use GroupNorm(groups, channels)", Convolutional("BatchNorm2d norm = BatchNorm2d(8)", "norm.[|call(conv.call(pixels))|]"));

    [Fact]
    public void Group_normalisation_is_its_twin() => Verdict.Accepts(Convolutional("GroupNorm norm = GroupNorm(4, 8)", "norm.call(conv.call(pixels))"));

    [Fact]
    public void Centring_by_the_batch() => Verdict.Refuses("DSLDP2001", "do it within each example, over axis 1", ModelSource.Returning("h - h.[|mean([0])|]"));

    [Fact]
    public void Centring_by_the_example_is_its_twin() => Verdict.Accepts(ModelSource.Returning("h - h.mean([1], keepdim: true)"));

    [Fact]
    public void A_mean_reduced_loss() => Verdict.Refuses(
        "DSLDP2003", "write reduction: Reduction.None", ModelSource.WithLoss("functional.cross_entropy(result, labels, reduction: [|Reduction.Mean|])"));

    [Fact]
    public void A_loss_that_is_reduced_by_default() =>
        Verdict.Refuses("DSLDP2003", "write reduction: Reduction.None", ModelSource.WithLoss("functional.[|cross_entropy(result, labels)|]"));

    [Fact]
    public void The_loss_without_reduction_is_its_twin() =>
        Verdict.Accepts(ModelSource.WithLoss("functional.cross_entropy(result, labels, reduction: Reduction.None)"));

    [Fact]
    public void A_contrastive_loss() => Verdict.Refuses(
        "DSLDP2002", "compare each example with its own pair", ModelSource.WithLoss("-result.[|matmul(result.t())|].log_softmax(1).mean([1])"));

    [Fact]
    public void Pairs_that_are_one_example_are_its_twin() => Verdict.Accepts(ModelSource.WithLoss("-(result * result).sum(1)"));
}
