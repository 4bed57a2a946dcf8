using static TorchSharp.torch;

namespace DslDp.Runtime.Tests.Idx;

/// <summary>The published files, against figures that are published of them.</summary>
public class IdxFileOnRealDataTests
{
    [SharedDataFact("mnist")]
    public void Mnist() => Check("mnist", mean: 0.1307, standardDeviation: 0.3081, firstLabels: [5, 0, 4, 1, 9], ofClassZero: 5923);

    [SharedDataFact("fashion-mnist")]
    public void FashionMnist() => Check("fashion-mnist", mean: 0.2860, standardDeviation: 0.3530, firstLabels: [9, 0, 0, 3, 0], ofClassZero: 6000);

    private static void Check(string dataSet, double mean, double standardDeviation, long[] firstLabels, int ofClassZero)
    {
        var folder = SharedDataFactAttribute.FolderOf(dataSet)!;
        using var scope = NewDisposeScope();

        var (images, labels) = IdxFile.ReadTrainingSet(folder, classes: 10);
        var (testImages, testLabels) = IdxFile.ReadTestSet(folder, classes: 10);

        Assert.Equal([60_000, 1, 28, 28], images.shape);
        Assert.Equal([10_000, 1, 28, 28], testImages.shape);
        Assert.Equal([10_000], testLabels.shape);
        Assert.Equal(mean, images.mean().item<float>(), 1e-4);
        Assert.Equal(standardDeviation, images.std(unbiased: false).item<float>(), 1e-4);
        Assert.Equal(firstLabels, labels.slice(0, 0, 5, 1).data<long>().ToArray());
        Assert.Equal(ofClassZero, labels.eq(0).sum().item<long>());
    }
}
