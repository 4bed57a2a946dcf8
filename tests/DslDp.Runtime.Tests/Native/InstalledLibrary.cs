using System.Runtime.Versioning;
using DslDp.Native;

namespace DslDp.Runtime.Tests.Native;

/// <summary>The native library that came with the TorchSharp package.</summary>
[SupportedOSPlatform("linux")]
internal static class InstalledLibrary
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native");

    public static string FilePath { get; } = Path.Combine(Folder, TorchSharpLibrary.FileName);

    /// <summary>The bytes of the file with the one version made weak.</summary>
    public static byte[] Patched()
    {
        var image = File.ReadAllBytes(FilePath);
        ElfVersionNeeds.MakeWeak(image, TorchSharpLibrary.RequiredVersion);
        return image;
    }
}
