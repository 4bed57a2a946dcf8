namespace DslDp.Generator.Proof.Rules;

/// <summary>The size of an axis after a window has slid over it.</summary>
internal static class Windows
{
    /// <summary>⌊(size + 2·padding − dilation·(kernel − 1) − 1) / stride⌋ + 1, or unknown (Dumoulin &amp; Visin 2016, relationship 15).</summary>
    public static Axis Size(Call call, Shape shape, int axis, long? kernel, long? stride, long? padding, long? dilation, bool ceil)
    {
        if (ceil || shape[axis].Constant is not { } size || kernel is not { } k || stride is not > 0 || padding is not { } p || dilation is not { } d)
            return Axis.Unknown;
        var span = size + (2 * p) - (d * (k - 1)) - 1;
        if (span < 0)
        {
            throw call.Refuse(
                Reason.ShapeMismatch,
                $"a window of {k} does not fit axis {axis} of {shape}",
                "use a smaller window, or more padding");
        }

        return Axis.Of((span / stride.Value) + 1);
    }

    /// <summary>The number for one spatial axis out of a setting that is one number for all, or a list; <paramref name="fallback"/> where it was left out.</summary>
    public static long? Number(AbstractValue? setting, int spatial, long? fallback) => setting switch
    {
        null or ConstantValue { Value: null } or EnumerationValue { Member: "Valid" } => fallback,
        IntegerValue integer => integer.Size.Constant,
        SequenceValue sequence when spatial < sequence.Items.Count => (sequence.Items[spatial] as IntegerValue)?.Size.Constant,
        _ => null,
    };
}
