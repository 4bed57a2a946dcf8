using System.Runtime.InteropServices;

namespace DslDp.Kernels;

/// <summary>Room for numbers that a kernel works in, outside of managed memory: it is freed with the kernel's work.</summary>
internal readonly unsafe struct Scratch : IDisposable
{
    private const nuint Alignment = 64;
    private readonly int count;

    /// <summary>Takes room, with whatever is in it.</summary>
    /// <param name="count">How many numbers.</param>
    public Scratch(int count)
    {
        this.count = count;
        Numbers = (float*)NativeMemory.AlignedAlloc((nuint)Math.Max(1, count) * sizeof(float), Alignment);
    }

    /// <summary>The first number.</summary>
    public float* Numbers { get; }

    /// <summary>All of them.</summary>
    public Span<float> Span => new(Numbers, count);

    public void Dispose() => NativeMemory.AlignedFree(Numbers);
}
