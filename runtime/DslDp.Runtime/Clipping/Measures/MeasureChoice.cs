using DslDp.Clipping.Uses;
using DslDp.Kernels;
using static TorchSharp.torch;

namespace DslDp.Clipping.Measures;

/// <summary>How the gradients of one parameter are measured and added, by the kinds and the sizes of its uses.</summary>
internal static class MeasureChoice
{
    // Up to so many positions, the allowance for their rounding leaves the norm as it is but for a part of 10⁻⁶.
    private const long FewPositions = 8;

    /// <summary>Takes the uses together.</summary>
    /// <param name="uses">Where the parameter is used.</param>
    /// <param name="batchSize">Number of examples.</param>
    /// <param name="owned">Where gradients are kept.</param>
    /// <param name="chosen">Filled with the gradient; with several where they are of rows apart from each other.</param>
    public static void Choose(List<GradientUse> uses, long batchSize, OwnedTensors owned, List<MeasuredGradient> chosen)
    {
        if (uses.Count == 1)
            chosen.Add(OfOne(uses[0], batchSize, owned));
        else if (uses.Count > 1)
            chosen.AddRange(OfSeveral([.. uses], batchSize, owned));
    }

    private static MeasuredGradient OfOne(GradientUse only, long batchSize, OwnedTensors owned) => only switch
    {
        MatrixUse matrix => OfMatrices([matrix], batchSize, owned),
        DenseUse { IsApart: true } dense => dense is { IsBias: true, Output.SumsOfParts: { } sums } ? new BiasGradient(dense, sums) : new DenseGradient(dense),
        EmbeddingUse table => OfTables([table], owned),
        ConvolutionWeightUse convolution when OfConvolution(convolution, batchSize, owned) is { } direct => direct,
        _ => new MadeGradient([only], batchSize, owned),
    };

    private static MeasuredGradient[] OfSeveral(GradientUse[] uses, long batchSize, OwnedTensors owned)
    {
        var matrices = uses.OfType<MatrixUse>().ToArray();
        var tables = uses.OfType<EmbeddingUse>().ToArray();
        if (matrices.Length == uses.Length && AreApart(matrices))
            return [.. matrices.GroupBy(use => (use.Part.Start, use.Part.Rows)).Select(part => OfMatrices([.. part], batchSize, owned))];
        if (tables.Length == uses.Length)
            return [OfTables(tables, owned)];
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

    private static TableGradient OfTables(EmbeddingUse[] uses, OwnedTensors owned) =>
        new(uses[0].Part, Joined(uses, static use => use.Tokens, owned), Joined(uses, static use => use.Gradients, owned), owned);

    private static MeasuredGradient OfMatrices(MatrixUse[] uses, long batchSize, OwnedTensors owned)
    {
        var part = uses[0].Part;
        if (uses is [{ IsOfOnePosition: true } single])
            return new OuterProductGradient(part, owned.Contiguous(single.Input), owned.Contiguous(single.OutputGradient), single.Output.SquaredNorms());
        // Of one use, as they lie: sequences may come first. Of several together, the sums of positions are no one output's.
        var (inputs, gradients) = uses is [var only]
            ? (owned.Keep(only.Inputs), owned.Keep(only.Gradients))
            : (Joined(uses, static use => use.Inputs, owned), Joined(uses, static use => use.Gradients, owned));
        var (positions, d, p) = (inputs.size(1), inputs.size(2), gradients.size(2));
        var serves = PositionGradient.Serves(inputs, 1, p, d, inputs.numel(), gradients.numel());
        if (PairsAreCheaper(positions, d, p, serves))
            return new PairedGradient(part, inputs, gradients);
        if (!serves)
            return new MadeGradient(uses, batchSize, owned);
        var (x, layoutOfInputs) = SequenceLayout.Of(inputs);
        var (g, layoutOfGradients) = SequenceLayout.Of(gradients);
        var kernel = MatrixKernels.Of(layoutOfInputs, layoutOfGradients);
        return new PositionGradient(part, kernel, 1, owned.Keep(x), null, owned.Keep(g), uses is [var use] ? SumsFor(use, batchSize, p, owned) : null, owned);
    }

    private static PositionGradient? OfConvolution(ConvolutionWeightUse use, long batchSize, OwnedTensors owned)
    {
        var layer = use.Layer;
        var channels = layer.out_channels / layer.groups;
        var (paddedShape, outputShape) = (use.PaddedShape, use.OutputShape);
        if (!PositionGradient.Serves(use.Input, layer.groups, channels, use.PatchLength, Memory.NumbersOf(paddedShape), Memory.NumbersOf(outputShape)))
            return null;
        var kernel = ConvolutionPlan.Of(layer, paddedShape, outputShape).Gradients;
        var (entering, leaving) = (owned.Contiguous(use.Entering()), owned.Contiguous(use.OutputGradient));
        return new(use.Part, kernel, use.RowsPerExample, entering, use.ZerosAround, leaving, SumsFor(use, batchSize, kernel.AllChannels, owned), owned);
    }

    private static Tensor? SumsFor(GradientUse use, long batchSize, long channels, OwnedTensors owned) =>
        use.Output is { AreSumsWanted: true, SumsOfParts: null } output ? output.SumsOfParts = owned.Buffer(batchSize, channels) : null;

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
        owned.Contiguous(owned.Keep(uses is [var only] ? of(only) : cat([.. uses.Select(of)], 1)));
}
