namespace DslDp.Kernels;

/// <summary>Copies of what has a row for each gate of each unit, <c>[4 · hidden, n]</c>, in the orders in which kernels meet them; rows that are filled in hold 0.</summary>
internal static unsafe class GateRows
{
    /// <summary>The four gates of a group next to each other: <c>[groups, 4, units, n]</c>.</summary>
    public static Scratch ByGroup(float* rows, int length, LongShortTermSizes sizes)
    {
        const int units = LongShortTermSizes.Units;
        return Copy(rows, length, sizes, (gate, unit) => (((unit / units * LongShortTermSizes.Gates) + gate) * units) + (unit % units));
    }

    /// <summary>The groups of a gate next to each other: <c>[4, groups, units, n]</c>.</summary>
    public static Scratch ByGate(float* rows, int length, LongShortTermSizes sizes) =>
        Copy(rows, length, sizes, (gate, unit) => (gate * sizes.Filled) + unit);

    private static Scratch Copy(float* rows, int length, LongShortTermSizes sizes, Func<int, int, int> place)
    {
        var copy = new Scratch(checked(LongShortTermSizes.Gates * sizes.Filled * length));
        for (var gate = 0; gate < LongShortTermSizes.Gates; gate++)
        {
            for (var unit = 0; unit < sizes.Filled; unit++)
            {
                var to = copy.Span.Slice(place(gate, unit) * length, length);
                if (unit < sizes.Hidden)
                    new ReadOnlySpan<float>(rows + ((((long)gate * sizes.Hidden) + unit) * length), length).CopyTo(to);
                else
                    to.Clear();
            }
        }

        return copy;
    }
}
