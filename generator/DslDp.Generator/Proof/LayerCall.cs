namespace DslDp.Generator.Proof;

/// <summary>One call of a component while the model is followed: what went in and what came out.</summary>
internal sealed record LayerCall(ModuleValue Module, Site Site, AbstractValue Input, AbstractValue Output)
{
    /// <summary>A value as it is shown to people.</summary>
    public static string Describe(AbstractValue value) => value switch
    {
        TensorValue tensor => tensor.ToString(),
        SequenceValue sequence => $"({string.Join(", ", System.Linq.Enumerable.Select(sequence.Items, Describe))})",
        _ => "a value",
    };
}
