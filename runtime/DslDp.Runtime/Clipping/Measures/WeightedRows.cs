using DslDp.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace DslDp.Clipping.Measures;

/// <summary>Σ over examples of factor · row.</summary>
internal static class WeightedRows
{
    /// <param name="sum">What to add to: as many numbers as a row has, contiguous.</param>
    /// <param name="rows"><c>[batch, n]</c>, contiguous.</param>
    /// <param name="weights">The factors.</param>
    public static void AddTo(Tensor sum, Tensor rows, ExampleWeights weights)
    {
        if (rows.device_type == DeviceType.CPU)
        {
            Rows.AddWeighted(rows, weights.Array, sum);
            return;
        }

        using var temporaries = NewDisposeScope();
        sum.view(-1).addmv_(weights.Cleared(rows).t(), weights.Factors);
    }
}
