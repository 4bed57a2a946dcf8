namespace DslDp.Kernels;

/// <summary>One row of what enters a convolution, in one to three dimensions, with zeros around it.</summary>
/// <param name="channels">Channels of the row.</param>
/// <param name="size">Its sizes along the dimensions.</param>
/// <param name="padding">Zeros on either side of each.</param>
internal sealed unsafe class PaddedRow(int channels, ReadOnlySpan<long> size, ReadOnlySpan<long> padding)
{
    private readonly (int Planes, int Lines, int Length) inner = Three(size, 1);
    private readonly (int Planes, int Lines, int Length) before = Three(padding, 0);

    /// <summary>Numbers of the row with its padding.</summary>
    public int Numbers => checked(channels * PaddedPlanes * PaddedLines * PaddedLength);

    /// <summary>Numbers of the row itself.</summary>
    public int InnerNumbers => channels * inner.Planes * inner.Lines * inner.Length;

    /// <summary>Whether there is any padding.</summary>
    public bool IsPadded => before != (0, 0, 0);

    private int PaddedPlanes => inner.Planes + (2 * before.Planes);

    private int PaddedLines => inner.Lines + (2 * before.Lines);

    private int PaddedLength => inner.Length + (2 * before.Length);

    /// <summary>Copies the row into the middle of the padded one, whose padding is left as it is.</summary>
    public void CopyIn(float* row, float* padded) => Copy(row, padded, isIn: true);

    /// <summary>Copies the middle of the padded row.</summary>
    public void CopyOut(float* padded, float* row) => Copy(row, padded, isIn: false);

    private void Copy(float* row, float* padded, bool isIn)
    {
        for (var plane = 0; plane < channels * inner.Planes; plane++)
        {
            var (channel, depth) = (plane / inner.Planes, plane % inner.Planes);
            var first = padded + ((((((long)channel * PaddedPlanes) + before.Planes + depth) * PaddedLines) + before.Lines) * PaddedLength) + before.Length;
            for (var line = 0; line < inner.Lines; line++, row += inner.Length, first += PaddedLength)
            {
                Span<float> inside = new(row, inner.Length), outside = new(first, inner.Length);
                if (isIn)
                    inside.CopyTo(outside);
                else
                    outside.CopyTo(inside);
            }
        }
    }

    private static (int Planes, int Lines, int Length) Three(ReadOnlySpan<long> values, int missing) => values.Length switch
    {
        1 => (missing, missing, (int)values[0]),
        2 => (missing, (int)values[0], (int)values[1]),
        _ => ((int)values[0], (int)values[1], (int)values[2]),
    };
}
