using static TorchSharp.torch;

namespace Quickstart;

/// <summary>The share of images whose class a model names rightly.</summary>
internal static class Accuracy
{
    private const int AtATime = 1000;

    /// <param name="model">A model in evaluation mode.</param>
    /// <param name="images">Images, along axis 0.</param>
    /// <param name="labels">Their classes.</param>
    /// <returns>A number from 0 to 1.</returns>
    public static double Of(nn.Module<Tensor, Tensor> model, Tensor images, Tensor labels)
    {
        using var withoutGradients = no_grad();
        var right = 0L;
        for (long start = 0; start < labels.shape[0]; start += AtATime)
        {
            using var scope = NewDisposeScope();
            var end = Math.Min(labels.shape[0], start + AtATime);
            var named = model.call(images.slice(0, start, end, 1)).argmax(1);
            right += named.eq(labels.slice(0, start, end, 1)).sum().item<long>();
        }
        return (double)right / labels.shape[0];
    }
}
