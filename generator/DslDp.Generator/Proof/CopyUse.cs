namespace DslDp.Generator.Proof;

/// <summary>A value computed from parameters alone meets the examples by broadcasting: each example gets a copy of it.</summary>
/// <param name="Rank">Number of axes of what it meets.</param>
/// <param name="Axis">The axis of the examples there.</param>
internal sealed record CopyUse(int Rank, int Axis);
