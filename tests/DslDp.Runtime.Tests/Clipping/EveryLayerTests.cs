using DslDp.Clipping;
using TorchSharp;
using TorchSharp.Modules;
using Xunit.Abstractions;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DslDp.Runtime.Tests.Clipping;

/// <summary>Each of TorchSharp's layers with parameters against the definition, one example at a time in double precision.</summary>
public class EveryLayerTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, (long[] Example, Func<RecordedModel> Make)> Models = new()
    {
        ["embedding with repeated tokens"] = ([9], () => Table(Embedding(5, 4))),
        ["embedding with padding"] = ([9], () => Table(Embedding(5, 4, padding_idx: 1))),
        ["embedding of one token"] = ([1], () => Table(Embedding(5, 4))),
        ["bag of embeddings, sum"] = ([6], () => Bag(EmbeddingBag(4, 3, mode: EmbeddingBagMode.Sum))),
        ["bag of embeddings, mean, with padding"] = ([6], () => Bag(EmbeddingBag(4, 3, mode: EmbeddingBagMode.Mean, padding_index: 2))),
        ["bag of embeddings, greatest"] = ([6], () => Bag(EmbeddingBag(40, 3, mode: EmbeddingBagMode.Max))),
        ["bag of embeddings, weighted"] = ([6], WeightedBag),
        ["bilinear"] = ([5, 7], BilinearOnPositions),
        ["rectifier with one slope"] = ([3, 5], () => new SequenceModel(PReLU(1))),
        ["rectifier with a slope a channel"] = ([3, 5], () => new SequenceModel(PReLU(3))),
        ["instance normalisation"] = ([3, 6, 5], () => new SequenceModel(Conv2d(3, 4, 3), InstanceNorm2d(4, affine: true), Tanh())),
        ["transposed convolution in one dimension"] = ([3, 7], () => new SequenceModel(ConvTranspose1d(3, 4, 3, stride: 2, padding: 1, output_padding: 1), Tanh())),
        ["transposed convolution in two dimensions"] = ([4, 5, 4], () => new SequenceModel(ConvTranspose2d(4, 6, 3, stride: 2, dilation: 2, groups: 2), Tanh(), ConvTranspose2d(6, 2, 2, bias: false))),
        ["transposed convolution in three dimensions"] = ([2, 3, 3, 4], () => new SequenceModel(ConvTranspose3d(2, 3, 2), Tanh())),
        ["transposed convolution to a size"] = ([2, 5, 4], ToSize),
        ["attention"] = ([5, 8], () => Attention(MultiheadAttention(8, 2), 2)),
        ["attention whose weights are not asked for"] = ([5, 8], () => GatheredAttention(MultiheadAttention(8, 2), 2)),
        ["attention of one position"] = ([1, 6], () => GatheredAttention(MultiheadAttention(6, 2, bias: false), 2)),
        ["attention without bias, keys of another width"] = ([5, 8], () => CrossAttention(MultiheadAttention(8, 4, bias: false, kdim: 3, vdim: 3))),
        ["attention to itself and to others by one layer"] = ([5, 8], () => SharedAttention(MultiheadAttention(8, 2))),
        ["attention to itself and to others by one layer without bias"] = ([5, 8], () => SharedAttention(MultiheadAttention(8, 2, bias: false))),
        ["encoder of a transformer"] = ([4, 6], Encoder),
        ["decoder of a transformer"] = ([4, 6], Decoder),
        ["transformer"] = ([4, 6], WholeTransformer),
        ["long short-term memory"] = ([5, 3], () => LongShortTerm(LSTM(3, 4, batchFirst: true))),
        ["long short-term memory, two layers both ways"] = ([5, 3], () => LongShortTerm(LSTM(3, 4, numLayers: 2, batchFirst: true, bidirectional: true))),
        ["long short-term memory with more units than a vector, two layers both ways"] = ([4, 3], () => LongShortTerm(LSTM(3, 19, numLayers: 2, batchFirst: true, bidirectional: true))),
        ["long short-term memory with more units than a vector, at one time"] = ([1, 5], () => LongShortTerm(LSTM(5, 32, batchFirst: true))),
        ["long short-term memory, time first, no bias"] = ([5, 3], () => LongShortTerm(LSTM(3, 4, bias: false), timeFirst: true)),
        ["gated recurrent unit"] = ([5, 3], () => Gated(GRU(3, 4, numLayers: 2, batchFirst: true, bidirectional: true))),
        ["recurrent layer"] = ([5, 3], () => Plain(RNN(3, 4, batchFirst: true), NonLinearities.Tanh)),
        ["recurrent layer, rectified"] = ([5, 3], () => Plain(RNN(3, 4, nonLinearity: NonLinearities.ReLU, batchFirst: true), NonLinearities.ReLU)),
        ["cells"] = ([6, 3], Cells),
        ["layers with the examples on the second axis"] = ([5, 6], SecondAxis),
        ["embedding with the examples on the second axis"] = ([5], () => TimeFirstTable(Embedding(6, 3))),
        ["a matrix of the model's own"] = ([4, 5], OwnMatrix),
        ["output tied to the embedding"] = ([7], TiedOutput),
        ["decoder tied to the encoder, transposed"] = ([5], TiedTransposed),
        ["convolution tied to a convolution"] = ([2, 6, 6], TiedConvolutions),
    };

    public static TheoryData<string, int, string> Cases()
    {
        var cases = new TheoryData<string, int, string>();
        foreach (var model in Models.Keys)
        {
            foreach (var (batch, clipped) in new[] { (1, "all"), (5, "some"), (4, "none"), (3, "all") })
                cases.Add(model, batch, clipped);
        }
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Sums_and_norms_are_those_of_one_example_at_a_time(string name, int batch, string clipped)
    {
        using var scope = NewDisposeScope();
        var random = new RandomTensors(batch);
        var (shape, make) = Models[name];
        var model = random.Fill(make());
        model.eval();
        var input = random.Normal([batch, .. shape]);

        var norms = OneExampleAtATime.Clip(model, input, 1).Norms.Order().ToArray();
        var maxNorm = clipped switch { "all" => norms[0] / 2, "some" => norms[batch / 2] * 0.999, _ => norms[^1] * 2 };
        output.WriteLine($"norms {norms[0]:G3} to {norms[^1]:G3}, clipped to {maxNorm:G3}");
        using var actual = model.ClippedGradients(input, maxNorm);

        OneExampleAtATime.Clip(model, input, maxNorm).AssertEqual(actual, 2e-6);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_recorded_form_computes_what_the_layer_does(string name)
    {
        using var scope = NewDisposeScope();
        var random = new RandomTensors(3);
        var (shape, make) = Models[name];
        var model = random.Fill(make());
        model.eval();
        var input = random.Normal([4, .. shape]);
        using var record = new LayerRecord(4);

        var (expected, actual) = (model.forward(input), model.RecordedForward(record, input));

        Assert.Equal(expected.shape, actual.shape);
        Assert.True((expected - actual).abs().max().ToSingle() <= 1e-5f * expected.abs().max().ToSingle());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_example_gives_sums_of_zero(string name)
    {
        using var scope = NewDisposeScope();
        var (shape, make) = Models[name];
        var model = new RandomTensors(0).Fill(make());
        using var actual = model.ClippedGradients(zeros([0, .. shape]), 1);
        using var ofSome = model.ClippedGradients(ones([2, .. shape]), 1);

        // No parameter ever has a gradient.
        Assert.All(model.parameters(), parameter => Assert.Null(parameter.grad));
        Assert.Equal([0L], actual.Norms.shape);
        Assert.All(actual.Sums.Values, sum => Assert.True(sum.eq(0).all().item<bool>()));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_example_that_is_not_a_number_adds_nothing_and_changes_no_other(string name)
    {
        using var scope = NewDisposeScope();
        var random = new RandomTensors(8);
        var (shape, make) = Models[name];
        if (name.Contains("embedding", StringComparison.Ordinal))
            return; // Tokens are never not a number.
        var model = random.Fill(make());
        model.eval();
        var input = random.Normal([3, .. shape]);
        var others = input.index_select(0, tensor(new long[] { 0, 2 }));
        input.select(0, 1).fill_(float.NaN);

        using var actual = model.ClippedGradients(input, 0.5);
        using var expected = model.ClippedGradients(others, 0.5);

        Assert.False(float.IsFinite(actual.Norms[1].ToSingle()));
        foreach (var (parameter, sum) in expected.Sums)
            Assert.True((actual.Sums[parameter] - sum).abs().max().ToSingle() <= 1e-6, parameter);
    }

    public static TheoryData<string> Names() => [.. Models.Keys];

    private static ComposedModel ToSize()
    {
        var layer = ConvTranspose2d(2, 3, 3, stride: 2, padding: 1);
        return new([layer], x => layer.forward(x, [10, 7]).tanh(), (record, x) => record.Call(layer, x, [10, 7]).tanh());
    }

    private static ComposedModel Table(Embedding table) => new(
        [table],
        x => table.call(ComposedModel.Tokens(x, 5)).sin(),
        (record, x) => record.Call(table, ComposedModel.Tokens(x, 5)).sin());

    private static ComposedModel TimeFirstTable(Embedding table) => new(
        [table],
        x => table.call(ComposedModel.Tokens(x, 6).t()).transpose(0, 1).sin(),
        (record, x) => record.Call(table, ComposedModel.Tokens(x, 6).t(), batchAxis: 1).transpose(0, 1).sin());

    private static ComposedModel Bag(EmbeddingBag bag) => new(
        [bag],
        x => bag.call(ComposedModel.Tokens(x, 4)).sin(),
        (record, x) => record.Call(bag, ComposedModel.Tokens(x, 4)).sin());

    private static ComposedModel WeightedBag()
    {
        var bag = EmbeddingBag(4, 3, mode: EmbeddingBagMode.Sum);
        return new(
            [bag],
            x => bag.call(ComposedModel.Tokens(x, 4), null, x).sin(),
            (record, x) => record.Call(bag, ComposedModel.Tokens(x, 4), null, x).sin());
    }

    private static ComposedModel BilinearOnPositions()
    {
        var layer = Bilinear(4, 3, 6);
        return new(
            [layer],
            x => layer.call(x[.., .., ..4].contiguous(), x[.., .., 4..].contiguous()).tanh(),
            (record, x) => record.Call(layer, x[.., .., ..4], x[.., .., 4..]).tanh());
    }

    private static ComposedModel Attention(MultiheadAttention layer, long heads)
    {
        var mask = ones(5, 5, ScalarType.Bool).triu(1);
        return new([layer], x => Run(x, (q, padding) => layer.call(q, q, q, padding, true, mask)), (record, x) => Run(x, (q, padding) => record.Call(layer, q, q, q, padding, true, mask, heads)));

        static Tensor Run(Tensor x, Func<Tensor, Tensor, Tuple<Tensor, Tensor>> attend)
        {
            // The second source is left out where the example says so.
            var padding = zeros(x.shape[0], 5, ScalarType.Bool);
            padding.select(1, 1).copy_(x[.., 0, 0] > 0);
            var (gathered, weights) = attend(x.transpose(0, 1), padding);
            return cat([gathered.transpose(0, 1).flatten(1), weights.flatten(1)], 1);
        }
    }

    private static ComposedModel GatheredAttention(MultiheadAttention layer, long heads) => new(
        [layer],
        x => layer.call(x.transpose(0, 1), x.transpose(0, 1), x.transpose(0, 1), null, false, null).Item1.transpose(0, 1),
        (record, x) =>
        {
            var sequence = x.transpose(0, 1);
            return record.Call(layer, sequence, sequence, sequence, null, false, null, heads).Item1.transpose(0, 1);
        });

    private static ComposedModel CrossAttention(MultiheadAttention layer)
    {
        return new([layer], x => Run(x, (q, k, v) => layer.call(q, k, v, null, false, null)), (record, x) => Run(x, (q, k, v) => record.Call(layer, q, k, v, null, false, null, heads: 4)));

        static Tensor Run(Tensor x, Func<Tensor, Tensor, Tensor, Tuple<Tensor, Tensor>> attend)
        {
            var (q, k, v) = (x.transpose(0, 1), x[.., ..3, ..3].transpose(0, 1).contiguous(), x[.., ..3, 5..].transpose(0, 1).contiguous());
            return attend(q, k, v).Item1.transpose(0, 1);
        }
    }

    // One product gives query, key and value where all three are one tensor, and three products by the thirds of the same matrix where they
    // are not: uses of the whole matrix and of parts of it, which overlap.
    private static ComposedModel SharedAttention(MultiheadAttention layer)
    {
        return new([layer], x => Run(x, (q, k, v) => layer.call(q, k, v, null, false, null)), (record, x) => Run(x, (q, k, v) => record.Call(layer, q, k, v, null, false, null, heads: 2)));

        static Tensor Run(Tensor x, Func<Tensor, Tensor, Tensor, Tuple<Tensor, Tensor>> attend)
        {
            var (sequence, other) = (x.transpose(0, 1), x[.., ..3].sin().transpose(0, 1));
            var alone = attend(sequence, sequence, sequence).Item1;
            return attend(alone, other, other.cos()).Item1.transpose(0, 1);
        }
    }

    private static ComposedModel Encoder()
    {
        var encoder = TransformerEncoder(TransformerEncoderLayer(6, 3, 7, 0, Activations.GELU), 2);
        var layer = TransformerEncoderLayer(6, 2, 5, 0);
        var mask = zeros(4, 4).masked_fill(ones(4, 4, ScalarType.Bool).triu(1), float.NegativeInfinity);
        return new(
            [encoder, layer],
            x => layer.call(encoder.call(x.transpose(0, 1), mask.to(x.dtype), null), null, null).transpose(0, 1),
            (record, x) => record.Call(layer, record.Call(encoder, x.transpose(0, 1), mask, null, heads: 3, activation: Activations.GELU), heads: 2).transpose(0, 1));
    }

    private static ComposedModel Decoder()
    {
        var decoder = TransformerDecoder(TransformerDecoderLayer(6, 3, 7, 0), 2);
        return new(
            [decoder],
            x => decoder.call(x.transpose(0, 1), x.flip(1)[.., ..3].transpose(0, 1), null, null, null, null).transpose(0, 1),
            (record, x) => record.Call(decoder, x.transpose(0, 1), x.flip(1)[.., ..3].transpose(0, 1), heads: 3).transpose(0, 1));
    }

    private static ComposedModel WholeTransformer()
    {
        var transformer = Transformer(6, 2, 1, 2, 5, 0);
        return new(
            [transformer],
            x => transformer.call(x.transpose(0, 1), x.sin().transpose(0, 1), null!, null!, null!, null, null, null!).transpose(0, 1),
            (record, x) => record.Call(transformer, x.transpose(0, 1), x.sin().transpose(0, 1), heads: 2).transpose(0, 1));
    }

    private static Tensor AllOf(Tensor outputs, params Tensor[] states) =>
        cat([outputs.flatten(1), .. states.Select(state => state.transpose(0, 1).flatten(1))], 1);

    private static ComposedModel LongShortTerm(LSTM layer, bool timeFirst = false)
    {
        return new([layer], x => Run(x, y => layer.call(y)), (record, x) => Run(x, y => record.Call(layer, y)));

        Tensor Run(Tensor x, Func<Tensor, (Tensor, Tensor, Tensor)> run)
        {
            var (outputs, h, c) = run(timeFirst ? x.transpose(0, 1) : x);
            return AllOf(timeFirst ? outputs.transpose(0, 1) : outputs, h, c);
        }
    }

    private static ComposedModel Gated(GRU layer)
    {
        return new([layer], x => Run(x, (y, h) => layer.call(y, h)), (record, x) => Run(x, (y, h) => record.Call(layer, y, h)));

        static Tensor Run(Tensor x, Func<Tensor, Tensor, (Tensor, Tensor)> run)
        {
            var start = x.mean([1L]).sum(1L, keepdim: true).expand(-1, 4).unsqueeze(0).repeat(4, 1, 1);
            var (outputs, h) = run(x, start);
            return AllOf(outputs, h);
        }
    }

    private static ComposedModel Plain(RNN layer, NonLinearities nonLinearity)
    {
        return new([layer], x => Run(x, y => layer.call(y)), (record, x) => Run(x, y => record.Call(layer, y, nonLinearity: nonLinearity)));

        static Tensor Run(Tensor x, Func<Tensor, (Tensor, Tensor)> run)
        {
            var (outputs, h) = run(x);
            return AllOf(outputs, h);
        }
    }

    private static ComposedModel Cells()
    {
        var (longShort, gated, plain) = (LSTMCell(3, 4), GRUCell(4, 5), RNNCell(5, 2));
        return new(
            [longShort, gated, plain],
            x => Run(x, (y, s) => longShort.call(y, s), (y, h) => gated.call(y, h), (y, h) => plain.call(y, h)),
            (record, x) => Run(x, (y, s) => record.Call(longShort, y, s), (y, h) => record.Call(gated, y, h), (y, h) => record.Call(plain, y, h)));

        static Tensor Run(Tensor x, Func<Tensor, (Tensor, Tensor)?, (Tensor, Tensor)> first, Func<Tensor, Tensor, Tensor> second, Func<Tensor, Tensor, Tensor> third)
        {
            ((Tensor h, Tensor c)? state, Tensor middle, Tensor last) = ((zeros(x.shape[0], 4, x.dtype), zeros(x.shape[0], 4, x.dtype)), zeros(x.shape[0], 5, x.dtype), zeros(x.shape[0], 2, x.dtype));
            for (var t = 0; t < 6; t++)
            {
                state = first(x.select(1, t), state);
                middle = second(state.Value.h, middle);
                last = third(middle, last);
            }
            return cat([state!.Value.c, middle, last], 1);
        }
    }

    private static ComposedModel SecondAxis()
    {
        var (linear, norm, sequence) = (Linear(6, 7), LayerNorm(7), Sequential(Linear(7, 4), Tanh(), LayerNorm(4), Linear(4, 3)));
        return new(
            [linear, norm, sequence],
            x => sequence.call(norm.call(linear.call(x.transpose(0, 1)))).transpose(0, 1),
            (record, x) => record.Call(sequence, record.Call(norm, record.Call(linear, x.transpose(0, 1), batchAxis: 1), batchAxis: 1), batchAxis: 1).transpose(0, 1));
    }

    private static ComposedModel OwnMatrix()
    {
        ComposedModel model = null!;
        return model = new([], x => functional.linear(x, model.Raw(0), model.Raw(1)).sin(), (record, x) => record.Linear(x, model.Raw(0), model.Raw(1)).sin(), new Parameter(zeros(3, 5)), new Parameter(zeros(3)));
    }

    private static ComposedModel TiedOutput()
    {
        var (table, middle) = (Embedding(6, 4), Linear(4, 4));
        return new(
            [table, middle],
            x => functional.linear(middle.call(table.call(ComposedModel.Tokens(x, 6))).tanh(), table.weight!),
            (record, x) => record.Linear(record.Call(middle, record.Call(table, ComposedModel.Tokens(x, 6))).tanh(), table.weight!));
    }

    private static ComposedModel TiedTransposed()
    {
        var encoder = Linear(5, 3);
        return new(
            [encoder],
            x => functional.linear(encoder.call(x).tanh(), encoder.weight.t()),
            (record, x) => record.Call(encoder, x).tanh().unsqueeze(1).matmul(record.Expand(record.Leaf(encoder.weight), 3, 0)).squeeze(1));
    }

    private static ComposedModel TiedConvolutions()
    {
        ComposedModel model = null!;
        var (one, other) = (Conv2d(2, 2, 3, padding: 1, bias: false), Conv2d(2, 2, 3, dilation: 2, bias: false));
        return model = new(
            [],
            x => functional.conv2d(functional.conv2d(x, model.Raw(0), padding: [1, 1]).tanh(), model.Raw(0), dilation: [2, 2]),
            (record, x) =>
            {
                one.weight = other.weight = model.Raw(0);
                return record.Call(other, record.Call(one, x).tanh());
            },
            new Parameter(zeros(2, 2, 3, 3)));
    }
}
