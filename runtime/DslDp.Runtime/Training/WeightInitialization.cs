using DslDp.Clipping;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DslDp;

/// <summary>
/// Draws the initial weights afresh from a seed, by PyTorch's defaults: weights and biases of linear and convolution layers
/// uniform within ±1/√(fan in), normalisation layers one and zero (<c>reset_parameters</c> in torch.nn).
/// </summary>
internal static class WeightInitialization
{
    /// <param name="model">The model, whose weights are overwritten.</param>
    /// <param name="seed">Where the draw starts.</param>
    /// <param name="frozen">Names of modules that keep their weights.</param>
    /// <exception cref="NotSupportedException">A layer has parameters, and no default is known for it; the message names it.</exception>
    public static void Redraw(nn.Module model, long seed, IReadOnlyCollection<string> frozen)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        using var generator = new Generator();
        generator.manual_seed(seed);
        foreach (var (name, module) in model.named_modules())
        {
            if (!frozen.Any(field => name == field || name.StartsWith(field + ".", StringComparison.Ordinal)))
                Redraw(name, module, generator);
        }
    }

    private static void Redraw(string name, nn.Module module, Generator generator)
    {
        switch (module)
        {
            case Linear linear:
                Uniform(linear.weight, linear.bias, generator);
                break;
            case Convolution convolution:
                Uniform(convolution.weight, convolution.bias, generator);
                break;
            case GroupNorm norm:
                OneAndZero(norm.weight, norm.bias);
                break;
            case LayerNorm norm:
                OneAndZero(norm.weight, norm.bias);
                break;
            default:
                if (module.named_parameters(recurse: false).Any())
                    throw new NotSupportedException($"The layer '{name}' ({module.GetType().Name}) has weights for which no default initialisation is known here. Leave TrainingOptions.Seed out and set them in the model's constructor.");
                break;
        }
    }

    private static void Uniform(Parameter weight, Parameter? bias, Generator generator)
    {
        // Fan in, as PyTorch counts it: the product of all the axes of the weight but the first.
        var bound = 1 / Math.Sqrt(weight.shape[1..].Aggregate(1L, (product, length) => product * length));
        Draw(weight, bound, generator);
        if (bias is not null)
            Draw(bias, bound, generator);
    }

    // Drawn on the CPU whatever the device, so that a seed gives the same weights everywhere.
    private static void Draw(Parameter parameter, double bound, Generator generator)
    {
        using var drawn = empty(parameter.shape, dtype: parameter.dtype).uniform_(-bound, bound, generator);
        parameter.copy_(drawn);
    }

    private static void OneAndZero(Parameter? weight, Parameter? bias)
    {
        weight?.fill_(HeldScalars.One);
        bias?.zero_();
    }
}
