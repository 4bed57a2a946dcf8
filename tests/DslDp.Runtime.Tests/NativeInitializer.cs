using System.Runtime.CompilerServices;
using DslDp.Native;

namespace DslDp.Runtime.Tests;

/// <summary>Does for the tests what generated code does for a user's assembly.</summary>
internal static class NativeInitializer
{
    [ModuleInitializer]
    internal static void Initialize() => NativeBootstrap.Register();
}
