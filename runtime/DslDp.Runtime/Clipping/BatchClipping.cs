using DslDp.Clipping.Measures;
using DslDp.Clipping.Uses;
using DslDp.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace DslDp.Clipping;

/// <summary>
/// Measures, clips and adds the gradients of one batch. The norm of an example is over all parameters together, so none is added before all
/// were measured: those that are made example by example go through all three a few examples at a time, so that what is made is still near
/// when it is added, and takes little room; those that are measured without being made take the whole batch at once.
/// </summary>
/// <param name="clip">The bound.</param>
/// <param name="gradients">The gradients of all parameters.</param>
/// <param name="batchSize">Number of examples.</param>
/// <param name="owned">Keeps what was recorded.</param>
internal sealed unsafe class BatchClipping(ClipBound clip, ParameterGradient[] gradients, int batchSize, OwnedTensors owned)
{
    // What a part takes should stay in the second-level cache. Four gradients are added up in one walk through memory, unless they are so large
    // that room for them is worth more.
    private const long NumbersOfPart = (2L << 20) / sizeof(float), LargeNumbers = (64L << 20) / sizeof(float);
    private const int ExamplesOfWalk = 4;

    private readonly double[] squares = new double[batchSize];
    private readonly Dictionary<Tensor, int> readers = Reused<Dictionary<Tensor, int>>.Take() ?? new(ReferenceEqualityComparer.Instance);

    /// <summary>The norm of each example's gradient.</summary>
    public float[] Norms { get; } = new float[batchSize];

    /// <summary>What each example's gradient is multiplied by; exactly 0 where its norm is not finite.</summary>
    public float[] Factors { get; } = new float[batchSize];

    /// <summary>Measures all gradients and chooses the factors; what goes part by part is added up meanwhile.</summary>
    public void Measure()
    {
        var partwise = new List<PartwiseGradient>(gradients.Length);
        foreach (var gradient in gradients)
        {
            gradient.Choose(batchSize, owned);
            gradient.AddPartwiseTo(partwise);
            foreach (var use in gradient.Uses)
            {
                CountReader(use.RecordedInput);
                CountReader(use.Output.Gradient);
            }
        }

        MeasureWhole();
        MeasureInParts(partwise);
        foreach (var gradient in gradients)
        {
            if (gradient.IsPartwise)
                Release(gradient);
        }

        readers.Clear();
        Reused<Dictionary<Tensor, int>>.GiveBack(readers);
    }

    private void MeasureWhole()
    {
        foreach (var gradient in gradients)
        {
            foreach (var measured in gradient.Measured)
            {
                if (measured is not PartwiseGradient)
                    AddSquares(measured);
            }
            if (!gradient.IsPartwise)
                Release(gradient);
        }
    }

    private void AddSquares(MeasuredGradient measured)
    {
        using var norms = measured.SquaredNorms();
        using var host = norms.device_type == DeviceType.CPU && norms.is_contiguous() ? null : norms.cpu().contiguous();
        var ofBatch = (double*)Memory.Of(host ?? norms);
        for (var example = 0; example < batchSize; example++)
            squares[example] += ofBatch[example];
    }

    private void MeasureInParts(List<PartwiseGradient> partwise)
    {
        var numbers = 0L;
        foreach (var gradient in partwise)
            numbers += gradient.NumbersPerExample;
        var least = Math.Max(get_num_threads(), numbers < LargeNumbers ? ExamplesOfWalk : 1);
        var most = NumbersOfPart / Math.Max(1, numbers) / ExamplesOfWalk * ExamplesOfWalk;
        var atOnce = (int)Math.Min(batchSize, Math.Max(least, most));
        var made = numbers == 0 ? null : owned.Take(numbers * atOnce).Numbers;
        for (var first = 0; first < batchSize; first += atOnce)
        {
            var part = new ExamplePart(first, Math.Min(atOnce, batchSize - first));
            var own = made;
            foreach (var gradient in partwise)
            {
                gradient.Measure(part, own, squares);
                own += (long)gradient.NumbersPerExample * atOnce;
            }

            Clip(part);
            own = made;
            foreach (var gradient in partwise)
            {
                gradient.Add(part, own, Factors);
                own += (long)gradient.NumbersPerExample * atOnce;
            }
        }
    }

    private void Clip(ExamplePart part)
    {
        for (var example = part.First; example < part.First + part.Count; example++)
        {
            Norms[example] = (float)Math.Sqrt(squares[example]);
            Factors[example] = clip.FactorOf(Norms[example]);
        }
    }

    private void CountReader(Tensor? tensor)
    {
        if (tensor is not null)
            readers[tensor] = readers.GetValueOrDefault(tensor) + 1;
    }

    /// <summary>Frees what nobody reads any more: activations and their gradients are most of what a step holds.</summary>
    private void Release(ParameterGradient gradient)
    {
        if (gradient.ReadsUsesAgain)
            return;
        foreach (var use in gradient.Uses)
        {
            Release(use.RecordedInput);
            Release(use.Output.Gradient);
        }
    }

    private void Release(Tensor? tensor)
    {
        if (tensor is not null && --readers[tensor] == 0)
            tensor.Dispose();
    }
}
