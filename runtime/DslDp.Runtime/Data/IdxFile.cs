using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace DslDp;

/// <summary>
/// Reads IDX files, the format of MNIST and the data sets that follow it, compressed with gzip or not (recognised by the
/// content, not by the name).
/// </summary>
/// <remarks>
/// Every error is one line that names the file. The files are read to the end and checked whole before a tensor is made.
/// The format is described at <c>http://yann.lecun.com/exdb/mnist/</c>.
/// </remarks>
public static class IdxFile
{
    /// <summary>Reads an array of any of the format's element types and any rank.</summary>
    /// <param name="path">The file.</param>
    /// <returns>A tensor of the file's own shape and element type.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is not a whole and well-formed IDX file.</exception>
    public static Tensor Read(string path) => IdxFileContents.Read(path).ToTensor();

    /// <summary>Reads grey images with a byte for each pixel.</summary>
    /// <param name="path">The file: three dimensions of unsigned bytes.</param>
    /// <returns>A float32 tensor of shape [images, 1, rows, columns] with values from 0 to 1: the byte divided by 255.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is not a whole and well-formed IDX file of images.</exception>
    public static Tensor ReadImages(string path)
    {
        var contents = IdxFileContents.Read(path, IdxFileHeader.ImagesMagicNumber, "images");
        using var bytes = contents.ToTensor();
        using var images = bytes.unsqueeze(1).to_type(ScalarType.Float32);
        using Scalar white = 255f;
        return images.div(white);
    }

    /// <summary>Reads the numbers of the classes to which images belong.</summary>
    /// <param name="path">The file: one dimension of unsigned bytes.</param>
    /// <param name="classes">How many classes there are; every label must be from 0 to one less.</param>
    /// <returns>An int64 tensor of shape [labels].</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">
    /// The file is not a whole and well-formed IDX file of labels, or a label is out of range.
    /// </exception>
    public static Tensor ReadLabels(string path, int classes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classes);
        var contents = IdxFileContents.Read(path, IdxFileHeader.LabelsMagicNumber, "labels");
        var row = classes > byte.MaxValue ? -1 : contents.Bytes.AsSpan().IndexOfAnyInRange((byte)classes, byte.MaxValue);
        if (row >= 0)
        {
            throw new InvalidDataException(Invariant(
                $"{path}: label {contents.Bytes[row]} in row {row} (the first is row 0) is not one of the {classes} classes 0 to {classes - 1}."));
        }
        using var bytes = contents.ToTensor();
        return bytes.to_type(ScalarType.Int64);
    }

    /// <summary>
    /// Reads the training images and labels of a folder: <c>train-images-idx3-ubyte</c> and <c>train-labels-idx1-ubyte</c>, each
    /// with or without <c>.gz</c>.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <returns>Images as <see cref="ReadImages"/> gives them, and as many labels as <see cref="ReadLabels"/> gives them.</returns>
    /// <exception cref="FileNotFoundException">One of the files is missing.</exception>
    /// <exception cref="InvalidDataException">A file is not as it should be, or there are not as many labels as images.</exception>
    public static (Tensor Images, Tensor Labels) ReadTrainingSet(string folder, int classes) => ReadSet(folder, "train", classes);

    /// <summary>
    /// Reads the test images and labels of a folder: <c>t10k-images-idx3-ubyte</c> and <c>t10k-labels-idx1-ubyte</c>, each with
    /// or without <c>.gz</c>.
    /// </summary>
    /// <inheritdoc cref="ReadTrainingSet"/>
    public static (Tensor Images, Tensor Labels) ReadTestSet(string folder, int classes) => ReadSet(folder, "t10k", classes);

    private static (Tensor Images, Tensor Labels) ReadSet(string folder, string part, int classes)
    {
        var imageFile = Find(folder, $"{part}-images-idx3-ubyte");
        var labelFile = Find(folder, $"{part}-labels-idx1-ubyte");
        var labels = ReadLabels(labelFile, classes);
        Tensor? images = null;
        try
        {
            images = ReadImages(imageFile);
            return images.shape[0] == labels.shape[0]
                ? (images, labels)
                : throw new InvalidDataException(Invariant(
                    $"{imageFile} holds {images.shape[0]} images, but {labelFile} holds {labels.shape[0]} labels."));
        }
        catch
        {
            images?.Dispose();
            labels.Dispose();
            throw;
        }
    }

    private static string Find(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        string[] candidates = [path, path + ".gz"];
        return candidates.FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException($"{folder}: there is neither {name} nor {name}.gz in this folder.", path);
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
