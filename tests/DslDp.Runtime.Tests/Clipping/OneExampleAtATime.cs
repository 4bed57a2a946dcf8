using DslDp.Clipping;
using TorchSharp;
using static TorchSharp.torch;

namespace DslDp.Runtime.Tests.Clipping;

/// <summary>
/// The definition of clipped gradients, in double precision: one example at a time goes forward and backward through ordinary
/// autograd, its gradient is measured, scaled and added.
/// </summary>
internal sealed record OneExampleAtATime(double[] Norms, IReadOnlyDictionary<string, Tensor> Sums, IReadOnlyDictionary<string, double> Scales)
{
    public static OneExampleAtATime Clip(RecordedModel model, Tensor input, double maxNorm)
    {
        model.to(float64);
        try
        {
            var gradients = Enumerable.Range(0, (int)input.shape[0]).Select(i => Gradients(model, input.narrow(0, i, 1).to(float64))).ToArray();
            var norms = gradients.Select(g => Math.Sqrt(g.Values.Sum(t => t.square().sum().ToDouble()))).ToArray();
            var sums = model.named_parameters().ToDictionary(p => p.name, p => zeros_like(p.parameter, requires_grad: false));
            var absolutes = sums.ToDictionary(pair => pair.Key, pair => zeros_like(pair.Value));
            foreach (var (gradient, norm) in gradients.Zip(norms))
            {
                // Held, as everywhere where TorchSharp is not to read a scalar that was collected.
                using Scalar factor = Math.Min(1, maxNorm / norm);
                foreach (var (name, tensor) in gradient)
                {
                    var clipped = tensor.mul(factor);
                    sums[name].Accumulate(clipped);
                    absolutes[name].Accumulate(clipped.abs());
                }
            }
            return new OneExampleAtATime(norms, sums, absolutes.ToDictionary(pair => pair.Key, pair => pair.Value.max().ToDouble()));
        }
        finally
        {
            model.to(float32);
        }
    }

    /// <summary>
    /// Asserts that norms and sums agree to the part given. Sums are measured by the largest entry of the layer's tensors with all
    /// gradients taken absolutely: where examples or positions cancel, the rounding of each stays.
    /// </summary>
    public void AssertEqual(ClippedGradients actual, double tolerance)
    {
        var norms = actual.Norms.to(float64).data<double>().ToArray();
        Assert.Equal(Norms.Length, norms.Length);
        for (var i = 0; i < norms.Length; i++)
            Assert.True(Math.Abs(norms[i] - Norms[i]) <= tolerance * Norms[i], $"norm {i}: {norms[i]:R}, one at a time {Norms[i]:R}");

        Assert.Equal(Sums.Keys.Order(), actual.Sums.Keys.Order());
        foreach (var (name, sum) in Sums)
        {
            Assert.Equal(sum.shape, actual.Sums[name].shape);
            var error = (actual.Sums[name].to(float64) - sum).abs().max().ToDouble();
            var size = Scales.Where(scale => LayerOf(scale.Key) == LayerOf(name)).Max(scale => scale.Value);
            Assert.True(error <= tolerance * size, $"{name}: off by {error:G3} where the largest entry is {size:G3}");
        }
    }

    private static string LayerOf(string parameter) => parameter[..(parameter.LastIndexOf('.') + 1)];

    private static Dictionary<string, Tensor> Gradients(RecordedModel model, Tensor example)
    {
        model.zero_grad();
        RecordedModel.Losses(model.forward(example)).sum().backward();
        return model.named_parameters().Where(p => p.parameter.grad is not null).ToDictionary(p => p.name, p => p.parameter.grad!.clone());
    }
}
