using System.Runtime.InteropServices;
using DslDp.Kernels;
using DslDp.Native;
using static TorchSharp.torch;

namespace DslDp.Clipping;

/// <summary>
/// Notices when a tensor that a record relies on is changed in place: its norm would then be another than that of the gradient
/// that joins the sum, and clipping would bound nothing.
/// </summary>
/// <remarks>
/// libtorch counts the changes of a tensor, under every handle and view. Where an operation saves a tensor for its gradient, it keeps the
/// count too, and refuses to give back the tensor when the count has moved on: so each watched tensor is saved, for no operation.
/// </remarks>
internal sealed class InPlaceGuard : IDisposable
{
    private readonly List<(string What, LayerName Layer, nint Saved)> watched = Reused<List<(string What, LayerName Layer, nint Saved)>>.Take() ?? [];
    private bool isDisposed;

    /// <summary>Frees what is saved where the record was left to the garbage collector.</summary>
    ~InPlaceGuard() => Release();

    /// <param name="tensor">The tensor; its changes are noticed under every handle and view.</param>
    /// <param name="what">What the tensor is to the layer, for the message.</param>
    /// <param name="layer">The layer, for the message.</param>
    public void Watch(Tensor tensor, string what, LayerName layer)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        if (tensor.numel() == 0)
            return;
        var saved = AutogradLibrary.Save(tensor.Handle, AutogradNode.OfNothing, 0);
        if (saved == 0)
            CheckForErrors();
        watched.Add((what, layer, saved));
    }

    /// <exception cref="InvalidOperationException">A tensor was changed in place; the message says which.</exception>
    public void Check()
    {
        foreach (var (what, layer, saved) in watched)
        {
            if (!IsUnchanged(saved))
            {
                throw new InvalidOperationException(
                    $"{what} of {layer} was changed in place after it was recorded, so gradients cannot be clipped; "
                    + "call the operation that returns a new tensor (relu instead of relu_, inplace: false).");
            }
        }
    }

    /// <summary>Lets go of the tensors.</summary>
    public void Release()
    {
        foreach (var (_, _, saved) in watched)
            AutogradLibrary.FreeSaved(saved);
        watched.Clear();
    }

    public void Dispose()
    {
        if (isDisposed)
            return;
        isDisposed = true;
        Release();
        Reused<List<(string What, LayerName Layer, nint Saved)>>.GiveBack(watched);
        GC.SuppressFinalize(this);
    }

    private static bool IsUnchanged(nint saved)
    {
        var tensor = AutogradLibrary.GiveSaved(saved, AutogradNode.OfNothing);
        if (tensor != 0)
        {
            AutogradLibrary.Free(tensor);
            return true;
        }

        try
        {
            CheckForErrors();
        }
        catch (ExternalException)
        {
            // It was refused.
        }

        return false;
    }
}
