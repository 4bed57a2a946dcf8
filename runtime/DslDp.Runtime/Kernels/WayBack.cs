using static TorchSharp.torch;

namespace DslDp.Kernels;

/// <summary>
/// Gradients on their way through operations of our own. TorchSharp leaves the handles of what such an operation returns to whoever made
/// them, and a handle keeps the numbers: without this, all gradients of a pass would lie in memory until its end.
/// </summary>
internal static class WayBack
{
    [ThreadStatic]
    private static List<Tensor>? handedOver;

    /// <summary>What an operation returns.</summary>
    public static Tensor Returned(Tensor result)
    {
        (handedOver ??= []).Add(result);
        return result;
    }

    /// <summary>To be called when the next operation goes back, or autograd has come back: what was returned has arrived, and its handles are freed.</summary>
    public static void Leave()
    {
        if (handedOver is null)
            return;
        foreach (var tensor in handedOver)
            tensor.Dispose();
        handedOver.Clear();
    }
}
