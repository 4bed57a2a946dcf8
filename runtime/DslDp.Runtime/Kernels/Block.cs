using System.Runtime.CompilerServices;

namespace DslDp.Kernels;

/// <summary>
/// Memory that is used again from step to step. The C library would cut up large pieces that were freed, and take new memory for the next
/// that do not fit: the memory of a process that trains would grow for some dozens of steps.
/// </summary>
/// <remarks>
/// Pieces that are not in use are held weakly. What is pinned counts as old from the start, so that only a full garbage collection frees
/// them.
/// </remarks>
internal sealed unsafe class Block
{
    private const int Alignment = 64, Filling = Alignment / sizeof(float);
    private static readonly List<WeakReference<float[]>> Unused = [];
    private readonly WeakReference<float[]> piece;
    private readonly float[] memory;

    private Block(WeakReference<float[]> piece, float[] memory)
    {
        (this.piece, this.memory) = (piece, memory);
        var first = (nint)Unsafe.AsPointer(ref memory[0]);
        Numbers = (float*)((first + Alignment - 1) / Alignment * Alignment);
    }

    /// <summary>The first number; what the numbers are is left over from before.</summary>
    public float* Numbers { get; }

    /// <summary>Takes a piece.</summary>
    /// <param name="count">For how many numbers.</param>
    public static Block Take(long count)
    {
        lock (Unused)
        {
            Unused.RemoveAll(piece => !piece.TryGetTarget(out _));
            for (var i = Unused.Count - 1; i >= 0; i--)
            {
                var piece = Unused[i];
                if (piece.TryGetTarget(out var memory) && count <= memory.Length - Filling && memory.Length / 2 <= count)
                {
                    Unused.RemoveAt(i);
                    return new(piece, memory);
                }
            }
        }

        // Batches that are drawn at random differ in size: a somewhat larger one finds room too.
        var made = GC.AllocateUninitializedArray<float>(checked((int)(count + (count / 8) + Filling)), pinned: true);
        return new(new(made), made);
    }

    /// <summary>Lets others take it.</summary>
    public void GiveBack()
    {
        lock (Unused)
            Unused.Add(piece);
        GC.KeepAlive(memory);
    }
}
