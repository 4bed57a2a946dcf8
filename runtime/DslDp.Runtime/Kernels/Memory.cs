using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace DslDp.Kernels;

/// <summary>The numbers of a tensor where they lie.</summary>
internal static unsafe class Memory
{
    /// <summary>The most 32-bit numbers of a tensor that the kernels read.</summary>
    public const long MaxNumbers = int.MaxValue / sizeof(float);

    /// <summary>Whether kernels can read a tensor: some numbers of 32 bits, not too many, on the processor. They need not lie in order.</summary>
    public static bool Serves(Tensor tensor) =>
        tensor.device_type == DeviceType.CPU && tensor.dtype == ScalarType.Float32 && tensor.numel() is > 0 and <= MaxNumbers;

    /// <summary>Whether kernels can read a tensor as one run of numbers.</summary>
    public static bool ServesInOrder(Tensor tensor) => Serves(tensor) && tensor.is_contiguous();

    /// <summary>How many numbers a tensor of the shape has.</summary>
    public static long NumbersOf(ReadOnlySpan<long> shape)
    {
        var product = 1L;
        foreach (var size in shape)
            product *= size;
        return product;
    }

    /// <summary>The first sizes of a tensor, and another: TorchSharp makes several objects for each answer about all sizes.</summary>
    public static long[] ShapeOf(Tensor tensor, int axes, long last)
    {
        var shape = new long[axes + 1];
        for (var axis = 0; axis < axes; axis++)
            shape[axis] = tensor.size(axis);
        shape[axes] = last;
        return shape;
    }

    /// <summary>The first number of a contiguous tensor on the processor, Float32 unless the caller knows better; valid as long as the tensor is.</summary>
    public static float* Of(Tensor tensor) =>
        (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.bytes));

    /// <summary>Copies numbers.</summary>
    public static void Copy(float* from, float* to, int count) => new ReadOnlySpan<float>(from, count).CopyTo(new(to, count));

    /// <summary>Copies rows of numbers.</summary>
    /// <param name="from">The first row.</param>
    /// <param name="fromStep">From one row to the next.</param>
    /// <param name="to">Where the first row goes.</param>
    /// <param name="toStep">From there to where the next goes.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="count">Numbers of a row.</param>
    public static void CopyRows(float* from, long fromStep, float* to, long toStep, int rows, int count)
    {
        if (fromStep == count && toStep == count)
            (rows, count) = (1, rows * count);
        for (var row = 0L; row < rows; row++)
            Copy(from + (row * fromStep), to + (row * toStep), count);
    }
}
