using System;
using System.Runtime.CompilerServices;

namespace DslDp.Accounting;

/// <summary>
/// The discrete Fourier transform of a power of two of complex numbers, in place. Forward leaves the frequencies in bit-reversed order and
/// backward expects them so, which spares the reordering: frequency k and its mirror image n − k lie at positions that
/// <see cref="Mirror"/> relates.
/// </summary>
internal sealed class FourierTransform
{
    /// <summary>The largest transform is of 2^24 numbers.</summary>
    public const int MaximumBits = 24;

    private static volatile FourierTransform largest = new(1, [0], [0]);

    private readonly int size;
    private readonly double[] cosines;
    private readonly double[] sines;

    /// <summary>The roots of unity that a pass over blocks of 2m needs lie together, from index m on, whatever the size of the transform.</summary>
    private FourierTransform(int size, double[] cosines, double[] sines)
    {
        this.size = size;
        this.cosines = cosines;
        this.sines = sines;
    }

    public static FourierTransform OfBits(int bits)
    {
        FourierTransform known = largest;
        if (known.size < 1 << bits)
            largest = known = Extended(known, 1 << bits);
        return new FourierTransform(1 << bits, known.cosines, known.sines);
    }

    [MethodImpl(HotLoop.Optimize)]
    private static FourierTransform Extended(FourierTransform known, int size)
    {
        var cosines = new double[size];
        var sines = new double[size];
        known.cosines.CopyTo(cosines, 0);
        known.sines.CopyTo(sines, 0);
        for (int half = known.size; half < size; half *= 2)
        {
            for (int j = 0; j < half; j++)
            {
                cosines[half + j] = Math.Cos(Math.PI * j / half);
                sines[half + j] = -Math.Sin(Math.PI * j / half);
            }
        }

        return new FourierTransform(size, cosines, sines);
    }

    /// <summary>The position of frequency n − k, given that of frequency k: all bits below the highest are flipped.</summary>
    public static int Mirror(int position)
    {
        int highest = position;
        highest |= highest >> 1;
        highest |= highest >> 2;
        highest |= highest >> 4;
        highest |= highest >> 8;
        highest |= highest >> 16;
        return position ^ (highest >> 1);
    }

    [MethodImpl(HotLoop.Optimize)]
    public void Forward(double[] real, double[] imaginary)
    {
        for (int half = size / 2; half >= 1; half /= 2)
        {
            for (int start = 0; start < size; start += 2 * half)
            {
                for (int j = 0, low = start, high = start + half, root = half; j < half; j++, low++, high++, root++)
                {
                    double differenceReal = real[low] - real[high], differenceImaginary = imaginary[low] - imaginary[high];
                    real[low] += real[high];
                    imaginary[low] += imaginary[high];
                    real[high] = (differenceReal * cosines[root]) - (differenceImaginary * sines[root]);
                    imaginary[high] = (differenceReal * sines[root]) + (differenceImaginary * cosines[root]);
                }
            }
        }
    }

    /// <summary>The inverse, including the division by the size.</summary>
    [MethodImpl(HotLoop.Optimize)]
    public void Backward(double[] real, double[] imaginary)
    {
        for (int half = 1; half < size; half *= 2)
        {
            for (int start = 0; start < size; start += 2 * half)
            {
                for (int j = 0, low = start, high = start + half, root = half; j < half; j++, low++, high++, root++)
                {
                    double turnedReal = (real[high] * cosines[root]) + (imaginary[high] * sines[root]);
                    double turnedImaginary = (imaginary[high] * cosines[root]) - (real[high] * sines[root]);
                    real[high] = real[low] - turnedReal;
                    imaginary[high] = imaginary[low] - turnedImaginary;
                    real[low] += turnedReal;
                    imaginary[low] += turnedImaginary;
                }
            }
        }

        for (int i = 0; i < size; i++)
        {
            real[i] /= size;
            imaginary[i] /= size;
        }
    }
}
