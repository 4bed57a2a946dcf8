using DslDp.Kernels;

namespace DslDp.Runtime.Tests.Clipping;

/// <summary>Has products and convolutions computed by the kernels, whatever their size, or by libtorch, until it is disposed of.</summary>
internal sealed class ProductsBy : IDisposable
{
    public ProductsBy(bool kernels) => ProductChoice.Forced = kernels;

    public void Dispose() => ProductChoice.Forced = null;
}
