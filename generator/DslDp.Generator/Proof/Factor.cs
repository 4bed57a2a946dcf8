namespace DslDp.Generator.Proof;

internal enum FactorKind
{
    /// <summary>The number of examples in the batch: the one size that is private.</summary>
    Examples,
    Number,

    /// <summary>A size that is not known, but is the same wherever the name is the same.</summary>
    Length,

    /// <summary>A size that is not known and equals nothing else.</summary>
    Unknown,
}

/// <summary>One factor of an axis' size. An axis that a reshape has merged from several is their product, outermost first.</summary>
internal readonly record struct Factor(FactorKind Kind, long Value, string Name)
{
    public static Factor Examples { get; } = new(FactorKind.Examples, 0, "batch");

    public static Factor Unknown { get; } = new(FactorKind.Unknown, 0, "?");

    public static Factor Number(long value) => new(FactorKind.Number, value, "");

    public static Factor Length(string name) => new(FactorKind.Length, 0, name);

    public override string ToString() =>
        Kind == FactorKind.Number ? Value.ToString(System.Globalization.CultureInfo.InvariantCulture) : Name;
}
