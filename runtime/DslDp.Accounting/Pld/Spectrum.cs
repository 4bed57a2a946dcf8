using System;
using System.Runtime.CompilerServices;

namespace DslDp.Accounting;

/// <summary>The frequencies of a composed loss, one of each mirrored pair, with a bound on the rounding error of each.</summary>
internal sealed class Spectrum
{
    private const double Rounding = 1.2e-16;

    private readonly double[] real;
    private readonly double[] imaginary;
    private readonly double[] errors;

    public Spectrum(int size)
    {
        real = new double[size];
        imaginary = new double[size];
        errors = new double[size];
        for (int i = 0; i < size; i++)
            real[i] = 1;
    }

    public (double Real, double Imaginary) At(int position) => (real[position], imaginary[position]);

    /// <summary>Multiplies a frequency by a power of the number x + iy, which is known up to an error.</summary>
    /// <param name="position">Where the frequency is kept.</param>
    /// <param name="x">Real part of the number.</param>
    /// <param name="y">Imaginary part of the number.</param>
    /// <param name="power">The exponent.</param>
    /// <param name="threshold">Square of the magnitude below which the power counts as zero.</param>
    /// <param name="bound">Bound on the power's magnitude below the threshold, the number's error included.</param>
    /// <param name="error">Bound on the number's error.</param>
    [MethodImpl(HotLoop.Optimize)]
    public void Multiply(int position, double x, double y, long power, double threshold, double bound, double error)
    {
        double squared = (x * x) + (y * y);
        if (squared < threshold)
        {
            errors[position] = (errors[position] + Math.Abs(real[position]) + Math.Abs(imaginary[position])) * bound;
            (real[position], imaginary[position]) = (0, 0);
            return;
        }

        (double powerReal, double powerImaginary) = Power(x, y, power);
        double magnitude = Math.Sqrt((powerReal * powerReal) + (powerImaginary * powerImaginary));
        double before = Math.Sqrt((real[position] * real[position]) + (imaginary[position] * imaginary[position]));
        double powerError = PowerError(Math.Sqrt(squared), power, error) + (4 * Rounding * power * magnitude);
        errors[position] = (errors[position] * (magnitude + powerError)) + (before * powerError);
        (real[position], imaginary[position]) =
            ((real[position] * powerReal) - (imaginary[position] * powerImaginary), (real[position] * powerImaginary) + (imaginary[position] * powerReal));
    }

    /// <summary>Means over all frequencies, mirrored ones included, of the errors and of the magnitudes.</summary>
    [MethodImpl(HotLoop.Optimize)]
    public (double Error, double Magnitude) Means()
    {
        double error = 0, magnitude = 0;
        for (int i = 0; i < real.Length; i++)
        {
            if (FourierTransform.Mirror(i) >= i)
                (error, magnitude) = (error + errors[i], magnitude + Math.Abs(real[i]) + Math.Abs(imaginary[i]));
        }

        return (2 * error / real.Length, 2 * magnitude / real.Length);
    }

    /// <summary>|(f + e)^c − f^c| ≤ c·e·(|f| + e)^(c−1).</summary>
    private static double PowerError(double magnitude, long power, double error) => power switch
    {
        1 => error,
        2 => 2 * error * (magnitude + error),
        _ => power * error * Math.Pow(magnitude + error, power - 1),
    };

    [MethodImpl(HotLoop.Optimize)]
    private static (double Real, double Imaginary) Power(double x, double y, long power)
    {
        double resultReal = 1, resultImaginary = 0;
        for (long rest = power; ; (x, y) = ((x * x) - (y * y), 2 * x * y))
        {
            if ((rest & 1) != 0)
                (resultReal, resultImaginary) = ((resultReal * x) - (resultImaginary * y), (resultReal * y) + (resultImaginary * x));
            rest >>= 1;
            if (rest == 0)
                return (resultReal, resultImaginary);
        }
    }
}
