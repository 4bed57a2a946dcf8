using TorchSharp;

namespace DslDp.Native;

/// <summary>The version of TorchSharp that the runtime calls functions of which TorchSharp does not promise (<see cref="AutogradLibrary"/>): in another, they may be others.</summary>
internal static class TorchSharpVersion
{
    /// <exception cref="NotSupportedException">Another version is installed.</exception>
    public static void Require()
    {
        var version = typeof(torch).Assembly.GetName().Version;
        if (version is not { Major: 0, Minor: 107 })
            throw new NotSupportedException($"DslDp needs TorchSharp 0.107, and {version} is installed; install TorchSharp 0.107, or a version of DslDp that was made for {version}.");
    }
}
