namespace DslDp.Clipping.Measures;

/// <summary>Some consecutive examples of a batch.</summary>
/// <param name="First">The first one.</param>
/// <param name="Count">How many.</param>
internal readonly record struct ExamplePart(int First, int Count);
