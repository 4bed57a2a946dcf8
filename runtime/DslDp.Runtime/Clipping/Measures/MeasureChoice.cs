using DslDp.Clipping.Uses;
using DslDp.Kernels;
using static TorchSharp.torch;

namespace DslDp.Clipping.Measures;

/// <summary>How the gradients of one parameter are measured and added, by the kinds and the sizes of its uses.</summary>
internal static class MeasureChoice
{
    // Up to so many positions, the allowance for their rounding leaves the norm as it is but for a part of 10⁻⁶.
    private const long FewPositions = 8;

    /// <summary>The uses together; several gradients where they are of rows apart from each other.</summary>
    public static IReadOnlyList<MeasuredGradient> Of(GradientUse[] uses, long batchSize, OwnedTensors owned)
    {
        if (uses.Length == 0)
            return [];
        var matrices = uses.OfType<MatrixUse>().ToArray();
        var tables = uses.OfType<EmbeddingUse>().ToArray();
        if (matrices.Length == uses.Length && AreApart(matrices))
            return [.. matrices.GroupBy(use => (use.Part.Start, use.Part.Rows)).Select(part => OfMatrices([.. part], batchSize, owned))];
        if (tables.Length == uses.Length)
            return [new TableGradient(uses[0].Part, Joined(tables, use => use.Tokens, owned), Joined(tables, use => use.Gradients, owned), owned)];
        if (uses is [DenseUse { IsApart: true } dense])
            return [new DenseGradient(dense)];
        if (uses is [ConvolutionWeightUse convolution] && OfConvolution(convolution, batchSize, owned) is { } direct)
            return [direct];
        var isTied = tables.Length > 0 && matrices.Length + tables.Length == uses.Length && matrices.All(use => use.Part.IsWhole);
        return isTied && !MadeGradient.Keeps(uses[0].Parameter, batchSize)
            ? [new TiedTableGradient(
                uses[0].Part,
                Joined(tables, use => use.Tokens, owned),
                Joined(tables, use => use.Gradients, owned),
                Joined(matrices, use => use.Inputs, owned),
                Joined(matrices, use => use.Gradients, owned))]
            : [new MadeGradient(uses, batchSize, owned)];
    }

    /// <summary>Rows that are used together are used by the same uses: parts are equal, or have no row in common.</summary>
    private static bool AreApart(MatrixUse[] uses) =>
        uses.All(use => uses.All(other => use.Part.IsSameAs(other.Part) || use.Part.IsApartFrom(other.Part)));

    private static MeasuredGradient OfMatrices(MatrixUse[] uses, long batchSize, OwnedTensors owned)
    {
        var part = uses[0].Part;
        var (inputs, gradients) = (Joined(uses, use => use.Inputs, owned), Joined(uses, use => use.Gradients, owned));
        var (positions, d, p) = (inputs.shape[1], inputs.shape[2], gradients.shape[2]);
        if (positions == 1)
            return new OuterProductGradient(part, inputs, gradients, uses[0].Output.SquaredNorms(owned));
        var serves = PositionGradient.Serves(inputs, 1, p, d, inputs.numel(), gradients.numel());
        if (PairsAreCheaper(positions, d, p, serves))
            return new PairedGradient(part, inputs, gradients);
        return serves
            ? new PositionGradient(part, new(PositionLayout.OfMatrix((int)positions, (int)d, (int)p)), batchSize, 1, () => inputs, null, gradients, uses.Length == 1 ? uses[0].Output : null, owned, inputs, gradients)
            : new MadeGradient(uses, batchSize, owned);
    }

    private static PositionGradient? OfConvolution(ConvolutionWeightUse use, long batchSize, OwnedTensors owned)
    {
        var layer = use.Layer;
        var channels = layer.out_channels / layer.groups;
        var paddedShape = use.PaddedShape;
        if (!PositionGradient.Serves(use.Input, layer.groups, channels, use.PatchLength, Memory.NumbersOf(paddedShape), Memory.NumbersOf(use.OutputShape)))
            return null;
        var gradients = owned.Keep(use.Gradient);
        return new(use.Part, ConvolutionPlan.Of(layer, paddedShape, use.OutputShape).Gradients, batchSize, use.RowsPerExample, use.Entering, use.ZerosAround, gradients, use.Output, owned, gradients);
    }

    // In nanoseconds of one core, as measured: the kernel at 60 and products of matrices at 90 operations, those in double precision and
    // on small matrices at 30, and two for every entry of a gradient that is stored and read again.
    private static bool PairsAreCheaper(long positions, long d, long p, bool kernelServes)
    {
        if (!kernelServes)
            return 2 * positions * (d + p) < d * p;
        var made = d * p * ((positions / 30.0) + 1);
        var paired = ((d + p) * positions * ((positions / 15.0) + 3)) + (d * p * positions / 45.0);
        return positions <= FewPositions ? paired < made : 3 * paired < made;
    }

    // Every call's positions are positions of the example.
    private static Tensor Joined<TUse>(TUse[] uses, Func<TUse, Tensor> of, OwnedTensors owned) =>
        owned.Keep((uses.Length == 1 ? of(uses[0]) : cat([.. uses.Select(of)], 1)).contiguous());
}
