using static TorchSharp.torch;

namespace DslDp.Kernels;

/// <summary>A place on autograd's way back where note is taken of the gradient that passes.</summary>
internal interface IWayStop
{
    /// <summary>A number that requires a gradient, to which autograd is run: an operation that is given it is passed, whatever lies before it.</summary>
    Tensor Anchor { get; }

    /// <summary>Is given the gradient, to keep.</summary>
    void Note(Tensor gradient);
}
