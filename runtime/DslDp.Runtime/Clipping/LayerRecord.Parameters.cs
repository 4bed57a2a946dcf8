using DslDp.Clipping.Uses;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DslDp.Clipping;

/// <summary>Parameters that are used outside of a layer.</summary>
public sealed partial class LayerRecord
{
    private readonly Dictionary<Tensor, Tensor> leaves = Reused<Dictionary<Tensor, Tensor>>.Take() ?? new(SameMemory.Comparer);

    /// <summary>
    /// A stand-in for a parameter that is used in an expression: it shares the parameter's memory and takes part in autograd. Where it, or
    /// what is computed from it, meets the examples, <see cref="Expand(Tensor, int, int)"/> gives each its own copy; where it meets them without, the record
    /// must be of a single example (<see cref="SingleExamples"/>).
    /// </summary>
    /// <param name="parameter">The parameter.</param>
    /// <returns>A tensor of the parameter's shape.</returns>
    public Tensor Leaf(Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        RequireBeforeBackward();
        if (leaves.TryGetValue(parameter, out var known))
            return known.alias();
        var name = $"a parameter [{string.Join(", ", parameter.shape)}]";
        var held = owned.Keep(parameter.detach());
        Tensor leaf;
        if (batchSize == 1)
        {
            // Of a single example, the gradient of the loss is the example's gradient.
            var left = NewOutput();
            leaf = owned.Keep(Left(parameter.detach(), left, name));
            AddDense(ParameterPart.Whole(held), name, null, left, gradient => gradient.reshape(1, -1));
        }
        else
        {
            leaf = owned.Keep(parameter.detach().requires_grad_(true));
        }
        leaves.Add(held, leaf);
        return leaf.alias();
    }

    /// <summary>Stand-ins for the parameters in a list.</summary>
    /// <param name="tensors">Parameters, or values computed from stand-ins.</param>
    /// <returns>The list with a stand-in in place of each parameter.</returns>
    public Tensor[] Leaf(IEnumerable<Tensor> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        return [.. tensors.Select(tensor => tensor is Parameter parameter ? Leaf(parameter) : tensor)];
    }

    /// <summary>Gives each example its own copy of a parameter, where it meets the examples by broadcasting.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="rank">Number of axes of what it meets; at least its own.</param>
    /// <param name="axis">The axis, counted from the front, on which the examples lie there.</param>
    /// <returns>The parameter with the examples on that axis.</returns>
    public Tensor Expand(Parameter parameter, int rank, int axis) => Expand(Leaf(parameter), rank, axis);

    /// <summary>Gives each example its own copy of a value that is computed from parameters alone, where it meets the examples by broadcasting.</summary>
    /// <param name="shared">A leaf, or a value computed from leaves and constants.</param>
    /// <param name="rank">Number of axes of what it meets; at least its own.</param>
    /// <param name="axis">The axis, counted from the front, on which the examples lie there; <paramref name="shared"/> has no such axis, or one of size 1.</param>
    /// <returns>The value with the examples on that axis.</returns>
    public Tensor Expand(Tensor shared, int rank, int axis)
    {
        ArgumentNullException.ThrowIfNull(shared);
        if (!shared.requires_grad || batchSize == 1)
            return shared.alias();
        using var scope = NewDisposeScope();
        var kept = owned.Keep(shared.alias());
        long[] wide = [.. Enumerable.Repeat(1L, Math.Max(0, rank - (int)shared.dim())), .. shared.shape];
        if (axis < 0 || axis >= wide.Length || wide[axis] != 1)
            throw new ArgumentException($"A value of shape [{string.Join(", ", shared.shape)}] has no free axis for the examples, where they lie on axis {axis} of {rank}.", nameof(shared));
        var copies = kept.detach().reshape(wide).expand([.. wide.Select((size, at) => at == axis ? batchSize : size)]);
        var left = NewOutput();
        var output = Left(copies, left, "a copy of a parameter for each example");

        // The axis of the examples had size 1: brought to the front, it leaves the value's own numbers in their order.
        long[] examplesFirst = [axis, .. Enumerable.Range(0, wide.Length).Where(at => at != axis).Select(at => (long)at)];
        Tensor OfEachExample(Tensor gradient)
        {
            using var moved = gradient.permute(examplesFirst);
            return moved.reshape(batchSize, -1);
        }

        foreach (var (parameter, leaf) in leaves)
        {
            if (LeafView.Of(kept, leaf, owned) is { } view)
                AddDense(ParameterPart.Whole(parameter), "a parameter outside of a layer", null, left, OfEachExample, view);
            else if (IsComputedFrom(kept, leaf))
                Add(new ComputedUse(ParameterPart.Whole(parameter), "a parameter outside of a layer", kept, leaf, left, OfEachExample));
        }
        return output.MoveToOuterDisposeScope();
    }

    private static bool IsComputedFrom(Tensor shared, Tensor leaf)
    {
        using var nothing = zeros_like(shared);
        autograd.backward([shared], [nothing], retain_graph: true, inputs: [leaf]);
        return Reached(leaf);
    }

    private static bool Reached(Tensor leaf)
    {
        var reached = leaf.grad is { IsInvalid: false };
        leaf.grad = null;
        return reached;
    }

    /// <summary>With several examples, a leaf that the losses depend on other than through copies would add their gradients up before they are clipped.</summary>
    private void RequireApart(Tensor losses)
    {
        if (batchSize <= 1 || leaves.Count == 0)
            return;
        using var nothing = zeros_like(losses);
        autograd.backward([losses], [nothing], retain_graph: true, inputs: [.. leaves.Values]);
        foreach (var (parameter, leaf) in leaves)
        {
            if (Reached(leaf))
            {
                throw new InvalidOperationException(
                    $"A parameter [{string.Join(", ", parameter.shape)}] meets the examples outside of a layer, so their gradients cannot be told apart; run one example at a time.");
            }
        }
    }
}
