namespace DslDp.Kernels;

/// <summary>
/// One head of attention for one example, some targets at a time, within the first caches. What targets see of each source lies with a row
/// for each source. It is made once more on the way back: that takes less time than to write it to memory and to read it.
/// </summary>
internal sealed unsafe class AttentionHead : IDisposable
{
    private const int TargetsAtOnce = 2 * WideTile.Columns;
    private readonly int targets, sources, features;
    private readonly float scale;
    private readonly Scratch turned, weights, ofWeights, rows, rowsOfTargets;

    /// <param name="targets">Number of targets.</param>
    /// <param name="sources">Number of sources.</param>
    /// <param name="features">Features of a head.</param>
    public AttentionHead(int targets, int sources, int features)
    {
        (this.targets, this.sources, this.features) = (targets, sources, features);
        scale = (float)(1 / Math.Sqrt(features));
        var widest = Math.Min(TargetsAtOnce, Whole(targets));
        turned = new(widest * features);
        weights = new(checked(sources * widest));
        ofWeights = new(checked(sources * widest));
        rows = new(checked(sources * Whole(features)));
        rowsOfTargets = new(widest * Whole(features));
    }

    /// <summary>What the targets gather.</summary>
    /// <param name="query">A row for each target.</param>
    /// <param name="key">A row for each source.</param>
    /// <param name="value">A row for each source.</param>
    /// <param name="to">Where the results go, a row for each target.</param>
    public void Attend(MatrixSide query, MatrixSide key, MatrixSide value, MatrixSide to)
    {
        MatrixPanels.Copy(Turned(value), features, sources, WideTile.Columns, rows.Numbers);
        for (var first = 0; first < targets; first += TargetsAtOnce)
        {
            var count = Math.Min(TargetsAtOnce, targets - first);
            Weigh(query.From(first, 0), key, count);
            Multiply(new(weights.Numbers, 1, Whole(count)), rows, count, features, sources, to.From(first, 0), MatrixProduct.Start.Zero);
        }
    }

    /// <summary>The gradients at the rows, from that at what was gathered.</summary>
    /// <param name="query">A row for each target.</param>
    /// <param name="key">A row for each source.</param>
    /// <param name="value">A row for each source.</param>
    /// <param name="gradient">The gradient at what was gathered, a row for each target.</param>
    /// <param name="toQuery">Where the gradient at the query goes; the others likewise.</param>
    /// <param name="toKey">That at the key.</param>
    /// <param name="toValue">That at the value.</param>
    public void LeadBack(MatrixSide query, MatrixSide key, MatrixSide value, MatrixSide gradient, MatrixSide toQuery, MatrixSide toKey, MatrixSide toValue)
    {
        MatrixPanels.Copy(Turned(key), features, sources, WideTile.Columns, rows.Numbers);
        for (var first = 0; first < targets; first += TargetsAtOnce)
        {
            var count = Math.Min(TargetsAtOnce, targets - first);
            var (width, start) = (Whole(count), first == 0 ? MatrixProduct.Start.Zero : MatrixProduct.Start.Present);
            Weigh(query.From(first, 0), key, count);
            MultiplyByTurned(value, gradient.From(first, 0), count, ofWeights);

            MatrixPanels.Copy(Turned(gradient.From(first, 0)), features, count, WideTile.Columns, rowsOfTargets.Numbers);
            Multiply(new(weights.Numbers, width, 1), rowsOfTargets, sources, features, count, toValue, start);
            ColumnSoftmax.LeadBack(weights.Numbers, ofWeights.Numbers, sources, width, scale);
            MatrixPanels.Copy(Turned(query.From(first, 0)), features, count, WideTile.Columns, rowsOfTargets.Numbers);
            Multiply(new(ofWeights.Numbers, width, 1), rowsOfTargets, sources, features, count, toKey, start);
            Multiply(new(ofWeights.Numbers, 1, width), rows, count, features, sources, toQuery.From(first, 0), MatrixProduct.Start.Zero);
        }
    }

    public void Dispose()
    {
        foreach (var room in new[] { turned, weights, ofWeights, rows, rowsOfTargets })
            room.Dispose();
    }

    /// <summary>What some targets see of each source.</summary>
    private void Weigh(MatrixSide query, MatrixSide key, int count)
    {
        MultiplyByTurned(key, query, count, weights);
        ColumnSoftmax.Run(weights.Numbers, sources, Whole(count), scale);
    }

    /// <summary>Rows of sources with rows of targets: <c>[sources, targets]</c>, with columns to the next whole vectors.</summary>
    private void MultiplyByTurned(MatrixSide ofSources, MatrixSide ofTargets, int count, Scratch to)
    {
        MatrixPanels.Copy(ofTargets, count, features, WideTile.Columns, turned.Numbers);
        Multiply(ofSources, turned, sources, Whole(count), features, new(to.Numbers, Whole(count), 1), MatrixProduct.Start.Zero);
    }

    private static void Multiply(MatrixSide left, Scratch panels, int rows, int columns, int depth, MatrixSide to, MatrixProduct.Start start) =>
        MatrixProduct.RunBlock(left, null, panels.Numbers, rows, columns, depth, to.Numbers, to.AcrossStep, start, null);

    private static MatrixSide Turned(MatrixSide side) => new(side.Numbers, side.DepthStep, side.AcrossStep);

    private static int Whole(int columns) => Tiles.Whole(columns, WideTile.Columns);
}
