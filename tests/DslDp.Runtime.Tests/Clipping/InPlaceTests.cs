using DslDp.Clipping;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DslDp.Runtime.Tests.Clipping;

/// <summary>A recorded tensor that is overwritten would be measured as one thing and summed as another: nothing may come of it.</summary>
public class InPlaceTests
{
    [Fact]
    public void Changing_the_output_of_a_layer_is_noticed()
    {
        using var scope = NewDisposeScope();
        using var record = new LayerRecord(2);
        var output = record.Call(Linear(3, 3), record.Call(Linear(4, 3), ones(2, 4)).tanh());
        output.mul_(10);

        var error = Assert.Throws<InvalidOperationException>(() => record.Backward(output.sum(1L)));

        Assert.Equal("The output of Linear with weight [3, 3] was changed in place after it was recorded, so gradients cannot be clipped; call the operation that returns a new tensor (relu instead of relu_, inplace: false).", error.Message);
    }

    [Fact]
    public void Changing_a_part_of_the_input_of_a_layer_is_noticed()
    {
        using var scope = NewDisposeScope();
        using var record = new LayerRecord(2);
        var input = ones(2, 1, 5, 5);
        var output = record.Call(Conv2d(1, 2, 3), input);
        input.view(-1).narrow(0, 30, 2).add_(1);

        var error = Assert.Throws<InvalidOperationException>(() => record.Backward(output.flatten(1).sum(1L)));

        Assert.Contains("The input of Conv2d", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Changing_what_the_records_own_tanh_has_kept_is_noticed()
    {
        using var scope = NewDisposeScope();
        using var record = new LayerRecord(2);
        var hidden = record.Tanh(record.Call(Linear(4, 3), ones(2, 4)));
        hidden.mul_(2);

        var error = Assert.Throws<InvalidOperationException>(() => record.Backward(hidden.sum(1L)));

        Assert.StartsWith("The result of tanh was changed in place", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Changing_what_enters_or_leaves_a_transformer_is_noticed(bool enters)
    {
        using var scope = NewDisposeScope();
        using var record = new LayerRecord(2);
        var input = ones(3, 2, 4);
        var output = record.Call(TransformerEncoderLayer(4, 2, 5, 0), input, heads: 2);
        (enters ? input : output).mul_(2);

        var error = Assert.Throws<InvalidOperationException>(() => record.Backward(output.sum([0L, 2L])));

        Assert.StartsWith(enters ? "The input of MultiheadAttention was changed in place" : "The output of LayerNorm with weight [4] was changed in place", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_change_that_autograd_itself_refuses_reaches_the_caller_as_an_exception()
    {
        using var scope = NewDisposeScope();
        using var record = new LayerRecord(2);
        var hidden = record.Call(Linear(4, 3), ones(2, 4)).tanh();
        hidden.mul_(2);

        Assert.ThrowsAny<Exception>(() => record.Backward(hidden.sum(1L)));
    }

    [Fact]
    public void A_module_that_overwrites_its_input_is_refused_by_name()
    {
        using var scope = NewDisposeScope();
        using var record = new LayerRecord(2);
        var hidden = record.Call(Linear(4, 3), ones(2, 4));

        var error = Assert.Throws<NotSupportedException>(() => record.Call(ReLU(inplace: true), hidden));

        Assert.Contains("ReLU with inplace: true", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Between_two_modules_of_a_sequence_nobody_sees_it()
    {
        using var scope = NewDisposeScope();
        var random = new RandomTensors(3);
        var overwriting = random.Fill(new SequenceModel(Linear(4, 6), ReLU(inplace: true), Linear(6, 2)));
        var input = random.Normal(5, 4);
        var expected = OneExampleAtATime.Clip(overwriting, input, 0.5);

        using var actual = overwriting.ClippedGradients(input, 0.5);

        expected.AssertEqual(actual, 2e-6);
    }
}
