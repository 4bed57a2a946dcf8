using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.CodeFixes;

/// <summary>Repairs of what a model is built from.</summary>
public class Components
{
    private static string Model(string members, string forward, string beside = "") =>
        new ModelSource { Beside = beside, Members = members, Forward = forward }.Text;

    [Theory]
    [InlineData("private readonly BatchNorm2d norm = BatchNorm2d(8);", "private readonly GroupNorm norm = GroupNorm(2, 8);")]
    [InlineData("private readonly BatchNorm2d norm = nn.BatchNorm2d(num_features: 4 * 2, eps: 1e-3, momentum: 0.2);", "private readonly GroupNorm norm = nn.GroupNorm(2, 4 * 2, eps: 1e-3);")]
    [InlineData("private BatchNorm2d norm { get; } = BatchNorm2d(8, 1e-3, 0.1, false);", "private GroupNorm norm { get; } = GroupNorm(2, 8, eps: 1e-3, affine: false);")]
    [InlineData("private readonly TorchSharp.Modules.BatchNorm2d norm = BatchNorm2d(8);", "private readonly TorchSharp.Modules.GroupNorm norm = GroupNorm(2, 8);")]
    [InlineData("private readonly Module<Tensor, Tensor> norm = BatchNorm2d(8);", "private readonly Module<Tensor, Tensor> norm = GroupNorm(2, 8);")]
    [InlineData("private readonly BatchNorm2d norm = BatchNorm2d(8), other = BatchNorm2d(6);", "private readonly GroupNorm norm = GroupNorm(2, 8), other = GroupNorm(3, 6);")]
    public void Batch_normalisation_becomes_group_normalisation(string before, string after)
    {
        const string Forward = "return norm.call(h.view(-1, 8, 1, 1)).flatten(1);";
        Repairs.One(Model(before, Forward), Model(after, Forward));
    }

    [Fact]
    public void Of_plain_features_it_becomes_layer_normalisation() => Repairs.One(
        Model("private readonly BatchNorm1d norm = BatchNorm1d(8, affine: false);", "return norm.call(h);"),
        Model("private readonly LayerNorm norm = LayerNorm(8, elementwise_affine: false);", "return norm.call(h);"));

    [Fact]
    public void In_a_sequence_each_part_is_repaired() => Repairs.OneByOne(
        Model("private readonly Sequential norms = Sequential(BatchNorm1d(8), Tanh(), BatchNorm1d(8));", "return norms.call(h.view(-1, 8, 1)).flatten(1);"),
        Model("private readonly Sequential norms = Sequential(GroupNorm(2, 8), Tanh(), GroupNorm(2, 8));", "return norms.call(h.view(-1, 8, 1)).flatten(1);"));

    /// <summary>TorchSharp leaves the weights of GroupNorm uninitialised, so the repair must not leave it at that.</summary>
    [Fact]
    public void In_a_constructor_the_weights_are_set_too() => Repairs.One(
        Model(
            """
            private readonly BatchNorm1d norm;

            public Model() : base("model")
            {
                norm = BatchNorm1d(8);
                RegisterComponents();
            }
            """,
            "return norm.call(h.view(-1, 8, 1)).flatten(1);"),
        Model(
            """
            private readonly GroupNorm norm;

            public Model() : base("model")
            {
                norm = GroupNorm(2, 8);
                RegisterComponents();
                NormalizationWeights.Reset(this);
            }
            """,
            "return norm.call(h.view(-1, 8, 1)).flatten(1);"));

    [Fact]
    public void A_width_that_only_the_caller_knows_gets_one_group() => Repairs.One(
        Model("private readonly Block block = new(8);", "return block.call(h.view(-1, 8, 1)).flatten(1);", Block("BatchNorm1d", "BatchNorm1d(width)", "")),
        Model("private readonly Block block = new(8);", "return block.call(h.view(-1, 8, 1)).flatten(1);", Block("GroupNorm", "GroupNorm(1, width)", "\n        NormalizationWeights.Reset(this);")));

    [Theory]
    [InlineData("InstanceNorm1d(8, track_running_stats: true)", "InstanceNorm1d(8)")]
    [InlineData("InstanceNorm1d(8, momentum: 0.2, track_running_stats: true)", "InstanceNorm1d(8, momentum: 0.2)")]
    public void Instance_normalisation_loses_its_running_statistics(string before, string after)
    {
        const string Forward = "return norm.call(h.view(-1, 8, 1)).flatten(1);";
        Repairs.One(Model($"private readonly InstanceNorm1d norm = {before};", Forward), Model($"private readonly InstanceNorm1d norm = {after};", Forward));
    }

    [Fact]
    public void Weights_that_nobody_sets_are_set()
    {
        const string Forward = "return norm.call(h.unsqueeze(2)).squeeze(2);";
        const string Before = """
            private readonly GroupNorm norm = GroupNorm(2, 8);

            public Model() : base("model")
            {
                RegisterComponents();
            }
            """;
        Repairs.One(Model(Before, Forward), Model(Before.Replace("RegisterComponents();", "RegisterComponents();\n    NormalizationWeights.Reset(this);"), Forward));
    }

    [Theory]
    [InlineData("return functional.relu(h, inplace: true);", "return functional.relu(h);")]
    [InlineData("return functional.dropout(h, p: 0.1, training: true, inplace: true);", "return functional.dropout(h, p: 0.1, training: true);")]
    public void What_writes_into_its_input_does_not(string forward, string afterwards) =>
        Repairs.One(Model("", forward), Model("", afterwards));

    [Theory]
    [InlineData("h * ones(3, 8).sum(0)", "h * ones(3, 8).sum(dim: 0)")]
    [InlineData("h * torch.prod(ones(3, 8), 0)", "h * torch.prod(ones(3, 8), dim: 0)")]
    [InlineData("h / h.norm(1).unsqueeze(1)", "h / h.norm(dim: 1).unsqueeze(1)")]
    [InlineData("h / torch.norm(h, 1).unsqueeze(1)", "h / torch.norm(h, dimension: 1).unsqueeze(1)")]
    public void A_literal_dimension_is_named(string before, string after) => Repairs.One(ModelSource.Returning(before), ModelSource.Returning(after));

    [Theory]
    [InlineData("private readonly Linear wide = Linear(512, 8);", "private readonly Linear wide = Linear(8, 8);", "return wide.call(h);")]
    [InlineData("private readonly Linear wide = Linear(hasBias: false, inputSize: 512, outputSize: 8);", "private readonly Linear wide = Linear(hasBias: false, inputSize: 8, outputSize: 8);", "return wide.call(h);")]
    [InlineData("private readonly Conv1d wide = Conv1d(3, 4, 3);", "private readonly Conv1d wide = Conv1d(2, 4, 3);", "return wide.call(h.view(-1, 2, 4)).flatten(1);")]
    [InlineData("private readonly Sequential wide = Sequential(Tanh(), LayerNorm(4));", "private readonly Sequential wide = Sequential(Tanh(), LayerNorm(8));", "return wide.call(h);")]
    public void A_layer_takes_the_size_that_it_is_fed(string before, string after, string forward) => Repairs.One(Model(before, forward), Model(after, forward));

    [Fact]
    public void A_block_is_marked() => Repairs.One(
        Model("private readonly Wide wide = new();", "return wide.call(h);", "public class Wide() : Module<Tensor, Tensor>(\"wide\")\n{\n    private readonly Linear inner = Linear(8, 8);\n    public override Tensor forward(Tensor x) => inner.call(x);\n}"),
        Model("private readonly Wide wide = new();", "return wide.call(h);", "[DpModule]\npublic sealed partial class Wide() : Module<Tensor, Tensor>(\"wide\")\n{\n    private readonly Linear inner = Linear(8, 8);\n    public override Tensor forward(Tensor x) => inner.call(x);\n}"));

    [Theory]
    [InlineData("public class Model", "public sealed partial class Model")]
    [InlineData("public sealed class Model", "public sealed partial class Model")]
    [InlineData("public partial class Model", "public sealed partial class Model")]
    [InlineData("class Model", "sealed partial class Model")]
    public void The_class_becomes_sealed_and_partial(string before, string after) => Repairs.One(
        new ModelSource { Head = before + " : Module<Tensor, Tensor>" }.Text,
        new ModelSource { Head = after + " : Module<Tensor, Tensor>" }.Text);

    private static string Block(string type, string made, string reset) => $$"""
        [DpModule]
        public sealed partial class Block : Module<Tensor, Tensor>
        {
            private readonly {{type}} norm;

            public Block(long width) : base("block")
            {
                norm = {{made}};
                RegisterComponents();{{reset}}
            }

            public override Tensor forward(Tensor x) => norm.call(x);
        }
        """;
}
