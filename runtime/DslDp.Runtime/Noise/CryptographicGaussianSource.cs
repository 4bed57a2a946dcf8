using System.Globalization;
using System.Security.Cryptography;
using DslDp.Kernels;
using DslDp.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace DslDp.Noise;

/// <summary>
/// Gaussian noise from cryptographic streams whose keys the operating system draws, by Box and Muller (1958, "A note on the generation
/// of random normal deviates") on a uniform of 36 bits for the length of a pair, with 52 more where it is below 2⁻¹⁶, and one of 28 for its angle, in double precision; each
/// entry is rounded to 32 bits once, after the noise was added.
/// </summary>
/// <remarks>
/// No entry's noise exceeds 9.79 standard deviations, where a true Gaussian would go beyond with probability 10⁻²². Sums are
/// floating-point numbers, and the attack of Mironov (2012, "On significance of the least significant bits") on them is not
/// countered. Noise is made on the CPU, by as many threads as libtorch was told to use; every 65,536 entries have a stream of their own,
/// whose key is drawn for them alone, so that the number of threads makes no difference. Entries on another device are copied there and
/// back. A source serves one caller at a time.
/// </remarks>
public sealed class CryptographicGaussianSource : IGaussianSource
{
    // A part is worth a key and a thread; a span holds less than 2³¹ bytes.
    private const int EntriesOfPart = 1 << 16, EntriesOfSpan = 1 << 28;
    private readonly IRandomBytes keys;

    /// <summary>Makes a source.</summary>
    public CryptographicGaussianSource()
        : this(OperatingSystemRandomBytes.Instance)
    {
    }

    internal CryptographicGaussianSource(IRandomBytes keys) => this.keys = keys;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The tensor is not Float32, not contiguous or has not one axis.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The standard deviation is not finite and above 0.</exception>
    public void AddTo(Tensor flat, double standardDeviation) => Add(flat, standardDeviation, null);

    /// <inheritdoc/>
    /// <remarks>On the CPU, it is told of a few thousand entries at a time, which are then in the first cache.</remarks>
    /// <exception cref="ArgumentException">The tensor is not Float32, not contiguous or has not one axis.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The standard deviation is not finite and above 0.</exception>
    public void AddTo(Tensor flat, double standardDeviation, Action<long, long> noised)
    {
        ArgumentNullException.ThrowIfNull(noised);
        Add(flat, standardDeviation, noised);
    }

    private void Add(Tensor flat, double standardDeviation, Action<long, long>? noised)
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

        using var noGrad = new NoGrad();
        if (flat.device_type == DeviceType.CPU)
        {
            AddOnHost(flat, standardDeviation, noised);
            return;
        }

        using var host = flat.cpu();
        AddOnHost(host, standardDeviation, null);
        flat.copy_(host);
        noised?.Invoke(0, flat.numel());
    }

    private void AddOnHost(Tensor flat, double standardDeviation, Action<long, long>? noised)
    {
        for (var start = 0L; start < flat.numel(); start += EntriesOfSpan)
        {
            using var span = flat.narrow(0, start, Math.Min(EntriesOfSpan, flat.numel() - start));
            AddToSpan(span, standardDeviation, noised, start);
        }
    }

    private unsafe void AddToSpan(Tensor entries, double standardDeviation, Action<long, long>? noised, long startOfSpan)
    {
        var (first, count) = ((nint)Memory.Of(entries), (int)entries.numel());
        var parts = (count + EntriesOfPart - 1) / EntriesOfPart;
        var partKeys = new byte[parts * SecretStream.KeyLength];
        keys.Fill(partKeys);
        Workers.Run(parts, (from, until) =>
        {
            using var stream = SecretStream.Create();
            for (var part = from; part < until; part++)
            {
                stream.Start(partKeys.AsSpan(part * SecretStream.KeyLength, SecretStream.KeyLength));
                var start = part * EntriesOfPart;
                var entries = new Span<float>((float*)first + start, Math.Min(EntriesOfPart, count - start));
                if (WideNumbers.IsSupported)
                    BoxMuller<WideNumbers>.AddTo(entries, standardDeviation, stream, noised, startOfSpan + start);
                else
                    BoxMuller<PortableNumbers>.AddTo(entries, standardDeviation, stream, noised, startOfSpan + start);
            }
        });
        CryptographicOperations.ZeroMemory(partKeys);
        GC.KeepAlive(entries);
    }
}
