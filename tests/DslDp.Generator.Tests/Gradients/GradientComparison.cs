using DslDp.EndToEnd.Tests;
using static TorchSharp.torch;

namespace DslDp.Generator.Tests.Gradients;

/// <summary>
/// The generated gradients of a model against the user's own forward and loss, one example at a time, in double precision.
/// Of a model that draws random numbers while it runs, no two passes agree; there the clipped sum must exist and keep to its bound.
/// </summary>
internal static class GradientComparison
{
    private const double Tolerance = 2e-6;

    private const long Batch = 4;

    /// <summary>Compares, and says how near they are.</summary>
    public static string Of(string name, string source)
    {
        var compiled = CompiledModel.Load(source);
        random.manual_seed(20);
        using var scope = NewDisposeScope();
        using var model = compiled.New();
        var (inputs, targets) = (compiled.Inputs(source, Batch), compiled.Targets(source, Batch));
        var isRandom = compiled.IsRandom(model, inputs, targets);

        // A bound between the smallest norm and the largest, so that some examples are clipped and some are not.
        using var unclipped = compiled.ClippedGradients(model, inputs, targets, 1e9);
        var measured = unclipped.Norms.data<float>().ToArray();
        Assert.All(measured, norm => Assert.True(float.IsFinite(norm)));
        var maxNorm = Math.Max((measured.Min() + measured.Max()) / 2.0, 1e-6);
        using var clipped = compiled.ClippedGradients(model, inputs, targets, maxNorm);
        if (isRandom)
        {
            var length = Math.Sqrt(clipped.Sums.Values.Sum(sum => sum.to(float64).square().sum().item<double>()));
            Assert.True(length <= Batch * maxNorm, $"{name}: a sum of norm {length} of {Batch} examples clipped to {maxNorm}");
            return "draws random numbers: the sum keeps to its bound";
        }

        var (norms, sums) = OneExampleAtATime.ClippedGradients(model, compiled.New, inputs, targets, maxNorm);
        var scale = Math.Sqrt(sums.Values.Sum(sum => sum.Values.Sum(value => value * value)));
        var error = Math.Sqrt(sums.Sum(pair => Distance(clipped.Sums[pair.Key], pair.Value.Values)));

        // Against the largest norm: where an example's loss is nearly at its least, its small gradient is a difference of numbers in single precision.
        var worstNorm = norms.Zip(clipped.Norms.data<float>().ToArray()).Max(pair => Math.Abs(pair.First - pair.Second)) / norms.Max();
        Assert.True(error <= Tolerance * Math.Max(scale, 1e-6), $"{name}: the clipped sum differs by {error:g3} of {scale:g3}");
        Assert.True(worstNorm <= Tolerance, $"{name}: the norms differ by {worstNorm:g3}");
        return $"relative error of the sum {error / Math.Max(scale, 1e-12):g3}, of the norms {worstNorm:g3}";
    }

    private static double Distance(Tensor sum, double[] expected) =>
        sum.to(float64).reshape(-1).data<double>().ToArray().Zip(expected, (given, wanted) => (given - wanted) * (given - wanted)).Sum();
}
