using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace DslDp.Clipping;

/// <summary>
/// Notices when a tensor that a record relies on is changed in place: its norm would then be another than that of the gradient
/// that joins the sum, and clipping would bound nothing.
/// </summary>
/// <remarks>
/// libtorch counts the changes of a tensor, but TorchSharp does not give the count. So the tensor's first entry is multiplied by
/// a number that requires a gradient; libtorch keeps the entry for that gradient and refuses it when the count has moved on.
/// </remarks>
internal sealed class InPlaceGuard(OwnedTensors owned)
{
    private static readonly long[] One = [1];
    private readonly List<(string What, LayerName Layer, Tensor Product)> watched = [];
    private Tensor? number;

    /// <param name="tensor">The tensor; its changes are noticed under every handle and view.</param>
    /// <param name="what">What the tensor is to the layer, for the message.</param>
    /// <param name="layer">The layer, for the message.</param>
    public void Watch(Tensor tensor, string what, LayerName layer)
    {
        if (tensor.numel() == 0)
            return;

        // Also where the program has turned autograd off for a while.
        using var watching = enable_grad();
        using var detached = tensor.detach();

        // Backward passes begin at real numbers.
        using var real = detached.is_complex() ? view_as_real(detached) : null;
        var numbers = real ?? detached;
        number ??= owned.Keep(ones(1, numbers.dtype, tensor.device, requires_grad: true));
        using var entry = numbers.as_strided(One, One, numbers.storage_offset());
        watched.Add((what, layer, owned.Keep(entry * number)));
    }

    /// <exception cref="InvalidOperationException">A tensor was changed in place; the message says which.</exception>
    public void Check()
    {
        if (number is null || AllUnchanged([.. watched.Select(w => w.Product)]))
            return;
        var (what, layer, _) = watched.First(w => !AllUnchanged([w.Product]));
        throw new InvalidOperationException(
            $"{what} of {layer} was changed in place after it was recorded, so gradients cannot be clipped; "
            + "call the operation that returns a new tensor (relu instead of relu_, inplace: false).");
    }

    /// <summary>Lets go of the tensors.</summary>
    public void Release()
    {
        foreach (var (_, _, product) in watched)
            product.Dispose();
        watched.Clear();
    }

    private bool AllUnchanged(Tensor[] products)
    {
        try
        {
            autograd.backward(products, retain_graph: true, inputs: [number!]);
            return true;
        }
        catch (ExternalException)
        {
            return false;
        }
    }
}
