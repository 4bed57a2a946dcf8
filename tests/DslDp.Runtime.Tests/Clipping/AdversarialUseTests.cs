using DslDp.Clipping;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DslDp.Runtime.Tests.Clipping;

/// <summary>Models and calls that are made to let a gradient through that is longer than its bound, or to make it another one.</summary>
public class AdversarialUseTests
{
    private sealed class Block() : RecordedModel(nameof(Block))
    {
        private readonly Linear linear = Linear(3, 3);

        public override Tensor forward(Tensor input) => linear.call(input);

        public override Tensor RecordedForward(LayerRecord record, Tensor input) => record.Call(linear, input);
    }

    [Fact]
    public void A_block_is_told_nothing_of_another_axis_so_it_is_refused_there()
    {
        using var scope = NewDisposeScope();
        using var record = new LayerRecord(2);

        // Four positions of two examples: the first axis could be taken for the batch merged with another.
        var error = Assert.Throws<NotSupportedException>(() => record.Call(Sequential(new Block()), ones(4, 2, 3), batchAxis: 1));

        Assert.Contains("axis 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Clipped_sums_of_a_record_are_added_once()
    {
        using var scope = NewDisposeScope();
        var model = new RandomTensors(1).Fill(new SequenceModel(Conv2d(2, 2, 3, groups: 2), Flatten(), Linear(8, 1)));
        using var parameters = new TrainableParameters(model);
        using var sum = UsedSum.Of(parameters);
        using var record = new LayerRecord(3);
        record.Backward(RecordedModel.Losses(model.RecordedForward(record, new RandomTensors(2).Normal(3, 2, 4, 4))));
        record.AddClippedGradients(new ClipBound(1), sum);
        var once = sum.Flat.clone();

        Assert.Throws<InvalidOperationException>(() => record.AddClippedGradients(new ClipBound(1), sum));

        Assert.Equal(0, (sum.Flat - once).abs().max().ToSingle());
    }

    public static TheoryData<string, Func<(Parameter, Parameter)>> OverlappingViews() => new()
    {
        { "square, and transposed", () => Views(ones(3, 3), whole => (whole, whole.t())) },
        { "rows, and columns", () => Views(ones(4, 4), whole => (whole.narrow(0, 3, 1), whole.narrow(1, 3, 1))) },
        { "every second number, and the last numbers", () => Views(ones(8), whole => (whole.as_strided([4], [2], 0), whole.narrow(0, 6, 2))) },
        { "one memory with two storages", SharedArray },
    };

    [Theory]
    [MemberData(nameof(OverlappingViews))]
    public void Two_parameters_on_the_same_memory_are_refused(string what, Func<(Parameter, Parameter)> make)
    {
        using var scope = NewDisposeScope();
        var (one, other) = make();
        var model = new ComposedModel([], x => x, (_, x) => x, one, other);

        var error = Assert.Throws<ArgumentException>(() => new TrainableParameters(model));

        Assert.True(error.Message.Contains("same memory", StringComparison.Ordinal), what);
    }

    [Fact]
    public void A_parameter_whose_numbers_lie_on_each_other_is_refused()
    {
        using var scope = NewDisposeScope();
        var model = new ComposedModel([], x => x, (_, x) => x, new Parameter(ones(1).expand(5)));

        var error = Assert.Throws<ArgumentException>(() => new TrainableParameters(model));

        Assert.Contains("same memory", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_transposed_parameter_is_trained()
    {
        using var scope = NewDisposeScope();
        ComposedModel model = null!;
        model = new([], x => functional.linear(x, model.Raw(0)).sin(), (r, x) => r.Linear(x, model.Raw(0)).sin(), new Parameter(new RandomTensors(3).Normal(4, 3).t()));
        var input = new RandomTensors(4).Normal(5, 4);
        Assert.False(model.Raw(0).is_contiguous());

        using var actual = model.ClippedGradients(input, 0.5);

        OneExampleAtATime.Clip(model, input, 0.5).AssertEqual(actual, 2e-6);
    }

    [Theory]
    [InlineData(EmbeddingBagMode.Mean)]
    [InlineData(EmbeddingBagMode.Max)]
    [InlineData(EmbeddingBagMode.Sum)]
    public void A_bag_of_the_one_row_that_is_not_padding(EmbeddingBagMode mode)
    {
        using var scope = NewDisposeScope();
        foreach (var padding in new[] { 1L, -1 })
        {
            var bag = padding < 0 ? EmbeddingBag(1, 3, mode: mode) : EmbeddingBag(2, 3, mode: mode, padding_index: padding);
            var tokens = tensor(new long[] { 0, 0, 0, 0, 0, 0 }).view(2, 3);
            var model = new RandomTensors(5).Fill(new ComposedModel([bag], _ => bag.call(tokens[..1]).sin(), (r, _) => r.Call(bag, tokens).sin()));

            using var actual = model.ClippedGradients(zeros(2, 1), 0.5);

            OneExampleAtATime.Clip(model, zeros(2, 1), 0.5).AssertEqual(actual, 2e-6);
        }
    }

    [Fact]
    public void States_that_do_not_fit_a_recurrence_are_an_error_and_those_that_stretch_are_stretched()
    {
        using var scope = NewDisposeScope();
        var layer = LSTM(3, 4, batchFirst: true);
        using var record = new LayerRecord(5);

        Assert.ThrowsAny<Exception>(() => record.Call(layer, ones(5, 6, 3), (zeros(1, 5, 7), zeros(1, 5, 4))));
        var (output, _, _) = record.Call(layer, ones(5, 6, 3), (zeros(1, 1, 4, requires_grad: true), zeros(1, 1, 4)));

        record.Backward(output.sum([1L, 2L]));
        using var sum = UsedSum.Of(new TrainableParameters(layer));
        Assert.Equal([5L], record.AddClippedGradients(new ClipBound(1), sum).shape);
    }

    private static (Parameter, Parameter) Views(Tensor whole, Func<Tensor, (Tensor, Tensor)> of)
    {
        var (one, other) = of(whole);
        return (new Parameter(one), new Parameter(other));
    }

    private static (Parameter, Parameter) SharedArray()
    {
        var numbers = new float[6];
        return (new Parameter(frombuffer(numbers, ScalarType.Float32)), new Parameter(frombuffer(numbers, ScalarType.Float32, 3)));
    }
}
