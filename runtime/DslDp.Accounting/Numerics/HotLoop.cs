using System.Runtime.CompilerServices;

namespace DslDp.Accounting;

/// <summary>
/// Marks the few methods that loops spend their time in. In a compiler's process everything runs for the first time, and there the runtime
/// would start with unoptimised code. The flag is AggressiveOptimization, for which .NET Standard 2.0 has no name.
/// </summary>
internal static class HotLoop
{
    public const MethodImplOptions Optimize = (MethodImplOptions)512;
}
