using System.Runtime.CompilerServices;
using DslDp.Native;

namespace DslDp.Generator.Tests.Gradients;

/// <summary>What the generator writes into a project of a user: libtorch is found before anything of TorchSharp runs.</summary>
internal static class NativeLoading
{
    [ModuleInitializer]
    internal static void Prepare() => NativeBootstrap.Register();
}
