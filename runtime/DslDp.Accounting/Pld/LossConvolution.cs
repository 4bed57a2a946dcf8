using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;

namespace DslDp.Accounting;

/// <summary>
/// Convolves tilted losses on a circle of grid points. Two directions share one complex transform, as real and imaginary parts. Beside
/// every frequency a bound on its rounding error is carried along, and their mean, the largest error that any point can have, is added to
/// every point.
/// </summary>
internal sealed class LossConvolution
{
    /// <summary>
    /// Each of the transform's passes multiplies by a rounded root of unity and adds: 4.3 units of rounding, relative to the sum of the
    /// magnitudes that enter (Higham 2002, on the fast Fourier transform, element by element).
    /// </summary>
    private const double RoundingPerPass = 4.8e-16;

    private const double Negligible = 1e-40;

    private readonly int bits;
    private readonly int size;
    private readonly IReadOnlyList<TiltedLosses> directions;
    private readonly Spectrum[] spectra;

    public LossConvolution(int bits, IReadOnlyList<TiltedLosses> directions)
    {
        this.bits = bits;
        size = 1 << bits;
        this.directions = directions;
        spectra = directions.Select(_ => new Spectrum(size)).ToArray();
    }

    /// <summary>The composed losses.</summary>
    public IReadOnlyList<ComposedLoss> Results()
    {
        var real = new double[size];
        var imaginary = new double[size];
        FourierTransform transform = FourierTransform.OfBits(bits);
        // A single loss needs no convolution: on the circle it is itself.
        bool single = directions[0].Count == 1;
        for (int part = 0; part < directions[0].Parts; part++)
        {
            Array.Clear(real, 0, size);
            Array.Clear(imaginary, 0, size);
            directions[0].Fold(part, real);
            if (directions.Count > 1)
                directions[1].Fold(part, imaginary);
            if (single)
                break;
            transform.Forward(real, imaginary);
            Multiply(real, imaginary, directions[0].CountOf(part));
        }

        if (!single)
        {
            Combine(real, imaginary);
            transform.Backward(real, imaginary);
        }

        List<(double Error, double Magnitude)> means = spectra.Select(spectrum => single ? (0, 0) : spectrum.Means()).ToList();
        double backward = RoundingPerPass * bits * means.Sum(mean => mean.Magnitude);
        return directions.Select((direction, i) => Result(direction, i == 0 ? real : imaginary, means[i].Error + backward)).ToList();
    }

    [MethodImpl(HotLoop.Optimize)]
    private ComposedLoss Result(TiltedLosses direction, double[] circle, double error)
    {
        var masses = new double[size];
        for (int i = 0; i < size; i++)
            masses[i] = Math.Max(0, circle[(direction.Lowest + i) & (size - 1)]) + error;
        double beyond = direction.ProbabilityAbove((direction.Lowest + size) * direction.Step);
        return new ComposedLoss(masses, direction.Lowest, direction.Step, direction.Window.Tilt, direction.LogScale,
            Math.Min(1, direction.Infinity + beyond), direction.Count, error)
        {
            RoundingVariance = direction.RoundingVariance,
        };
    }

    /// <summary>Takes the two real signals' spectra out of the common one and multiplies their powers into the results.</summary>
    [MethodImpl(HotLoop.Optimize)]
    private void Multiply(double[] real, double[] imaginary, long count)
    {
        // The magnitudes of each direction's losses sum to one.
        double error = RoundingPerPass * bits * spectra.Length;
        double threshold = Math.Pow(Negligible, 2.0 / count);
        double bound = Math.Pow(Math.Sqrt(threshold) + error, count);
        for (int at = 0; at < size; at++)
        {
            int mirror = FourierTransform.Mirror(at);
            if (mirror < at)
                continue;
            double sumReal = (real[at] + real[mirror]) / 2, differenceImaginary = (imaginary[at] - imaginary[mirror]) / 2;
            spectra[0].Multiply(at, sumReal, differenceImaginary, count, threshold, bound, error);
            if (spectra.Length > 1)
                spectra[1].Multiply(at, (imaginary[at] + imaginary[mirror]) / 2, (real[mirror] - real[at]) / 2, count, threshold, bound, error);
        }
    }

    [MethodImpl(HotLoop.Optimize)]
    private void Combine(double[] real, double[] imaginary)
    {
        for (int at = 0; at < size; at++)
        {
            int mirror = FourierTransform.Mirror(at);
            if (mirror < at)
                continue;
            (double firstReal, double firstImaginary) = spectra[0].At(at);
            (double secondReal, double secondImaginary) = spectra.Length > 1 ? spectra[1].At(at) : (0, 0);
            // Frequencies 0 and n/2 are their own mirrors, and real.
            (real[mirror], imaginary[mirror]) = (firstReal + secondImaginary, secondReal - firstImaginary);
            (real[at], imaginary[at]) = (firstReal - secondImaginary, firstImaginary + secondReal);
        }
    }
}
