using System.Runtime.InteropServices;
using System.Security.Cryptography;
using DslDp.Accounting;
using DslDp.Noise;

namespace DslDp.Sampling;

/// <summary>
/// Every record joins the batch with the same probability, independently of the others and of earlier batches: the sampling that
/// the accountant's amplification theorem is about (Mironov, Talwar and Zhang 2019, "Rényi differential privacy of the sampled
/// Gaussian mechanism").
/// </summary>
/// <remarks>
/// The decision for a record compares 64 bits of the operating system's cryptographic generator with q · 2⁶⁴, rounded down: the
/// probability is never above q, and below it by less than 2⁻⁶⁴. For 0, 1 and every q of at least 2⁻¹¹ it is exact.
/// A sampler serves one caller at a time.
/// </remarks>
public sealed class PoissonSampler : IBatchSampler
{
    private const int RecordsAtOnce = 8192;
    private readonly long records;
    private readonly double probability;
    private readonly IRandomBytes random;

    // Kept from draw to draw: a step makes no more than the batch that it gives away.
    private readonly List<long> drawn = [];
    private readonly byte[] numbers;

    /// <summary>Makes a sampler.</summary>
    /// <param name="records">Number of records to choose from, at least 1.</param>
    /// <param name="probability">q: the probability with which each record joins a batch, between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public PoissonSampler(long records, double probability)
        : this(records, probability, OperatingSystemRandomBytes.Instance)
    {
    }

    internal PoissonSampler(long records, double probability, IRandomBytes random)
    {
        if (records < 1)
            throw OutOfRange(nameof(records), records, $"There are {records} records to sample from; at least 1 is needed.");
        if (!(probability >= 0 && probability <= 1))
            throw OutOfRange(nameof(probability), probability, $"The sampling probability is {probability}; it must lie between 0 and 1. Is the batch larger than the data set?");
        this.records = records;
        this.probability = probability;
        this.random = random;
        numbers = new byte[(int)Math.Min(records, RecordsAtOnce) * sizeof(ulong)];
    }

    /// <inheritdoc/>
    public PrivacyEvent EventOf(PrivacyEvent mechanism) => new PoissonSampledEvent(probability, mechanism);

    /// <inheritdoc/>
    public long[] Draw()
    {
        drawn.Clear();
        // Both ends are decided here: 2⁶⁴ has no place in 64 bits, and a probability of 0 or 1 needs no chance.
        if (probability == 1)
        {
            for (var record = 0L; record < records; record++)
                drawn.Add(record);
        }
        else if (probability > 0)
        {
            DrawBelow((ulong)Math.ScaleB(probability, 64));
        }
        return [.. drawn];
    }

    private static ArgumentOutOfRangeException OutOfRange(string name, object value, FormattableString why) =>
        new(name, value, FormattableString.Invariant(why));

    private void DrawBelow(ulong threshold)
    {
        for (var start = 0L; start < records; start += RecordsAtOnce)
        {
            var part = numbers.AsSpan(0, (int)Math.Min(RecordsAtOnce, records - start) * sizeof(ulong));
            random.Fill(part);
            var decisions = MemoryMarshal.Cast<byte, ulong>(part);
            for (var i = 0; i < decisions.Length; i++)
            {
                if (decisions[i] < threshold)
                    drawn.Add(start + i);
            }
        }
        CryptographicOperations.ZeroMemory(numbers);
    }
}
