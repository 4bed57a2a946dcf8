namespace DslDp.Accounting.Tests;

/// <summary>A theory over reference cases, skipped by name where the reference file is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ReferenceTheoryAttribute : TheoryAttribute
{
    public ReferenceTheoryAttribute() => Skip = ReferenceFile.SkipReason;
}
