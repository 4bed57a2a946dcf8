using DslDp.Clipping;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DslDp.Runtime.Tests.Clipping;

/// <summary>Parameters that are used outside of a layer.</summary>
public class LeafTests
{
    [Fact]
    public void Scale_and_shift_by_broadcasting()
    {
        ComposedModel m = null!;
        m = new([], x => (x * m.Raw(0) + m.Raw(1)).sin(), (r, x) => (x * r.Expand(r.Leaf(m.Raw(0)), 3, 0) + r.Expand(r.Leaf(m.Raw(1)), 3, 0)).sin(), Zeros(4), Zeros(3, 1));
        Check(m, 3, 4);
    }

    [Fact]
    public void A_parameter_of_one_number()
    {
        ComposedModel m = null!;
        m = new([], x => (x / m.Raw(0).exp()).sin() * m.Raw(0), (r, x) => (x / r.Expand(r.Leaf(m.Raw(0)).exp(), 3, 0)).sin() * r.Expand(m.Raw(0), 3, 0), Zeros());
        Check(m, 3, 4);
    }

    [Fact]
    public void Computed_before_it_meets_the_examples()
    {
        ComposedModel m = null!;
        m = new([], x => x * m.Raw(0).exp() + m.Raw(0).softmax(0), (r, x) => x * r.Expand(r.Leaf(m.Raw(0)).exp(), 3, 0) + r.Expand(r.Leaf(m.Raw(0)).softmax(0), 3, 0), Zeros(4));
        Check(m, 3, 4);
    }

    [Fact]
    public void Computed_from_two_parameters()
    {
        ComposedModel m = null!;
        m = new([], x => x + m.Raw(0).matmul(m.Raw(1)), (r, x) => x + r.Expand(r.Leaf(m.Raw(0)).matmul(r.Leaf(m.Raw(1))), 3, 0), Zeros(3, 2), Zeros(2, 4));
        Check(m, 3, 4);
    }

    [Fact]
    public void Rows_and_transposed_parts()
    {
        ComposedModel m = null!;
        m = new(
            [],
            x => (x * m.Raw(0)[1]) + m.Raw(0)[TensorIndex.Slice(0, 3)].sin() + m.Raw(0).t()[0][..4] + (x.sum(1, keepdim: true) * m.Raw(0).narrow(0, 3, 1)),
            (r, x) => (x * r.Expand(r.Leaf(m.Raw(0))[1], 3, 0)) + r.Expand(r.Leaf(m.Raw(0))[TensorIndex.Slice(0, 3)].sin(), 3, 0) + r.Expand(r.Leaf(m.Raw(0)).t()[0][..4], 3, 0) + (x.sum(1, keepdim: true) * r.Expand(r.Leaf(m.Raw(0)).narrow(0, 3, 1), 3, 0)),
            Zeros(5, 4));
        Check(m, 3, 4);
    }

    [Fact]
    public void Examples_on_another_axis()
    {
        ComposedModel m = null!;
        m = new(
            [],
            x => (x.transpose(0, 1) * m.Raw(0) * m.Raw(1)).transpose(0, 1).sin(),
            (r, x) => (x.transpose(0, 1) * r.Expand(r.Leaf(m.Raw(0)), 3, 1) * r.Expand(r.Leaf(m.Raw(1)), 3, 1)).transpose(0, 1).sin(),
            Zeros(4),
            Zeros(3, 1, 4));
        Check(m, 3, 4);
    }

    [Fact]
    public void Examples_on_the_last_axis()
    {
        ComposedModel m = null!;
        m = new([], x => (x.permute(1, 2, 0) * m.Raw(0)).permute(2, 0, 1).sin(), (r, x) => (x.permute(1, 2, 0) * r.Expand(r.Leaf(m.Raw(0)), 3, 2)).permute(2, 0, 1).sin(), Zeros(3, 4, 1));
        Check(m, 3, 4);
    }

    [Fact]
    public void A_module_on_values_without_examples()
    {
        var (positions, mix, norm) = (Embedding(3, 4, padding_idx: 2), Linear(4, 4), LayerNorm(4));
        Check(
            new ComposedModel(
                [positions, mix, norm],
                x => norm.call(x + mix.call(positions.call(arange(3))).tanh()),
                (r, x) => r.Call(norm, x + r.Expand(r.CallShared(mix, r.CallShared(positions, arange(3))).tanh(), 3, 0))),
            3, 4);
    }

    [Fact]
    public void A_layer_and_its_weight_in_an_expression()
    {
        var linear = Linear(4, 4);
        Check(
            new ComposedModel([linear], x => linear.call(x).tanh() * linear.weight.diagonal() + linear.bias!, (r, x) => r.Call(linear, x).tanh() * r.Expand(r.Leaf(linear.weight).diagonal(), 3, 0) + r.Expand(r.Leaf(linear.bias!), 3, 0)),
            3, 4);
    }

    [Fact]
    public void One_example_at_a_time_any_expression_will_do()
    {
        using var scope = NewDisposeScope();
        var linear = Linear(4, 2);
        ComposedModel model = null!;
        model = new([linear], x => linear.call(einsum("ij,bjk->bik", model.Raw(0), x).relu()), (r, x) => r.Call(linear, einsum("ij,bjk->bik", r.Leaf(model.Raw(0)), x).relu()), Zeros(3, 3));
        new RandomTensors(4).Fill(model);
        var input = new RandomTensors(5).Normal(5, 3, 4);
        var maxNorm = OneExampleAtATime.Clip(model, input, 1).Norms.Order().ElementAt(2);

        var parameters = new TrainableParameters(model);
        var sum = UsedSum.Of(parameters);
        var norms = SingleExamples.Each([input], one =>
        {
            using var record = new LayerRecord(1);
            record.Backward(RecordedModel.Losses(model.RecordedForward(record, one[0])));
            return record.AddClippedGradients(new ClipBound(maxNorm), sum);
        });
        parameters.Dispose();
        using var actual = new ClippedGradients(norms, sum);

        OneExampleAtATime.Clip(model, input, maxNorm).AssertEqual(actual, 2e-6);
    }

    [Fact]
    public void Several_examples_that_meet_in_a_leaf_are_refused()
    {
        using var scope = NewDisposeScope();
        var mix = Zeros(3, 3);
        var model = new ComposedModel([], x => x, (r, x) => einsum("ij,bjk->bik", r.Leaf(mix), x), mix);

        var error = Assert.Throws<InvalidOperationException>(() => model.ClippedGradients(ones(2, 3, 4), 1));

        Assert.Contains("one example at a time", error.Message, StringComparison.Ordinal);
    }

    private static Parameter Zeros(params long[] shape) => new(zeros(shape));

    private static void Check(RecordedModel model, params long[] example)
    {
        using var scope = NewDisposeScope();
        var random = new RandomTensors(11);
        random.Fill(model);
        foreach (var batch in new[] { 5, 1 })
        {
            var input = random.Normal([batch, .. example]);
            var maxNorm = OneExampleAtATime.Clip(model, input, 1).Norms.Order().ElementAt(batch / 2);
            using var actual = model.ClippedGradients(input, maxNorm);
            OneExampleAtATime.Clip(model, input, maxNorm).AssertEqual(actual, 2e-6);
        }
    }
}
