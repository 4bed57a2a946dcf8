namespace DslDp.Generator.Reading;

/// <summary>A parameter that is a batch: its name, the shape of one example (−1: varies), and its element type.</summary>
internal sealed record BatchParameter(string Name, EquatableArray<long> Shape, string ElementType);
