namespace DslDp.Kernels;

/// <summary>From a row of numbers for each example to groups of units, <c>[groups, batch, units]</c>, and back.</summary>
internal static unsafe class UnitGroups
{
    /// <summary>To groups; what is filled in is 0.</summary>
    /// <param name="rows">The row of the first example of the batch, <c>[hidden]</c>.</param>
    /// <param name="step">From the row of an example to that of the next.</param>
    /// <param name="groups">The groups.</param>
    /// <param name="start">The first example that is copied.</param>
    /// <param name="end">The one after the last.</param>
    /// <param name="sizes">The sizes.</param>
    public static void Spread(float* rows, long step, float* groups, int start, int end, LongShortTermSizes sizes)
    {
        for (var example = start; example < end; example++)
        {
            for (var group = 0; group < sizes.Groups; group++)
            {
                var to = new Span<float>(groups + sizes.CellAt(0, group, example), LongShortTermSizes.Units);
                to.Clear();
                PartOf(rows + (example * step), group, sizes).CopyTo(to);
            }
        }
    }

    /// <summary>Back to rows.</summary>
    /// <inheritdoc cref="Spread"/>
    public static void Gather(float* groups, float* rows, long step, int start, int end, LongShortTermSizes sizes)
    {
        for (var example = start; example < end; example++)
        {
            for (var group = 0; group < sizes.Groups; group++)
            {
                var to = PartOf(rows + (example * step), group, sizes);
                new ReadOnlySpan<float>(groups + sizes.CellAt(0, group, example), to.Length).CopyTo(to);
            }
        }
    }

    private static Span<float> PartOf(float* row, int group, LongShortTermSizes sizes)
    {
        var first = group * LongShortTermSizes.Units;
        return new(row + first, Math.Min(LongShortTermSizes.Units, sizes.Hidden - first));
    }
}
