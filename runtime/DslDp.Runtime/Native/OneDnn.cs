using System.Runtime.InteropServices;

namespace DslDp.Native;

/// <summary>The library that libtorch hands convolutions to on x86 processors. TorchSharp has no switch for it; libtorch has.</summary>
internal static unsafe class OneDnn
{
    private const string Library = "libtorch_cpu.so";

    /// <summary>Has libtorch use its own convolutions in this process from now on. False where the switch cannot be reached.</summary>
    public static bool TurnOff()
    {
        // The names are those of at::globalContext() and its members in the ABI of Linux; the library is loaded by now.
        if (!OperatingSystem.IsLinux()
            || !NativeLibrary.TryLoad(Library, out var torch)
            || !NativeLibrary.TryGetExport(torch, "_ZN2at13globalContextEv", out var context)
            || !NativeLibrary.TryGetExport(torch, "_ZN2at7Context20setUserEnabledMkldnnEb", out var enable))
        {
            return false;
        }

        var settings = ((delegate* unmanaged<nint>)context)();
        ((delegate* unmanaged<nint, byte, void>)enable)(settings, 0);

        // Next in line is NNPACK, which most processors of servers lack; it would say so on the console.
        if (NativeLibrary.TryGetExport(torch, "_ZN2at7Context20setUserEnabledNNPACKEb", out var enableNext))
            ((delegate* unmanaged<nint, byte, void>)enableNext)(settings, 0);
        return true;
    }
}
