using DslDp.Noise;
using static TorchSharp.torch;

namespace DslDp.Runtime.Tests.Training;

/// <summary>Noise that a test chooses, which remembers with what deviation it was asked for.</summary>
internal sealed class ChosenNoise(Action<Tensor, double> add) : IGaussianSource
{
    public List<double> Deviations { get; } = [];

    public void AddTo(Tensor flat, double standardDeviation)
    {
        Deviations.Add(standardDeviation);
        add(flat, standardDeviation);
    }

    public static ChosenNoise None() => new((_, _) => { });
}
