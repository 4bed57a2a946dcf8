namespace DslDp.Accounting.Tests;

/// <summary>A fact that needs the reference file and is skipped by name without it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ReferenceFactAttribute : FactAttribute
{
    public ReferenceFactAttribute() => Skip = ReferenceFile.SkipReason;
}
