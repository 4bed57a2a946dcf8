namespace DslDp.Generator.Diagnostics;

/// <summary>The keys under which a diagnostic carries its repair to the code fixes.</summary>
internal static class FixProperties
{
    public const string Kind = "DslDp.Fix";

    public const string Detail = "DslDp.FixDetail";

    /// <summary>Present where the first additional location is the place at which the component at fault is made or declared.</summary>
    public const string HasOrigin = "DslDp.HasOrigin";
}
