using System.Runtime.InteropServices;
using System.Runtime.Loader;
using System.Runtime.Versioning;
using TorchSharp;

namespace DslDp.Native;

/// <summary>
/// Lets TorchSharp start on Linux distributions whose C++ library is a little older than the one it was built with
/// (Debian 12, for instance). Generated code calls <see cref="Register"/> before anything else in the assembly runs.
/// </summary>
/// <remarks>
/// The help is asked for only after the ordinary search for the native library has failed. Where TorchSharp loads by itself,
/// on Windows, on macOS and on newer Linux distributions, nothing is changed.
/// </remarks>
public static class NativeBootstrap
{
    private static int registered;

    /// <summary>
    /// Offers help with loading TorchSharp's native library, should it be needed. May be called any number of times, from any
    /// thread; does nothing except on 64-bit x86 Linux; touches no member of TorchSharp.
    /// </summary>
    public static void Register()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
            return;
        if (Interlocked.Exchange(ref registered, 1) == 1)
            return;

        var resolver = new TorchSharpResolver(LoadInstalled);

        // typeof does not run the static constructor of torch, which is what loads the native library. A resolver set with
        // NativeLibrary.SetDllImportResolver would not do: TorchSharp asks with NativeLibrary.TryLoad, which skips it.
        AssemblyLoadContext.GetLoadContext(typeof(torch).Assembly)!.ResolvingUnmanagedDll += (_, name) => resolver.Resolve(name);
    }

    [SupportedOSPlatform("linux")]
    private static nint LoadInstalled() => TorchSharpLibrary.Installed().Load();
}
