using System.Reflection;
using System.Runtime.InteropServices;
using TorchSharp;

namespace DslDp.Reporting;

/// <summary>With which versions the run was made.</summary>
internal static class SoftwareSection
{
    public static FactSection Of() => new("software", "Software",
    [
        new("dslDp", "DslDp", VersionOf(typeof(PrivacyReport).Assembly)),
        new("torchSharp", "TorchSharp", VersionOf(typeof(torch).Assembly)),
        new("libtorch", "libtorch", torch.__version__),
        new("runtime", ".NET", RuntimeInformation.FrameworkDescription),
        new("operatingSystem", "Operating system", RuntimeInformation.OSDescription),
        new("drawnUp", "Drawn up", DateTimeOffset.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture)),
    ]);

    private static string VersionOf(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? assembly.GetName().Version?.ToString() ?? "unknown";
}
