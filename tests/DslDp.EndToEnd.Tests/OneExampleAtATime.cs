using System.Reflection;
using static TorchSharp.torch;

namespace DslDp.EndToEnd.Tests;

/// <summary>
/// What clipping means, taken literally and independently of DslDp: the user's own forward and loss on a copy in double precision,
/// ordinary autograd, one example at a time; clip; add up.
/// </summary>
internal static class OneExampleAtATime
{
    public static (double[] Norms, Dictionary<string, ClippedSum> Sums) ClippedGradients(nn.Module model, Func<nn.Module> another, Tensor[] inputs, Tensor[] targets, double maxNorm)
    {
        // Made as double from the start: in TorchSharp 0.107 a GroupNorm cannot be converted afterwards. Tensors that forward makes are double too.
        var before = get_default_dtype();
        set_default_dtype(float64);
        try
        {
            return InDoublePrecision(model, another, inputs, targets, maxNorm);
        }
        finally
        {
            set_default_dtype(before);
        }
    }

    private static (double[] Norms, Dictionary<string, ClippedSum> Sums) InDoublePrecision(nn.Module model, Func<nn.Module> another, Tensor[] inputs, Tensor[] targets, double maxNorm)
    {
        using var copy = another();
        copy.load_state_dict(model.state_dict());
        var frozen = copy.GetType().GetFields(BindingFlags.NonPublic | BindingFlags.Instance).Where(field => field.IsDefined(typeof(FrozenAttribute))).Select(field => field.Name + ".").ToArray();
        var trained = copy.named_parameters().Where(pair => !Array.Exists(frozen, name => pair.name.StartsWith(name, StringComparison.Ordinal))).ToArray();
        var sums = trained.ToDictionary(pair => pair.name, pair => new ClippedSum(pair.parameter.numel()));
        var norms = new double[inputs[0].shape[0]];
        for (var example = 0; example < norms.Length; example++)
        {
            using var scope = NewDisposeScope();
            copy.zero_grad();
            Loss(copy, inputs.Select(tensor => Slice(tensor, example)), targets.Select(tensor => Slice(tensor, example))).sum().backward();
            var gradients = trained.Select(pair => pair.parameter.grad is { } gradient ? gradient.cpu().reshape(-1).data<double>().ToArray() : new double[pair.parameter.numel()]).ToArray();
            norms[example] = Math.Sqrt(gradients.Sum(gradient => gradient.Sum(value => value * value)));
            var factor = norms[example] > maxNorm ? maxNorm / norms[example] : 1;
            foreach (var (pair, gradient) in trained.Zip(gradients))
            {
                sums[pair.name].Add(gradient, factor);
            }
        }

        return (norms, sums);
    }

    private static Tensor Slice(Tensor tensor, int example)
    {
        var one = tensor.narrow(0, example, 1);
        return one.is_floating_point() ? one.to(float64) : one;
    }

    private static Tensor Loss(nn.Module model, IEnumerable<Tensor> inputs, IEnumerable<Tensor> targets)
    {
        var forward = model.GetType().GetMethod("forward")!;
        var loss = model.GetType().GetMethods(BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.Static).Single(method => method.IsDefined(typeof(LossAttribute)));
        var result = forward.Invoke(model, [.. inputs])!;
        return (Tensor)loss.Invoke(null, [result, .. targets])!;
    }
}
