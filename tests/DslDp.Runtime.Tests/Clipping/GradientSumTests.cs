using DslDp.Clipping;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DslDp.Runtime.Tests.Clipping;

public class GradientSumTests
{
    [Fact]
    public void Every_parameter_has_its_own_part_of_one_buffer()
    {
        using var parameters = new TrainableParameters(new SequenceModel(Conv2d(1, 2, 3), Flatten(), Linear(8, 3)));
        using var sum = new GradientSum(parameters);
        using var scope = NewDisposeScope();

        sum.Flat.copy_(arange(sum.Flat.numel(), float32));

        var start = 0L;
        foreach (var ((name, parameter), (ofView, view)) in parameters.Items.Zip(sum.Views))
        {
            Assert.Same(parameter, ofView);
            Assert.Same(view, sum.ByName[name]);
            Assert.Equal(parameter.shape, view.shape);
            Assert.Equal(Enumerable.Range((int)start, (int)view.numel()).Select(i => (float)i), view.flatten().data<float>().ToArray());
            start += view.numel();
        }
        Assert.Equal(sum.Flat.numel(), start);

        sum.Zero();
        Assert.All(sum.ByName.Values, view => Assert.Equal(0, view.abs().sum().ToSingle()));
    }

    // What was left over must neither stay nor come back when something was added.
    [Fact]
    public void Zero_is_zero_however_it_is_asked_for()
    {
        using var parameters = new TrainableParameters(new SequenceModel(Linear(4, 3), Linear(3, 2)));
        using var sum = UsedSum.Of(parameters);
        using var scope = NewDisposeScope();

        Assert.All(sum.Flat.data<float>().ToArray(), number => Assert.Equal(0, number));
        sum.ByName["layers.0.weight"].fill_(3);
        Assert.Equal(36, sum.Flat.sum().ToSingle());

        sum.Zero();
        Assert.All(sum.Views, view => Assert.Equal(0, view.Sum.abs().sum().ToSingle()));
    }

    [Fact]
    public void It_outlives_the_scope_it_was_made_in_and_the_parameters()
    {
        GradientSum sum;
        using (NewDisposeScope())
        {
            using var parameters = new TrainableParameters(new SequenceModel(Linear(2, 3)));
            sum = new GradientSum(parameters);
        }

        using (sum)
            Assert.Equal(9, sum.Flat.numel());
        Assert.True(sum.Flat.IsInvalid);
    }
}
