using static TorchSharp.torch;

namespace DslDp.Noise;

/// <summary>Where the Gaussian noise of private training comes from.</summary>
public interface IGaussianSource
{
    /// <summary>Adds independent Gaussian noise of mean 0 to every entry.</summary>
    /// <param name="flat">What to add to: Float32, one axis, contiguous.</param>
    /// <param name="standardDeviation">Standard deviation of the noise on each entry: finite, above 0.</param>
    void AddTo(Tensor flat, double standardDeviation);

    /// <summary>Adds noise as <see cref="AddTo(Tensor, double)"/> does, and says of entries that they have theirs: of every entry once, and of none before.</summary>
    /// <param name="flat">What to add to: Float32, one axis, contiguous.</param>
    /// <param name="standardDeviation">Standard deviation of the noise on each entry: finite, above 0.</param>
    /// <param name="noised">
    /// Is given the first entry of a part that has its noise, and the one after the last. May be called by several threads at once, for parts that
    /// are apart from each other.
    /// </param>
    void AddTo(Tensor flat, double standardDeviation, Action<long, long> noised)
    {
        ArgumentNullException.ThrowIfNull(flat);
        ArgumentNullException.ThrowIfNull(noised);
        AddTo(flat, standardDeviation);
        noised(0, flat.numel());
    }
}
