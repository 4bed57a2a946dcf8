using System.Reflection;
using DslDp.Generator.Proof;
using static TorchSharp.torch;

namespace DslDp.Generator.Tests.AgainstTorchSharp;

/// <summary>Compares what a row says of a call with what TorchSharp does: the shapes, and which parts change when one example does, or is left out.</summary>
internal static class Reality
{
    /// <summary>How the difference begins where TorchSharp does not take the numbers that were drawn: that ends a run, and shows nobody's data.</summary>
    public const string Throws = "throws ";

    private const double Rounding = 1e-4;

    /// <summary>What is otherwise; empty where all is as the row says, null where the row refuses the call.</summary>
    public static string? Differs(Overload overload, Drawn[] drawn)
    {
        TensorValue[] said;
        try
        {
            said = [.. Flat(overload.Predict(drawn))];
        }
        catch (Exception thrown) when (thrown is not RefusedException)
        {
            return $"the row throws {thrown}";
        }

        if (said.Length == 0) return null;
        try
        {
            var all = overload.Run(drawn, DrawnTensor.Batch, false);
            if (all.Length != said.Length) return $"{all.Length} tensors, said to be {said.Length}";
            for (var place = 0; place < said.Length; place++)
            {
                if (ShapeDiffers(said[place], all[place], DrawnTensor.Batch) is { } shape) return shape;
            }

            // What draws random numbers draws others for a smaller batch.
            var isRandom = !overload.Run(drawn, DrawnTensor.Batch, false, seed: 4).Zip(all).All(pair => Same(pair.First, pair.Second, 0));
            var (changed, fewer) = (overload.Run(drawn, DrawnTensor.Batch, true), overload.Run(drawn, DrawnTensor.Batch - 1, false));
            for (var place = 0; place < said.Length; place++)
            {
                var (one, other) = (Without(said[place], all[place], DrawnTensor.Batch, 0), Without(said[place], changed[place], DrawnTensor.Batch, 0));
                if (!Same(one, other, 0)) return "another example's part changed with the first example";
                if (ShapeDiffers(said[place], fewer[place], DrawnTensor.Batch - 1) is { } shape) return "with an example less " + shape;
                if (!isRandom && !Same(Without(said[place], all[place], DrawnTensor.Batch, DrawnTensor.Batch - 1), fewer[place], Rounding)) return "the others' parts changed when an example was left out";
            }

            return "";
        }
        catch (TargetInvocationException thrown)
        {
            return Throws + thrown.InnerException!.Message.Split('\n')[0];
        }
    }

    private static IEnumerable<TensorValue> Flat(AbstractValue value) => value switch
    {
        TensorValue tensor => [tensor],
        SequenceValue sequence when sequence.Items.All(item => item is TensorValue) => sequence.Items.SelectMany(Flat),
        _ => [],
    };

    private static string? ShapeDiffers(TensorValue said, Tensor real, int examples)
    {
        if (said.Shape is not { } shape) return null;
        var isSame = shape.Rank == real.dim() && shape.Axes.Select((axis, place) => SizeOf(axis, examples) is not { } size || size == real.shape[place]).All(same => same);
        return isSame ? null : $"[{string.Join(", ", real.shape)}], said to be {shape}";
    }

    private static long? SizeOf(Axis axis, int examples) => axis.IsKnown ? axis.Factors.Aggregate(1L, (size, factor) => size * (factor.Kind == FactorKind.Examples ? examples : factor.Value)) : null;

    /// <summary>The parts of all examples but one; all of it where there are none.</summary>
    private static Tensor Without(TensorValue said, Tensor real, int examples, int one)
    {
        if (said.Shape is not { HoldsExamples: true } shape || real.numel() == 0) return real;
        var axis = shape.ExamplesAxis;
        var factors = shape[axis].Factors;
        var place = factors.IndexOf(Factor.Examples);
        var inside = factors.Skip(place + 1).All(factor => factor.Kind == FactorKind.Number) ? factors.Skip(place + 1).Aggregate(1L, (size, factor) => size * factor.Value) : 1;
        var apart = real.reshape([.. real.shape.Take(axis), -1, examples, inside, .. real.shape.Skip(axis + 1)]);
        var kept = Enumerable.Range(0, examples).Where(example => example != one).Select(example => (long)example).ToArray();
        return apart.index_select(axis + 1, tensor(kept)).reshape([.. real.shape.Take(axis), -1, .. real.shape.Skip(axis + 1)]);
    }

    private static bool Same(Tensor one, Tensor other, double rounding)
    {
        if (one.numel() == 0 && other.numel() == 0) return true;
        if (!one.shape.SequenceEqual(other.shape)) return false;
        var (a, b) = (Numbers(one), Numbers(other));
        return a.eq(b).logical_or(a.isnan().logical_and(b.isnan())).logical_or((a - b).abs().le(rounding * (1 + a.abs()))).all().item<bool>();
    }

    private static Tensor Numbers(Tensor tensor) => (tensor.is_complex() ? view_as_real(tensor.resolve_conj()) : tensor).to(float64);
}
