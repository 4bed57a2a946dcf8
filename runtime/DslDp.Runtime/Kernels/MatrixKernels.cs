using System.Collections.Concurrent;

namespace DslDp.Kernels;

/// <summary>What makes the gradients of matrices, by how inputs and gradients lie: made once for each layout, since most steps have those of the step before.</summary>
internal static class MatrixKernels
{
    // Where sequences come first, batches of each size have layouts of their own.
    private const int MostKept = 64;

    private static readonly ConcurrentDictionary<(SequenceLayout Inputs, SequenceLayout Gradients), PositionGradients> Known = [];

    /// <summary>The kernel for a layout.</summary>
    /// <param name="inputs">How what enters lies.</param>
    /// <param name="gradients">How the gradients lie.</param>
    public static PositionGradients Of(SequenceLayout inputs, SequenceLayout gradients)
    {
        if (Known.TryGetValue((inputs, gradients), out var known))
            return known;
        if (Known.Count >= MostKept)
            Known.Clear();
        var kernel = new PositionGradients(PositionLayout.OfMatrix(inputs, gradients));
        Known[(inputs, gradients)] = kernel;
        return kernel;
    }
}
