using DslDp.Clipping;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DslDp.Runtime.Tests.Clipping;

/// <summary>
/// Positions, or uses of one parameter, whose gradients cancel but for a ten-millionth: rounding leaves as much as there is. Whatever the
/// norm is said to be, what one example adds to the sum must not be longer than the bound.
/// </summary>
public class CancellingTests
{
    private static readonly Dictionary<string, Func<RandomTensors, (Module Model, Func<LayerRecord, Tensor> Losses)>> Uses = new()
    {
        ["matrix at many positions"] = random => AtPositions(random, Linear(24, 40, hasBias: false), 40, 24),
        ["matrix at a few positions"] = random => AtPositions(random, Linear(300, 200, hasBias: false), 4, 300),
        ["bias at many positions"] = random => AtPositions(random, Linear(24, 40), 40, 24),
        ["convolution"] = random => AtPositions(random, Conv2d(3, 20, 3, bias: false), 2, 3, 9, 9),
        ["convolution by groups"] = random => AtPositions(random, Conv2d(4, 4, 3, groups: 4, bias: false), 2, 4, 9, 9),
        ["transposed convolution"] = random => AtPositions(random, ConvTranspose2d(3, 5, 3, bias: false), 2, 3, 6, 6),
        ["group normalisation"] = random => AtPositions(random, GroupNorm(2, 4), 2, 4, 7, 7),
        ["layer normalisation"] = random => AtPositions(random, LayerNorm(8), 20, 8),
        ["table whose tokens repeat"] = RepeatedTokens,
        ["table that multiplies too"] = TiedTable,
        ["large table that multiplies too"] = LargeTiedTable,
        ["matrix and an expression of it"] = MatrixAndExpression,
        ["steps of a recurrence"] = Steps,
    };

    public static TheoryData<string> Names() => [.. Uses.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_an_example_adds_is_not_longer_than_the_bound(string name)
    {
        var isLarge = name.StartsWith("large", StringComparison.Ordinal);
        for (var seed = 0; seed < (isLarge ? 1 : 10); seed++)
        {
            using var scope = NewDisposeScope();
            var random = new RandomTensors(seed);
            var (model, losses) = Uses[name](random);
            foreach (var bound in isLarge ? [1e-4] : new[] { 1e-7, 1e-4, 0.1, 3 })
            {
                using var record = new LayerRecord(1);
                record.Backward(losses(record));
                using var parameters = new TrainableParameters(model);
                using var sum = UsedSum.Of(parameters);
                using var norms = record.AddClippedGradients(new ClipBound(bound), sum);

                var length = sum.Flat.to(float64).square().sum().sqrt().ToDouble();

                Assert.True(length <= bound, $"seed {seed}: norm said to be {norms.ToSingle():R}; added {length:R}, bound {bound:R}");
            }
        }
    }

    /// <summary>The example twice along its positions, the second time with the opposite gradient but for a ten-millionth.</summary>
    private static (Module, Func<LayerRecord, Tensor>) AtPositions(RandomTensors random, Module<Tensor, Tensor> layer, params long[] shape)
    {
        var half = random.Normal(shape);
        var input = cat([half, half], 0);
        if (shape.Length == 2)
            input = input.unsqueeze(0);
        var rows = random.Normal(20_000);
        return (random.Fill(layer), record =>
        {
            var output = record.Call(layer, input);
            var own = rows.narrow(0, 0, output.numel() / 2);
            return (output.flatten() * cat([own, own * (-1 - 1e-7f)], 0)).sum().unsqueeze(0);
        }
        );
    }

    private static (Module, Func<LayerRecord, Tensor>) RepeatedTokens(RandomTensors random)
    {
        var table = Embedding(3, 16);
        var gradient = Cancelling(random, 30, 16);
        var tokens = zeros([1, 60], ScalarType.Int64);
        return (random.Fill(table), record => (record.Call(table, tokens) * gradient).sum().unsqueeze(0));
    }

    private static (Module, Func<LayerRecord, Tensor>) TiedTable(RandomTensors random) => Tied(random, 7);

    // Too large to be made for an example: 2¹⁸ tokens of 160 numbers.
    private static (Module, Func<LayerRecord, Tensor>) LargeTiedTable(RandomTensors random) => Tied(random, 1 << 18, 160);

    private static (Module, Func<LayerRecord, Tensor>) Tied(RandomTensors random, long tokens, long width = 16)
    {
        var table = Embedding(tokens, width);
        var (input, noise) = (random.Normal(1, 3, width), random.Normal(1, 2, width));
        var found = tensor(new long[] { 1, 2 }).view(1, 2);
        return (table, record =>
        {
            // The row of token 1: the products have the gradient of the inputs, what was looked up its opposite.
            var products = record.Linear(input, table.weight!);
            var rows = record.Call(table, found);
            var opposite = cat([-input.sum(1L, keepdim: true) * 2, zeros(1, 1, width)], 1) + (1e-7f * noise);
            return ((products.select(2, 1) * 2).sum() + (rows * opposite).sum()).unsqueeze(0);
        }
        );
    }

    private static (Module, Func<LayerRecord, Tensor>) MatrixAndExpression(RandomTensors random)
    {
        var layer = Linear(12, 5, hasBias: false);
        var (input, gradient) = (random.Normal(1, 30, 12), random.Normal(1, 30, 5));
        return (random.Fill(layer), record =>
        {
            var opposite = gradient.transpose(1, 2).bmm(input);
            return ((record.Call(layer, input) * gradient).sum() - (record.Expand(layer.weight, 3, 0) * opposite * (1 + 1e-7f)).sum()).unsqueeze(0);
        }
        );
    }

    private static (Module, Func<LayerRecord, Tensor>) Steps(RandomTensors random)
    {
        var layer = Linear(12, 20, hasBias: false);
        var steps = random.Normal(30, 12);
        var inputs = cat([steps, steps], 0);
        var gradient = Cancelling(random, 30, 20);
        return (random.Fill(layer), record => Enumerable.Range(0, 60).Select(t => (record.Call(layer, inputs.narrow(0, t, 1)) * gradient[t]).sum()).Aggregate((sum, next) => sum + next).unsqueeze(0));
    }

    private static Tensor Cancelling(RandomTensors random, long positions, long width)
    {
        var half = random.Normal(positions, width);
        return cat([half, -half + (1e-7f * random.Normal(positions, width))], 0);
    }
}
