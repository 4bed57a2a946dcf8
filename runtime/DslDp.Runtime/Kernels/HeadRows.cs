using static TorchSharp.torch;

namespace DslDp.Kernels;

/// <summary>Where the rows of each example and head lie in a tensor <c>[batch, positions, features]</c>, in which heads lie next to each other.</summary>
internal readonly unsafe struct HeadRows
{
    private readonly float* numbers;
    private readonly long rowStep, exampleStep;
    private readonly int features;

    private HeadRows(float* numbers, long rowStep, long exampleStep, int features)
    {
        this.numbers = numbers;
        this.rowStep = rowStep;
        this.exampleStep = exampleStep;
        this.features = features;
    }

    /// <summary>Those of query, key and value.</summary>
    /// <param name="projections">One tensor for each, or one in which the three lie next to each other; contiguous.</param>
    /// <param name="heads">Number of heads.</param>
    public static HeadRows[] OfProjections(Tensor[] projections, int heads) => projections.Length == 1
        ? [OfPart(projections[0], 0, 3, heads), OfPart(projections[0], 1, 3, heads), OfPart(projections[0], 2, 3, heads)]
        : [.. projections.Select(projection => Of(projection, heads))];

    /// <summary>Those of a whole tensor.</summary>
    public static HeadRows Of(Tensor tensor, int heads) => OfPart(tensor, 0, 1, heads);

    /// <summary>The rows of one head of an example.</summary>
    public MatrixSide At(int example, int head) => new(numbers + (example * exampleStep) + ((long)head * features), rowStep, 1);

    private static HeadRows OfPart(Tensor tensor, int part, int parts, int heads)
    {
        var (positions, width) = (tensor.size(1), tensor.size(2));
        return new(Memory.Of(tensor) + (part * (width / parts)), width, positions * width, (int)(width / parts / heads));
    }
}
