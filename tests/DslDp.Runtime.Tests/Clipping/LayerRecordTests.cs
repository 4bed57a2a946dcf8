using DslDp.Clipping;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DslDp.Runtime.Tests.Clipping;

public class LayerRecordTests
{
    private sealed class Unknown() : Module<Tensor, Tensor>("Unknown")
    {
        public override Tensor forward(Tensor input) => input;
    }

    /// <summary>Only one of two branches reaches the loss.</summary>
    private sealed class DeadBranch : RecordedModel
    {
        private readonly Linear alive = Linear(4, 2);
        private readonly Conv1d dead = Conv1d(1, 2, 2);

        public DeadBranch()
            : base(nameof(DeadBranch)) => RegisterComponents();

        public override Tensor forward(Tensor input) => alive.call(input);

        public override Tensor RecordedForward(LayerRecord record, Tensor input)
        {
            record.Call(dead, input.unsqueeze(1));
            return record.Call(alive, input);
        }
    }

    /// <summary>Disposes of everything as soon as it has been used, as TorchSharp's own guide advises.</summary>
    private sealed class Tidy : RecordedModel
    {
        private readonly Conv1d first = Conv1d(1, 2, 2);
        private readonly Linear second = Linear(6, 2);

        public Tidy()
            : base(nameof(Tidy)) => RegisterComponents();

        public override Tensor forward(Tensor input) => second.call(first.call(input.unsqueeze(1)).tanh().flatten(1));

        public override Tensor RecordedForward(LayerRecord record, Tensor input)
        {
            using var scope = NewDisposeScope();
            using var channel = input.unsqueeze(1);
            using var filtered = record.Call(first, channel);
            using var bent = filtered.tanh();
            using var flat = bent.flatten(1);
            return record.Call(second, flat).MoveToOuterDisposeScope();
        }
    }

    [Fact]
    public void A_layer_that_does_not_reach_the_loss_adds_nothing()
    {
        using var scope = NewDisposeScope();
        var random = new RandomTensors(1);
        var model = random.Fill(new DeadBranch());
        var input = random.Normal(3, 4);

        using var actual = model.ClippedGradients(input, 0.1);

        OneExampleAtATime.Clip(model, input, 0.1).AssertEqual(actual, 2e-6);
        Assert.Equal(0, actual.Sums["dead.weight"].abs().sum().ToSingle());
    }

    [Fact]
    public void Losses_that_depend_on_no_layer_have_no_gradient()
    {
        using var scope = NewDisposeScope();
        var layer = Linear(2, 2);
        using var sum = UsedSum.Of(new TrainableParameters(layer));
        using var record = new LayerRecord(3);
        record.Call(layer, zeros(3, 2));

        record.Backward(ones(3));

        Assert.Equal([0f, 0f, 0f], record.AddClippedGradients(new ClipBound(1), sum).data<float>().ToArray());
        Assert.Equal(0, sum.Flat.abs().sum().ToSingle());
    }

    [Fact]
    public void The_caller_may_dispose_of_inputs_and_outputs_at_once()
    {
        using var scope = NewDisposeScope();
        var random = new RandomTensors(1);
        var model = random.Fill(new Tidy());
        var input = random.Normal(3, 4);

        using var actual = model.ClippedGradients(input, 0.1);

        OneExampleAtATime.Clip(model, input, 0.1).AssertEqual(actual, 2e-6);
    }

    [Fact]
    public void Gradients_are_made_where_the_caller_turned_autograd_off()
    {
        using var scope = NewDisposeScope();
        var model = new RandomTensors(1).Fill(new SequenceModel(Linear(4, 2)));

        using (no_grad())
        {
            using var actual = model.ClippedGradients(ones(3, 4), 1);
            Assert.All(actual.Norms.data<float>().ToArray(), norm => Assert.NotEqual(0, norm));
            Assert.False(is_grad_enabled());
        }
    }

    [Fact]
    public void No_parameter_gets_a_gradient_of_its_own()
    {
        using var scope = NewDisposeScope();
        var random = new RandomTensors(1);
        var model = random.Fill(new SequenceModel(Conv2d(1, 2, 3), GroupNorm(1, 2), Flatten(), Linear(8, 2)));

        using var actual = model.ClippedGradients(random.Normal(3, 1, 4, 4), 1);

        Assert.All(model.parameters(), parameter => Assert.True(parameter.grad is null));
    }

    [Fact]
    public void Sums_are_added_to_what_is_there()
    {
        using var scope = NewDisposeScope();
        var random = new RandomTensors(1);
        var model = random.Fill(new SequenceModel(Conv2d(1, 2, 3), GroupNorm(1, 2), Flatten(), Linear(8, 2)));
        var input = random.Normal(6, 1, 4, 4);
        using var parameters = new TrainableParameters(model);
        using var sum = UsedSum.Of(parameters);

        foreach (var part in input.split(4))
        {
            using var record = new LayerRecord(part.shape[0]);
            record.Backward(RecordedModel.Losses(model.RecordedForward(record, part)));
            record.AddClippedGradients(new ClipBound(0.3), sum);
        }

        using var whole = model.ClippedGradients(input, 0.3);
        Assert.All(whole.Sums, entry => Assert.True((entry.Value - sum.ByName[entry.Key]).abs().max().ToSingle() < 1e-6));
    }

    [Fact]
    public void A_module_without_a_rule_is_refused_by_name()
    {
        using var record = new LayerRecord(2);
        foreach (var module in new Module<Tensor, Tensor>[] { new Unknown(), BatchNorm2d(3, affine: false), InstanceNorm2d(3, track_running_stats: true), TransformerEncoderLayer(4, 2, 3, 0) })
        {
            var error = Assert.Throws<NotSupportedException>(() => record.Call(module, zeros(2, 3, 4, 4)));
            Assert.Contains(module.GetType().Name, error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(4L, 3L)]
    [InlineData(7L, 3L)]
    public void An_input_whose_first_axis_cannot_be_the_batch_is_refused(long rows, long batch)
    {
        using var scope = NewDisposeScope();
        using var record = new LayerRecord(batch);

        Assert.Contains("was called with an input of shape", Assert.Throws<ArgumentException>(() => record.Call(Linear(2, 2), zeros(rows, 2))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => record.Call(Conv2d(1, 1, 2), zeros(rows, 1, 3, 3)));
        Assert.Throws<ArgumentException>(() => record.Call(Conv2d(1, 1, 2), zeros(1, 3, 3)));
        Assert.Throws<ArgumentException>(() => record.Call(GroupNorm(1, 2), zeros(rows, 2, 3)));
        Assert.Throws<ArgumentException>(() => record.Call(LayerNorm(2), zeros(rows, 2)));
    }

    [Fact]
    public void Losses_are_one_an_example_and_come_before_the_gradients()
    {
        using var scope = NewDisposeScope();
        var layer = Linear(2, 2);
        using var parameters = new TrainableParameters(layer);
        using var sum = UsedSum.Of(parameters);
        using var record = new LayerRecord(3);
        var output = record.Call(layer, zeros(3, 2));

        Assert.Throws<ArgumentException>(() => record.Backward(output));
        Assert.Throws<ArgumentException>(() => record.Backward(output.sum()));
        Assert.Throws<InvalidOperationException>(() => record.AddClippedGradients(new ClipBound(1), sum));
        record.Backward(output.sum(1L));
        record.AddClippedGradients(new ClipBound(1), sum);
        Assert.Throws<InvalidOperationException>(() => record.Backward(output.sum(1L)));
        Assert.Throws<InvalidOperationException>(() => record.Call(Linear(2, 2), zeros(3, 2)));
    }

    // A record gives its collections to the next: it must not add that one's gradients.
    [Fact]
    public void A_record_that_was_disposed_of_takes_nothing_and_adds_nothing()
    {
        using var scope = NewDisposeScope();
        var layer = Linear(2, 2);
        using var parameters = new TrainableParameters(layer);
        using var sum = UsedSum.Of(parameters);
        var early = new LayerRecord(3);
        early.Dispose();
        var used = new LayerRecord(3);
        used.Backward(used.Call(layer, ones(3, 2)).sum(1L));
        used.Dispose();
        using var other = new LayerRecord(3);
        other.Backward(other.Call(layer, ones(3, 2)).sum(1L));

        Assert.Throws<ObjectDisposedException>(() => early.Call(layer, ones(3, 2)));
        Assert.Throws<ObjectDisposedException>(() => early.Leaf(layer.weight!));
        Assert.Throws<ObjectDisposedException>(() => early.Backward(zeros(3)));
        Assert.Throws<ObjectDisposedException>(() => used.AddClippedGradients(new ClipBound(1), sum));
        Assert.Equal(0, sum.Flat.abs().sum().ToSingle());
    }

    [Fact]
    public void A_layer_outside_the_trained_parameters_is_refused_before_anything_is_added()
    {
        using var scope = NewDisposeScope();
        var model = new RandomTensors(1).Fill(new SequenceModel(Linear(2, 2)));
        using var parameters = new TrainableParameters(model);
        using var sum = UsedSum.Of(parameters);
        using var record = new LayerRecord(3);
        var output = record.Call(Linear(2, 2), model.RecordedForward(record, ones(3, 2)));
        record.Backward(output.sum(1L));

        var error = Assert.Throws<InvalidOperationException>(() => record.AddClippedGradients(new ClipBound(1), sum));

        Assert.Contains("not among those that are trained", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, sum.Flat.abs().sum().ToSingle());
    }
}
