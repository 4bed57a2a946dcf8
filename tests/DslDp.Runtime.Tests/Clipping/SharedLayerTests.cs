using DslDp.Clipping;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DslDp.Runtime.Tests.Clipping;

/// <summary>A layer that is called several times has one gradient: the sum over the calls, cross terms and all.</summary>
public class SharedLayerTests
{
    private sealed class Twice(nn.Module<Tensor, Tensor> layer, Func<Tensor, Tensor> between) : Repeated(layer)
    {
        public override Tensor forward(Tensor input) => Layer.call(between(Layer.call(input))) + Layer.call(input);

        public override Tensor RecordedForward(LayerRecord record, Tensor input) =>
            record.Call(Layer, between(record.Call(Layer, input))) + record.Call(Layer, input);
    }

    /// <summary>A recurrence that is written out, and a reading of every step with the batch and the steps in one axis.</summary>
    private sealed class Recurrence : RecordedModel
    {
        private readonly Linear step = nn.Linear(10, 6);
        private readonly Linear read = nn.Linear(6, 3);

        public Recurrence()
            : base(nameof(Recurrence)) => RegisterComponents();

        public override Tensor forward(Tensor input) => Run(input, step.call, read.call);

        public override Tensor RecordedForward(LayerRecord record, Tensor input) => Run(input, x => record.Call(step, x), x => record.Call(read, x));

        private static Tensor Run(Tensor input, Func<Tensor, Tensor> step, Func<Tensor, Tensor> read)
        {
            var state = zeros(input.shape[0], 6, input.dtype);
            var states = new List<Tensor>();
            for (var t = 0L; t < input.shape[1]; t++)
            {
                state = step(cat([input.select(1, t), state], 1)).tanh();
                states.Add(state);
            }
            var all = stack(states, 1);
            return read(all.reshape(-1, 6)).reshape(input.shape[0], -1, 3);
        }
    }

    /// <summary>Each frame of an example goes through the same convolution; the frames are merged into the batch.</summary>
    private sealed class Frames : RecordedModel
    {
        private readonly Conv2d convolution = nn.Conv2d(2, 4, 3);
        private readonly GroupNorm norm = nn.GroupNorm(2, 4);

        public Frames()
            : base(nameof(Frames)) => RegisterComponents();

        public override Tensor forward(Tensor input) => norm.call(convolution.call(input.flatten(0, 1))).tanh().reshape(input.shape[0], -1);

        public override Tensor RecordedForward(LayerRecord record, Tensor input) =>
            record.Call(norm, record.Call(convolution, input.flatten(0, 1))).tanh().reshape(input.shape[0], -1);
    }

    private abstract class Repeated : RecordedModel
    {
        protected Repeated(nn.Module<Tensor, Tensor> layer)
            : base(nameof(Repeated))
        {
            Layer = layer;
            RegisterComponents();
        }

        protected nn.Module<Tensor, Tensor> Layer { get; }
    }

    [Fact]
    public void Linear_layer() => Check(new Twice(nn.Linear(7, 7), x => x.tanh()), 7);

    [Fact]
    public void Linear_layer_on_positions() => Check(new Twice(nn.Linear(7, 7), x => x.tanh()), 4, 7);

    [Fact]
    public void Convolution() => Check(new Twice(nn.Conv2d(3, 3, 3, padding: 1), x => x.tanh()), 3, 6, 6);

    // The second call sees another size than the first.
    [Fact]
    public void Convolution_at_two_scales() => Check(new Twice(nn.Sequential(nn.Conv2d(2, 2, 3, padding: 1), nn.AdaptiveAvgPool2d(4)), x => x.tanh()), 2, 9, 9);

    [Fact]
    public void Group_normalisation() => Check(new Twice(nn.GroupNorm(2, 4), x => x.sin()), 4, 5);

    [Fact]
    public void Layer_normalisation() => Check(new Twice(nn.LayerNorm(6), x => x.sin()), 3, 6);

    [Fact]
    public void Recurrence_written_out() => Check(new Recurrence(), 5, 4);

    [Fact]
    public void Frames_merged_into_the_batch() => Check(new Frames(), 3, 2, 6, 6);

    private static void Check(RecordedModel model, params long[] example)
    {
        using var scope = NewDisposeScope();
        var random = new RandomTensors(5);
        random.Fill(model);
        var input = random.Normal([6, .. example]);
        var maxNorm = OneExampleAtATime.Clip(model, input, 1).Norms.Order().ElementAt(3);

        using var actual = model.ClippedGradients(input, maxNorm);

        OneExampleAtATime.Clip(model, input, maxNorm).AssertEqual(actual, 2e-6);
    }
}
