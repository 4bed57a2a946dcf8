using CsCheck;
using DslDp.Clipping;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DslDp.Runtime.Tests.Clipping;

/// <summary>Linear layers whose output is rectified in its place: the values, the gradients, and what else reads them.</summary>
public class RectifiedLayerTests
{
    [Fact]
    public void Values_and_gradients_are_the_layers_own() => Gen.Select(Gen.Int[0, 1_000_000], Gen.Long[0, 5], Gen.Long[0, 4], Gen.Long[1, 40], Gen.Long[1, 70], Gen.Bool).Sample(
        (seed, batch, positions, d, p, bias) =>
        {
            using var scope = NewDisposeScope();
            var random = new RandomTensors(seed);
            var layer = Eighths(random.Fill(Linear(d, p, bias)));
            var input = Eighth(random.Normal(positions == 0 ? [batch, d] : [batch, positions, d]));
            var (one, other) = (input.requires_grad_(true), input.detach().clone().requires_grad_(true));
            using var record = new LayerRecord(batch);

            var (actual, expected) = (record.CallRectified(layer, one), layer.call(other).relu());
            var weights = Eighth(random.Normal(expected.shape));
            (actual * weights).sum().backward();
            (expected * weights).sum().backward();

            Assert.Equal(expected.shape, actual.shape);
            Assert.True(expected.eq(actual).all().item<bool>());
            Assert.True(other.grad!.eq(one.grad!).all().item<bool>());
        },
        iter: 100,
        threads: 1);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void Clipped_sums_are_those_of_one_example_at_a_time(int positions)
    {
        using var scope = NewDisposeScope();
        var (first, second, third) = (Linear(9, 33), Linear(33, 20, hasBias: false), Linear(20, 3));
        Check(new ComposedModel([first, second, third], x => third.call(second.call(first.call(x).relu()).relu()), (r, x) => r.Call(third, r.CallRectified(second, r.CallRectified(first, x)))), positions);
    }

    // A sum gives one and the same gradient to both: neither may write into it.
    [Fact]
    public void Another_operation_may_have_the_same_gradient()
    {
        using var scope = NewDisposeScope();
        var (left, right, output) = (Linear(9, 12), Linear(9, 12), Linear(12, 3));
        Check(new ComposedModel([left, right, output], x => output.call(left.call(x).relu() + right.call(x).relu()), (r, x) => r.Call(output, r.CallRectified(left, x) + r.CallRectified(right, x))), 0);
    }

    // Whether a gradient may be overwritten depends on who else holds it, and in what order they come: any graph of layers and operations.
    [Fact]
    public void Any_graph_of_operations_has_the_gradients_of_one_example_at_a_time() => Gen.Select(Gen.Int[0, 1_000_000], Gen.Select(Gen.Int[0, 7], Gen.Int[0, 99], Gen.Int[0, 99]).Array[2, 9]).Sample(
        (seed, operations) =>
        {
            using var scope = NewDisposeScope();
            const int width = 5;
            var random = new RandomTensors(seed);
            var (layers, isClose) = (operations.Select(_ => Linear(width, width)).Append(Linear(width, width)).ToArray(), false);
            var model = random.Fill(new ComposedModel(
                layers,
                x => Run(x, Rectified, (layer, value) => layer.call(value)),
                (r, x) => Run(x, (layer, value) => r.CallRectified(layer, value), (layer, value) => r.Call(layer, value))));
            var input = random.Normal(4, width);
            var exact = OneExampleAtATime.Clip(model, input, 1);
            var maxNorm = exact.Norms.Average();
            if (isClose || maxNorm == 0 || exact.Norms.Max() > 1e3)
                return;

            using var actual = model.ClippedGradients(input, maxNorm);

            // Against the largest norm: the smallest are differences of numbers in single precision.
            var most = 2e-6 * exact.Norms.Max();
            Assert.All(exact.Norms.Zip(actual.Norms.data<float>().ToArray()), norm => Assert.Equal(norm.First, norm.Second, most));
            foreach (var (name, sum) in OneExampleAtATime.Clip(model, input, maxNorm).Sums)
                Assert.InRange((actual.Sums[name].to(float64) - sum).abs().max().item<double>(), 0, most);

            // In single precision, a number so close to 0 may lie on its other side.
            Tensor Rectified(Linear layer, Tensor value)
            {
                var product = layer.call(value);
                isClose |= product.abs().min().item<double>() < 1e-4;
                return product.relu();
            }

            Tensor Run(Tensor x, Func<Linear, Tensor, Tensor> rectified, Func<Linear, Tensor, Tensor> plain)
            {
                var values = new List<Tensor> { x, rectified(layers[^1], x) };
                foreach (var ((kind, first, second), layer) in operations.Zip(layers))
                {
                    // The later values more often: graphs are deep.
                    var (one, other) = (values[^(1 + (first % Math.Min(3, values.Count)))], values[second % values.Count]);
                    values.Add(kind switch
                    {
                        0 or 1 or 2 => rectified(layer, one),
                        3 => plain(layer, one),
                        4 => one + other,
                        5 => other + one,
                        6 => one * 0.5 * other,
                        _ => one.view(-1, 1, width).transpose(0, 1).transpose(0, 1).view(-1, width),
                    });
                }
                return values[^1] + values[^2] + (values[1] * 0.25);
            }
        },
        iter: 100,
        threads: 1);

    [Fact]
    public void What_leaves_may_enter_several_operations()
    {
        using var scope = NewDisposeScope();
        var (first, second) = (Linear(9, 12), Linear(12, 12));
        Check(
            new ComposedModel([first, second], x => Both(first.call(x).relu(), second.call), (r, x) => Both(r.CallRectified(first, x), h => r.Call(second, h))),
            0);

        static Tensor Both(Tensor hidden, Func<Tensor, Tensor> layer) => hidden + layer(hidden) + (hidden * hidden);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(LayerRecord.Innermost)]
    public void Examples_may_lie_on_another_axis(int axis) => CheckTwoLayers(4, (r, first, second, x) =>
    {
        var turned = x.transpose(0, 1);
        var hidden = axis == 1 ? r.CallRectified(first, turned, 1) : r.CallRectified(first, turned.reshape(-1, 9), axis).view(turned.shape[0], turned.shape[1], 12);
        return r.Call(second, hidden, 1).transpose(0, 1);
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_sequence_rectifies_in_place_whatever_it_was_told(bool inplace)
    {
        using var scope = NewDisposeScope();
        Check(new SequenceModel(Linear(9, 20), ReLU(inplace), ReLU(), Linear(20, 7), Tanh(), ReLU(), Linear(7, 3), ReLU(inplace)), 0);
    }

    [Fact]
    public void What_is_not_a_number_stays_so()
    {
        using var scope = NewDisposeScope();
        var layer = new RandomTensors(5).Fill(Linear(4, 20));
        var input = new RandomTensors(6).Normal(3, 4);
        input[1, 2] = float.NaN;
        using var record = new LayerRecord(3);

        var actual = record.CallRectified(layer, input);

        Assert.True(actual[1].isnan().all().item<bool>());
        Assert.True(allclose(layer.call(input).relu(), actual, 1e-6, 1e-6, equal_nan: true));
    }

    [Fact]
    public void Changing_it_in_place_is_noticed()
    {
        using var scope = NewDisposeScope();
        using var record = new LayerRecord(2);
        var hidden = record.CallRectified(Linear(4, 3), ones(2, 4));
        hidden.add_(1);

        var error = Assert.Throws<InvalidOperationException>(() => record.Backward(hidden.sum(1L)));

        Assert.StartsWith("The output of Linear with weight [3, 4] was changed in place", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_caller_may_dispose_of_it_at_any_time() => CheckTwoLayers(0, (r, first, second, x) =>
    {
        using var hidden = r.CallRectified(first, x);
        return r.Call(second, hidden);
    });

    [Fact]
    public void Another_shape_is_refused()
    {
        using var scope = NewDisposeScope();
        using var record = new LayerRecord(2);
        Assert.Throws<ArgumentException>(() => record.CallRectified(Linear(4, 3), ones(2, 5)));
        Assert.Throws<ArgumentException>(() => record.CallRectified(Linear(4, 3), ones(3, 4)));
    }

    // Their products and sums are exact: no rounding may decide whether a number is above 0.
    private static Tensor Eighth(Tensor numbers) => numbers.mul(8).round().div(8);

    private static Linear Eighths(Linear layer)
    {
        using var noGrad = no_grad();
        foreach (var parameter in layer.parameters())
            parameter.copy_(Eighth(parameter));
        return layer;
    }

    private static void CheckTwoLayers(int positions, Func<LayerRecord, Linear, Linear, Tensor, Tensor> recorded)
    {
        using var scope = NewDisposeScope();
        var (first, second) = (Linear(9, 12), Linear(12, 3));
        Check(new ComposedModel([first, second], x => second.call(first.call(x).relu()), (r, x) => recorded(r, first, second, x)), positions);
    }

    private static void Check(RecordedModel model, int positions)
    {
        var random = new RandomTensors(7);
        random.Fill(model);
        var input = positions == 0 ? random.Normal(6, 9) : random.Normal(6, positions, 9);
        var maxNorm = OneExampleAtATime.Clip(model, input, 1).Norms.Average();

        using var actual = model.ClippedGradients(input, maxNorm);

        OneExampleAtATime.Clip(model, input, maxNorm).AssertEqual(actual, 2e-6);
    }
}
