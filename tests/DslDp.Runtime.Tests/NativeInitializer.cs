using System.Runtime.CompilerServices;
using DslDp.Native;

namespace DslDp.Runtime.Tests;

/// <summary>Does for the tests what generated code does for a user's assembly, and sees to it that libtorch's convolutions are right from the first test on.</summary>
internal static class NativeInitializer
{
    [ModuleInitializer]
    internal static void Initialize()
    {
        NativeBootstrap.Register();

        // One test starts this assembly in a process of its own, to see what happens before anything of TorchSharp is called.
        if (Environment.GetEnvironmentVariable("DOTNET_STARTUP_HOOKS") is not null) return;
        ConvolutionCheck.Require();

        // Tests are small: on a busy machine two threads of libtorch spend five times as long, waiting for each other.
        if (Environment.GetEnvironmentVariable("OMP_NUM_THREADS") is null) TorchSharp.torch.set_num_threads(1);
    }
}
