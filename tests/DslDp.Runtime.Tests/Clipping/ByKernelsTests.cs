using Xunit.Abstractions;

namespace DslDp.Runtime.Tests.Clipping;

// The tests of what clipping computes once more, with every product and every convolution by the kernels, which otherwise
// serve large ones only, and only on processors where they are faster than libtorch.

/// <inheritdoc/>
public sealed class EveryLayerByKernelsTests(ITestOutputHelper output) : EveryLayerTests(output), IDisposable
{
    private readonly ProductsBy products = new(kernels: true);

    public void Dispose() => products.Dispose();
}

/// <summary>By libtorch alone, where nothing is asked of the kernels.</summary>
public sealed class EveryLayerByTheLibraryTests(ITestOutputHelper output) : EveryLayerTests(output), IDisposable
{
    private readonly ProductsBy products = new(kernels: false);

    public void Dispose() => products.Dispose();
}

/// <inheritdoc/>
public sealed class ClippedSumByKernelsTests : ClippedSumTests, IDisposable
{
    private readonly ProductsBy products = new(kernels: true);

    public void Dispose() => products.Dispose();
}

/// <inheritdoc/>
public sealed class NotFiniteExampleByKernelsTests : NotFiniteExampleTests, IDisposable
{
    private readonly ProductsBy products = new(kernels: true);

    public void Dispose() => products.Dispose();
}

/// <inheritdoc/>
public sealed class CancellingByKernelsTests : CancellingTests, IDisposable
{
    private readonly ProductsBy products = new(kernels: true);

    public void Dispose() => products.Dispose();
}

/// <inheritdoc/>
public sealed class ConvolutionShapeByKernelsTests : ConvolutionShapeTests, IDisposable
{
    private readonly ProductsBy products = new(kernels: true);

    public void Dispose() => products.Dispose();
}

/// <inheritdoc/>
public sealed class SharedLayerByKernelsTests : SharedLayerTests, IDisposable
{
    private readonly ProductsBy products = new(kernels: true);

    public void Dispose() => products.Dispose();
}

/// <inheritdoc/>
public sealed class RectifiedLayerByKernelsTests : RectifiedLayerTests, IDisposable
{
    private readonly ProductsBy products = new(kernels: true);

    public void Dispose() => products.Dispose();
}
