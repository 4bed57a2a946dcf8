using static TorchSharp.torch;

namespace DslDp.Kernels;

/// <summary>
/// Each example's gradient of a table whose rows are looked up: rows of equal tokens are added up, in 32 bits, and the same numbers are
/// measured and added to the sum.
/// </summary>
internal sealed unsafe class TableGradients
{
    private const int FewPositions = 16;
    private readonly Tensor gradients, sortedTokens, positionsOfTokens;
    private readonly float* numbers;
    private readonly int batch, positions, width;

    // For each example, its tokens in order, and the position of each.
    private readonly long* tokens;
    private readonly int* order;

    /// <param name="tokens"><c>[batch, positions]</c>, Int64, contiguous, on the processor.</param>
    /// <param name="gradients"><c>[batch, positions, d]</c>, Float32, contiguous, on the processor.</param>
    /// <param name="keep">Keeps a tensor as long as this is used.</param>
    public TableGradients(Tensor tokens, Tensor gradients, Func<Tensor, Tensor> keep)
    {
        this.gradients = gradients;
        numbers = Memory.Of(gradients);
        (batch, positions, width) = ((int)tokens.size(0), (int)tokens.size(1), (int)gradients.size(2));
        (sortedTokens, positionsOfTokens) = (keep(tokens.clone()), keep(empty(tokens.numel(), int32)));
        this.tokens = (long*)Memory.Of(sortedTokens);
        order = (int*)Memory.Of(positionsOfTokens);
        for (var example = 0; example < batch; example++)
        {
            var own = new Span<int>(order + (example * positions), positions);
            for (var t = 0; t < positions; t++)
                own[t] = t;
            Sort(new(this.tokens + (example * positions), positions), own);
        }
    }

    /// <summary>The squared norm of each example's gradient.</summary>
    /// <returns><c>[batch]</c>, Float64.</returns>
    public Tensor SquaredNorms()
    {
        var made = empty(batch, float64);
        var norms = (double*)Memory.Of(made);
        Workers.Run(batch, (start, end) =>
        {
            var scratch = new float[width];
            fixed (float* row = scratch)
            {
                for (var example = start; example < end; example++)
                    norms[example] = SquaredNorm(example, scratch, row);
            }
        });
        GC.KeepAlive(this);
        return made;
    }

    /// <summary>Adds each example's gradient times its factor.</summary>
    /// <param name="factors">One factor an example; one with 0 is left out.</param>
    /// <param name="sum">What to add to, <c>[tokens, d]</c>, contiguous.</param>
    public void AddWeighted(float[] factors, Tensor sum)
    {
        var table = Memory.Of(sum);
        var scratch = new float[width];
        fixed (float* row = scratch)
        {
            for (var example = 0; example < batch; example++)
            {
                for (var t = 0; t < positions && factors[example] != 0;)
                {
                    var token = tokens[(example * positions) + t];
                    Rows.AddScaled(new(NextRow(example, ref t, scratch, row), width), factors[example], new(table + (token * width), width));
                }
            }
        }
        GC.KeepAlive(this);
        GC.KeepAlive(sum);
    }

    // Columns of a table that have rows of their own ascend as they are, and a few tokens are put in order by hand in less time than a sort
    // takes to begin.
    private static void Sort(Span<long> tokens, Span<int> order)
    {
        if (tokens.Length > FewPositions)
        {
            tokens.Sort(order);
            return;
        }

        for (var t = 1; t < tokens.Length; t++)
        {
            var (token, position) = (tokens[t], order[t]);
            var to = t;
            for (; to > 0 && tokens[to - 1] > token; to--)
                (tokens[to], order[to]) = (tokens[to - 1], order[to - 1]);
            (tokens[to], order[to]) = (token, position);
        }
    }

    private double SquaredNorm(int example, float[] scratch, float* row)
    {
        // Where no token comes twice, the gradient's rows are the numbers as they lie.
        if (AreDifferent(new(tokens + (example * positions), positions)))
            return Rows.SumOfSquares(numbers + ((long)example * positions * width), (long)positions * width);
        var norm = 0.0;
        for (var t = 0; t < positions;)
            norm += Rows.SumOfSquares(NextRow(example, ref t, scratch, row), width);
        return norm;
    }

    private static bool AreDifferent(ReadOnlySpan<long> sorted)
    {
        for (var t = 1; t < sorted.Length; t++)
        {
            if (sorted[t] == sorted[t - 1])
                return false;
        }
        return true;
    }

    /// <summary>The gradient of the row of the next token, whose position moves to the token after it.</summary>
    private float* NextRow(int example, ref int t, float[] scratch, float* row)
    {
        var start = example * positions;
        var own = numbers + ((long)start * width);
        var first = t++;
        if (t == positions || tokens[start + t] != tokens[start + first])
            return own + ((long)order[start + first] * width);
        new Span<float>(own + ((long)order[start + first] * width), width).CopyTo(scratch);
        for (; t < positions && tokens[start + t] == tokens[start + first]; t++)
            Rows.AddScaled(new(own + ((long)order[start + t] * width), width), 1, scratch);
        return row;
    }
}
