using static TorchSharp.torch;

namespace DslDp.Noise;

/// <summary>Where the Gaussian noise of private training comes from.</summary>
public interface IGaussianSource
{
    /// <summary>Adds independent Gaussian noise of mean 0 to every entry.</summary>
    /// <param name="flat">What to add to: Float32, one axis, contiguous.</param>
    /// <param name="standardDeviation">Standard deviation of the noise on each entry: finite, above 0.</param>
    void AddTo(Tensor flat, double standardDeviation);
}
