namespace DslDp.Kernels;

/// <summary>One of the two matrices of a product, as its numbers lie in memory.</summary>
/// <param name="numbers">The first number.</param>
/// <param name="acrossStep">From one row of the left matrix to the next, or from one column of the right one.</param>
/// <param name="depthStep">From one term of the sum to the next.</param>
internal readonly unsafe struct MatrixSide(float* numbers, long acrossStep, long depthStep)
{
    /// <summary>The first number.</summary>
    public readonly float* Numbers = numbers;

    /// <summary>From one row of the left matrix to the next, or from one column of the right one.</summary>
    public readonly long AcrossStep = acrossStep;

    /// <summary>From one term of the sum to the next.</summary>
    public readonly long DepthStep = depthStep;

    /// <summary>The part that begins further on.</summary>
    public MatrixSide From(long across, long depth) => new(Numbers + (across * AcrossStep) + (depth * DepthStep), AcrossStep, DepthStep);
}
