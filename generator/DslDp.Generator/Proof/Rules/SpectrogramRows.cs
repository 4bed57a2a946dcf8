using System.Linq;

namespace DslDp.Generator.Proof.Rules;

/// <summary>Fourier transforms of windows that slide along the last axis of each signal, and back.</summary>
internal static class SpectrogramRows
{
    public static void AddTo(OperatorTable table)
    {
        table.AddTensor("stft", Forward);
        table.AddTensor("istft", Backward);
    }

    private static AbstractValue Forward(Call call)
    {
        var (subject, shape) = Signal(call, axes: 1);
        if (call.Take("return_complex") is not ConstantValue { Value: bool complex })
            throw call.Refuse(Reason.UnknownOperation, "stft without return_complex gives tensors of another rank than with it", "write return_complex: true");
        call.TakeSettings();
        if (shape is null) return call.Result(subject, null, Element.Unknown);
        Axis[] spectrum = complex ? [Axis.Unknown, Axis.Unknown] : [Axis.Unknown, Axis.Unknown, Axis.Of(2)];
        return call.Result(subject, new Shape([.. shape.Axes.Take(shape.Rank - 1), .. spectrum]), Element.Unknown);
    }

    private static AbstractValue Backward(Call call)
    {
        var (subject, shape) = Signal(call, axes: 2);
        call.TakeSettings();
        return call.Result(subject, shape is null ? null : new Shape([.. shape.Axes.Take(shape.Rank - 2), Axis.Unknown]), Element.Unknown);
    }

    /// <summary>A batch of signals, or one: the last axes are the signal's own, and the window is one for all.</summary>
    private static (TensorValue Subject, Shape? Shape) Signal(Call call, int axes)
    {
        var subject = call.Subject();
        if (call.TakeTensor("window") is { } window) Require.NoExamples(call, window, "a window");
        if (subject.Shape is not { } shape) return (subject, null);
        if (shape.Rank < axes || shape.Rank > axes + 1) throw call.Refuse(Reason.ShapeMismatch, $"{call.Member} is fed {shape}", axes == 1 ? "feed it [batch, samples]" : "feed it complex numbers [batch, frequencies, frames]", trail: subject.Trail);
        Require.NotOverExamples(call, subject, Enumerable.Range(shape.Rank - axes, axes), "slides over");
        return (subject, shape);
    }
}
