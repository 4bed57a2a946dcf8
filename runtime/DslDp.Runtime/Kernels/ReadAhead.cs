using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace DslDp.Kernels;

/// <summary>Asks, a little at a time, for memory that is read next: it comes while something else is computed, and costs no wait then.</summary>
internal unsafe struct ReadAhead
{
    /// <summary>Numbers of a page: what lies past the second cache comes faster when it is asked for so far ahead, where the processor's own prediction ends.</summary>
    public const int Far = 1024;

    private const int NumbersOfLine = 64 / sizeof(float);
    private float* run, at, end;
    private long step, length;
    private int runsAfter;

    /// <summary>Begins with runs of numbers that are equally far apart.</summary>
    /// <param name="first">The first number.</param>
    /// <param name="runs">Number of runs.</param>
    /// <param name="numbers">Numbers of a run.</param>
    /// <param name="between">From one run to the next.</param>
    public void Begin(float* first, int runs, long numbers, long between)
    {
        (length, step, runsAfter) = (numbers, between, runs - 1);
        run = at = first;
        end = first + numbers;
    }

    /// <summary>Asks for 64 numbers, all of which may lie beyond the memory that is read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Ask64(float* numbers)
    {
        if (!Sse.IsSupported)
            return;
        Sse.Prefetch0(numbers);
        Sse.Prefetch0(numbers + NumbersOfLine);
        Sse.Prefetch0(numbers + (2 * NumbersOfLine));
        Sse.Prefetch0(numbers + (3 * NumbersOfLine));
    }

    /// <summary>Asks for more.</summary>
    /// <param name="numbers">How many numbers.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Ask(int numbers)
    {
        if (!Sse.IsSupported || at is null)
            return;
        for (; numbers > 0; numbers -= NumbersOfLine)
        {
            Sse.Prefetch1(at);
            at += NumbersOfLine;
            if (at >= end)
            {
                if (runsAfter-- <= 0)
                {
                    at = null;
                    return;
                }
                run = at = run + step;
                end = run + length;
            }
        }
    }
}
