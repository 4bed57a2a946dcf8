using static TorchSharp.torch;

namespace DslDp.Kernels;

/// <summary>How gradients go back through an operation of our own.</summary>
internal interface IWayBack
{
    /// <summary>Leads a gradient back.</summary>
    /// <param name="gradient">The gradient at what left the operation.</param>
    /// <param name="atInputs">To be filled with the gradient at each input, in their order; null where none arrives.</param>
    void Lead(Tensor gradient, Span<Tensor?> atInputs);
}
