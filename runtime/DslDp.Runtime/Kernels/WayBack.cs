using static TorchSharp.torch;

namespace DslDp.Kernels;

/// <summary>
/// Gradients on their way through functions of our own. TorchSharp leaves the handles of what such a function is given and of what it
/// returns to whoever made them, and a handle keeps the numbers: without this, all gradients of a pass would lie in memory until its end.
/// </summary>
internal static class WayBack
{
    [ThreadStatic]
    private static List<Tensor>? handedOver;

    /// <summary>To be called where a function goes back: what the one before it returned has arrived, and its handle is freed.</summary>
    /// <param name="gradient">What the function was given; it is freed with what the function returns.</param>
    public static void Enter(Tensor gradient)
    {
        Leave();
        (handedOver ??= []).Add(gradient);
    }

    /// <summary>What a function returns.</summary>
    public static Tensor Returned(Tensor result)
    {
        (handedOver ??= []).Add(result);
        return result;
    }

    /// <summary>To be called when autograd has come back.</summary>
    public static void Leave()
    {
        foreach (var tensor in handedOver ?? [])
            tensor.Dispose();
        handedOver?.Clear();
    }
}
