using DslDp.Clipping;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DslDp;

/// <summary>The weights that a normalisation starts from: TorchSharp 0.107 leaves those of GroupNorm uninitialised. Generated constructors call it; so should yours.</summary>
public static class NormalizationWeights
{
    /// <summary>
    /// Sets the weight of each GroupNorm of the model to 1 and its bias to 0, also inside a Sequential or a ModuleList. Components
    /// with a class of their own are left alone: their constructors have set theirs.
    /// </summary>
    /// <param name="model">The model, whose components have been registered.</param>
    /// <exception cref="ArgumentNullException">There is no model.</exception>
    public static void Reset(nn.Module model)
    {
        ArgumentNullException.ThrowIfNull(model);
        using var withoutGradients = no_grad();
        foreach (var component in model.children())
        {
            if (component is GroupNorm { affine: true } norm)
            {
                norm.weight!.fill_(HeldScalars.One);
                norm.bias!.fill_(HeldScalars.Zero);
            }
            else if (component.GetType().Assembly == typeof(nn).Assembly)
            {
                Reset(component);
            }
        }
    }
}
