using System.Globalization;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace DslDp.Noise;

/// <summary>
/// Gaussian noise from a cryptographic stream whose key the operating system draws, by Box and Muller (1958, "A note on the generation
/// of random normal deviates") on uniforms of 53 bits, in double precision; each entry is rounded to 32 bits once, after the noise
/// was added.
/// </summary>
/// <remarks>
/// No entry's noise exceeds 8.58 standard deviations, where a true Gaussian would go beyond with probability 10⁻¹⁷. Sums are
/// floating-point numbers, and the attack of Mironov (2012, "On significance of the least significant bits") on them is not
/// countered. Noise is made on the CPU; entries on another device are copied there and back. A source serves one thread at a time.
/// </remarks>
public sealed class CryptographicGaussianSource : IGaussianSource
{
    // What the transform keeps of so many entries stays in the fastest memory; a span holds less than 2³¹ bytes.
    private const int EntriesAtOnce = 1 << 11, EntriesOfSpan = 1 << 28;
    private readonly IRandomBytes random;
    private readonly BoxMuller noise = new(EntriesAtOnce);

    /// <summary>Makes a source.</summary>
    public CryptographicGaussianSource()
        : this(new ChaCha20RandomBytes())
    {
    }

    internal CryptographicGaussianSource(IRandomBytes random) => this.random = random;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The tensor is not Float32, not contiguous or has not one axis.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The standard deviation is not finite and above 0.</exception>
    public void AddTo(Tensor flat, double standardDeviation)
    {
        ArgumentNullException.ThrowIfNull(flat);
        if (flat.dtype != ScalarType.Float32 || flat.dim() != 1 || !flat.is_contiguous())
        {
            var what = $"{flat.dtype} [{string.Join(", ", flat.shape)}]";
            throw new ArgumentException($"Noise is added to a contiguous Float32 tensor of one axis, not to {what}.", nameof(flat));
        }
        if (!double.IsFinite(standardDeviation) || standardDeviation <= 0)
        {
            var why = string.Create(CultureInfo.InvariantCulture, $"The standard deviation of the noise is {standardDeviation}; it must be finite and above 0.");
            throw new ArgumentOutOfRangeException(nameof(standardDeviation), standardDeviation, why);
        }

        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        if (flat.device_type == DeviceType.CPU)
            AddOnHost(flat, standardDeviation);
        else
            AddThroughHost(flat, standardDeviation);
    }

    private void AddThroughHost(Tensor flat, double standardDeviation)
    {
        var host = flat.cpu();
        AddOnHost(host, standardDeviation);
        flat.copy_(host);
    }

    private void AddOnHost(Tensor flat, double standardDeviation)
    {
        for (var start = 0L; start < flat.numel(); start += EntriesOfSpan)
        {
            using var part = flat.narrow(0, start, Math.Min(EntriesOfSpan, flat.numel() - start));
            noise.AddTo(MemoryMarshal.Cast<byte, float>(part.bytes), standardDeviation, random);
        }
    }
}
