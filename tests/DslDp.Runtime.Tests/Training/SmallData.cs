using static TorchSharp.torch;

namespace DslDp.Runtime.Tests.Training;

/// <summary>A problem of three classes that a small network learns: three clouds of points.</summary>
internal static class SmallData
{
    private static readonly float[,] Centres = { { 2, 0, 0, 1 }, { -2, 2, 0, 0 }, { 0, -2, 2, -1 } };

    public static PrivateDataset Records(long records = Plans.Records, int seed = 1)
    {
        using var scope = NewDisposeScope();
        var (pixels, labels) = Draw(records, seed);
        return PrivateDataset.FromTensors(pixels, labels);
    }

    public static (Tensor Pixels, Tensor Labels) Draw(long records, int seed)
    {
        using var generator = new Generator();
        generator.manual_seed(seed);
        var labels = arange(records, dtype: ScalarType.Int64).remainder(3);
        var pixels = tensor(Centres).index_select(0, labels) + (0.7 * empty(records, 4).normal_(generator: generator));
        return (pixels, labels);
    }
}
