using static TorchSharp.torch;

namespace DslDp.Kernels;

/// <summary>
/// The sizes of a long short-term memory, and how its kernels lay it out: the units of a state in groups of sixteen, one vector each, the
/// last filled up with units whose weights are 0; the four gates of a group next to each other, one panel of a product.
/// </summary>
/// <param name="Batch">Number of examples.</param>
/// <param name="Times">Number of times.</param>
/// <param name="Features">Size of what enters at a time.</param>
/// <param name="Hidden">Size of a state.</param>
internal readonly unsafe record struct LongShortTermSizes(int Batch, int Times, int Features, int Hidden)
{
    /// <summary>Units of a group.</summary>
    public const int Units = 16;

    /// <summary>Gates of a unit.</summary>
    public const int Gates = 4;

    /// <summary>Groups of units.</summary>
    public int Groups => Tiles.Count(Hidden, Units);

    /// <summary>Units of all groups.</summary>
    public int Filled => Groups * Units;

    /// <summary>
    /// Rows of what has one an example at each time. The tiles of a product read beyond the last example; and times are not a power of two
    /// apart, which would bring those of an example to the same few places of the caches.
    /// </summary>
    public int Rows => Batch + BroadTile.Rows - 1;

    /// <summary>Sets the rows that are no example's to 0: the tiles read them.</summary>
    /// <param name="numbers"><c>[time, rows, length]</c>.</param>
    /// <param name="length">Numbers of a row.</param>
    public void ClearBeyondExamples(float* numbers, int length)
    {
        for (var time = 0; time < Times; time++)
            new Span<float>(numbers + ((((long)time * Rows) + Batch) * length), (Rows - Batch) * length).Clear();
    }

    /// <summary>What lies so, as others see it.</summary>
    /// <param name="tensor"><c>[time, rows, n]</c>.</param>
    /// <returns><c>[batch, time, n]</c>, in the same memory.</returns>
    public Tensor ExamplesOf(Tensor tensor)
    {
        using var examples = tensor.narrow(1, 0, Batch);
        return examples.transpose(0, 1);
    }

    /// <summary>Where the gates of an example begin in <c>[turns, groups, batch, 4 · units]</c>.</summary>
    public long GatesAt(int turn, int group, int example) => Gates * CellAt(turn, group, example);

    /// <summary>Where the cell of an example begins in <c>[turns, groups, batch, units]</c>.</summary>
    public long CellAt(int turn, int group, int example) => ((((long)turn * Groups) + group) * Batch + example) * Units;
}
