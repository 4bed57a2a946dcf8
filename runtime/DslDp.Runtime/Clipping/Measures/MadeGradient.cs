using DslDp.Clipping.Uses;
using static TorchSharp.torch;

namespace DslDp.Clipping.Measures;

/// <summary>
/// A parameter whose uses have no rule of their own together: each example's gradient is made over all of them, a few examples at a
/// time. It is kept from the norm to the sum unless that takes much memory, and is then made again.
/// </summary>
/// <param name="uses">The uses.</param>
/// <param name="batchSize">Number of examples.</param>
/// <param name="owned">Where the gradients are kept.</param>
internal sealed class MadeGradient(GradientUse[] uses, long batchSize, OwnedTensors owned) : MeasuredGradient
{
    private const long KeptBytes = 128L << 20;
    private readonly List<Tensor> kept = [];

    /// <summary>Whether the gradients of this parameter would be kept.</summary>
    public static bool Keeps(Tensor parameter, long batchSize) => batchSize * parameter.numel() * sizeof(float) <= KeptBytes;

    public override bool ReadsUsesAgain => kept.Count == 0;

    public override Tensor SquaredNorms()
    {
        using var scope = NewDisposeScope();
        var norms = zeros(batchSize, float64, uses[0].Parameter.device);
        foreach (var (start, length) in Chunks)
        {
            using var chunk = NewDisposeScope();
            var made = Make(start, length);
            norms.narrow(0, start, length).copy_(Clipping.SquaredNorms.Of(made));
            if (Keeps(uses[0].Parameter, batchSize))
                kept.Add(owned.Keep(made));
        }
        return norms.MoveToOuterDisposeScope();
    }

    public override void AddWeighted(ExampleWeights weights, Tensor sum)
    {
        foreach (var ((start, length), chunk) in Chunks.Select((chunk, position) => (chunk, position)))
        {
            using var temporaries = NewDisposeScope();
            WeightedRows.AddTo(sum, kept.Count > 0 ? kept[chunk] : Make(start, length), weights.Part(start, length));
        }
    }

    private IEnumerable<(long Start, long Length)> Chunks => ExampleChunks.Of(batchSize, uses.Sum(use => use.NumbersPerExample), uses[0].Parameter.device);

    // Several uses may cancel: their sum is in double precision, and what is rounded after it is what is measured and added.
    private Tensor Make(long start, long length) => uses.Length == 1
        ? uses[0].PerExample(start, length).contiguous()
        : uses.Select(use => use.PerExample(start, length).to(float64)).Aggregate((sum, next) => sum.Accumulate(next)).to(float32);
}
