using DslDp;
using Quickstart.Drawing;
using static TorchSharp.torch;

namespace Quickstart;

/// <summary>Images with their classes: those to train on, which are the private records, and public ones to test with.</summary>
/// <param name="Records">What the private records are, in words.</param>
/// <param name="Images">The private images, [records, 1, rows, columns], from 0 to 1.</param>
/// <param name="Labels">Their classes, [records].</param>
/// <param name="TestImages">The public images.</param>
/// <param name="TestLabels">Their classes.</param>
internal sealed record LabelledImages(string Records, Tensor Images, Tensor Labels, Tensor TestImages, Tensor TestLabels)
{
    private const int Classes = 10;

    /// <summary>60,000 digits to train on and 10,000 to test with, drawn by the sample itself.</summary>
    public static LabelledImages Drawn()
    {
        var (images, labels) = DrawnDigits.Draw(60_000, seed: 1);
        var (testImages, testLabels) = DrawnDigits.Draw(10_000, seed: 2);
        return new("digits that this program drew", images, labels, testImages, testLabels);
    }

    /// <summary>MNIST, Fashion-MNIST or another data set in their format.</summary>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    /// <exception cref="InvalidDataException">A file is not as it should be.</exception>
    public static LabelledImages FromFolder(string folder)
    {
        var (images, labels) = IdxFile.ReadTrainingSet(folder, Classes);
        var (testImages, testLabels) = IdxFile.ReadTestSet(folder, Classes);
        if (!images.shape.AsSpan(1).SequenceEqual(testImages.shape.AsSpan(1)))
        {
            throw new InvalidDataException(
                $"{folder}: the training images are {Size(images)} pixels in size, but the test images are {Size(testImages)}.");
        }
        return new($"images from {folder}", images, labels, testImages, testLabels);
    }

    private static string Size(Tensor images) => $"{images.shape[2]}×{images.shape[3]}";
}
