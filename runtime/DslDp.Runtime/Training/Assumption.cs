namespace DslDp;

/// <summary>Something that must be true for the guarantee to hold.</summary>
/// <param name="Statement">What must be true, as a sentence.</param>
/// <param name="Basis">On what it rests.</param>
/// <param name="Because">How it was proved or is checked, or who vouches for it and why.</param>
public sealed record Assumption(string Statement, AssumptionBasis Basis, string Because);
