using DslDp.Clipping.Measures;
using static TorchSharp.torch;

namespace DslDp.Clipping.Uses;

/// <summary>
/// A use whose per-example gradients are no larger than the activations around it, so that they are simply made and kept from the norm
/// to the sum: biases (Σₜ gₜ), scale and shift after a normalisation (Σₜ gₜ·x̂ₜ and Σₜ gₜ), slopes.
/// </summary>
/// <param name="part">The parameter.</param>
/// <param name="name">The layer, for messages.</param>
/// <param name="owned">Where the gradients are kept.</param>
/// <param name="input">What enters the layer, where the gradients depend on it.</param>
/// <param name="output">What leaves the layer.</param>
/// <param name="gradientOf">Each example's gradient, <c>[batch, numbers of the value]</c>, from the gradient at what leaves: a new tensor, and nothing else is left behind.</param>
/// <param name="view">Which entries of the parameter the value is; null for all of the part.</param>
internal sealed class DenseUse(ParameterPart part, LayerName name, OwnedTensors owned, Tensor? input, RecordedOutput output, Func<Tensor, Tensor> gradientOf, LeafView? view = null)
    : GradientUse(part, name, input, output)
{
    private Tensor? all;

    /// <summary>Each example's gradient of the value: <c>[batch, numbers of the value]</c>, contiguous.</summary>
    public Tensor All
    {
        get
        {
            if (all is null)
            {
                using var made = gradientOf(OutputGradient);
                all = owned.Keep(made.contiguous());
            }
            return all;
        }
    }

    /// <summary>The squared norm of each example's gradient of the value.</summary>
    public Tensor SquaredNorms => SameMemory.Comparer.Equals(All, OutputGradient) ? Output.SquaredNorms().alias() : Clipping.SquaredNorms.Of(All);

    /// <summary>Whether the gradient is the sum of the output's over the positions.</summary>
    public bool IsBias { get; init; }

    /// <summary>Whether each number of the value is a number of the parameter of its own.</summary>
    public bool IsApart => view?.IsApart ?? true;

    /// <summary>Adds a gradient of the value.</summary>
    /// <param name="gradient"><c>[numbers of the value]</c>.</param>
    /// <param name="sum">The part of the sum that belongs to the parameter.</param>
    public void AddTo(Tensor gradient, Tensor sum) =>
        Part.Of(sum).view(-1).Accumulate(view is null ? gradient : view.Scattered(gradient.unsqueeze(0)).squeeze(0));

    /// <summary>Adds the weighted sum of the examples' gradients.</summary>
    /// <param name="rows">Each example's gradient of the value: <c>[batch, numbers of the value]</c>.</param>
    /// <param name="weights">What each example counts for.</param>
    /// <param name="sum">The part of the sum that belongs to the parameter.</param>
    public void AddWeighted(Tensor rows, ExampleWeights weights, Tensor sum)
    {
        using var total = zeros(rows.size(1), float32, sum.device);
        WeightedRows.AddTo(total, rows, weights);
        AddTo(total, sum);
    }

    /// <summary>Writes the weighted sum over all that lies there: where the value is the whole parameter as it lies, without a total of its own.</summary>
    /// <inheritdoc cref="AddWeighted"/>
    public void WriteWeighted(Tensor rows, ExampleWeights weights, Tensor sum)
    {
        sum.Clear();
        if (view is null && Part.IsWhole)
            WeightedRows.AddTo(sum, rows, weights);
        else
            AddWeighted(rows, weights, sum);
    }

    protected override Tensor PerExampleOfPart(long start, long length)
    {
        var gradients = All.narrow(0, start, length);
        return view is null ? gradients : view.Scattered(gradients);
    }
}
