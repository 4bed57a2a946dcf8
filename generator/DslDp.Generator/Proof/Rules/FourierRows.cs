using System.Linq;

namespace DslDp.Generator.Proof.Rules;

/// <summary>Fourier transforms are linear maps along the named axes, one and the same for every position of the others.</summary>
internal static class FourierRows
{
    public static void AddTo(OperatorTable table)
    {
        table.AddAll("torch.fft", "fft_ ifft rfft irfft hfft ihfft", call => Transform(call, [-1]));
        table.AddAll("torch.fft", "fft2 ifft2 rfft2 irfft2 hfft2 ihfft2", call => Transform(call, [-2, -1]));
        table.AddAll("torch.fft", "fftn ifftn rfftn irfftn hfftn ihfftn fftshift ifftshift", call => Transform(call, null));
        table.AddAll("torch.fft", "fftfreq rfftfreq", call =>
        {
            var length = call.Take("n");
            call.TakeSettings();
            return CreationRows.Ramp(call, call.Member == "fftfreq" ? length : null, Element.Float);
        });
    }

    private static AbstractValue Transform(Call call, long[]? fallback)
    {
        var subject = call.Subject();
        if (subject.Shape is not { } shape)
        {
            call.TakeSettings();
            return call.Result(subject, null, Element.Unknown);
        }

        if (fallback is { Length: 2 }) RequireTwo(call, "dim", "s");
        var axes = call.TakeAxes(shape, "dim")
            ?? [.. fallback is null ? Enumerable.Range(0, shape.Rank) : fallback.Select(dimension => Dimensions.AxisOf(call, shape, dimension))];
        Require.NotOverExamples(call, subject, axes, "transforms");
        var resized = call.Take("n", "s") is { } size and not ConstantValue { Value: null } and not IntegerValue { Size.Constant: -1 };
        if (call.Take("n", "s") is { } length && !Join.IsPublic(length)) throw call.Refuse(Reason.BatchSizeEntersValue, $"{call.Member} transforms a length that is not known to be the same for all batches", "use a constant");
        call.TakeSettings();
        var result = shape;
        foreach (var axis in axes) result = result.With(axis, Size(call.Member, shape[axis], isLast: axis == axes[axes.Count - 1], resized));
        return call.Result(subject, result, Element.Unknown);
    }

    /// <summary>TorchSharp 0.107 reads two dimensions and two sizes however many there are: behind one stands anything, the axis of the examples too.</summary>
    private static void RequireTwo(Call call, params string[] parameters)
    {
        foreach (var parameter in parameters)
        {
            if (call.Take(parameter) is null or ConstantValue { Value: null } or SequenceValue { Items.Count: 2 }) continue;
            throw call.Refuse(Reason.ShapeMismatch, $"{call.Member} takes two dimensions, and reads two whatever it is given", "write both", call.SiteOf(parameter));
        }
    }

    /// <summary>Transforms of real numbers keep half of the last axis; those that give real numbers double it again.</summary>
    private static Axis Size(string transform, Axis size, bool isLast, bool resized)
    {
        if (resized) return Axis.Unknown;
        var halves = transform.StartsWith("rfft", System.StringComparison.Ordinal) || transform.StartsWith("ihfft", System.StringComparison.Ordinal);
        var doubles = transform.StartsWith("irfft", System.StringComparison.Ordinal) || transform.StartsWith("hfft", System.StringComparison.Ordinal);
        if (!isLast || (!halves && !doubles)) return size;
        return size.Constant is not { } length ? Axis.Unknown : Axis.Of(halves ? (length / 2) + 1 : 2 * (length - 1));
    }
}
