using System.Reflection;
using System.Runtime.InteropServices;
using TorchSharp;

namespace DslDp.Reporting;

/// <summary>The components of this process, with their versions.</summary>
internal static class RunningSoftware
{
    public static IReadOnlyList<SoftwareComponent> Components() =>
    [
        new("DslDp", VersionOf(typeof(PrivacyReport).Assembly)),
        new("DslDp.Accounting", VersionOf(typeof(Accounting.PrivacyAccountant).Assembly)),
        new("TorchSharp", VersionOf(typeof(torch).Assembly)),
        new("libtorch", torch.__version__),
        new(".NET", RuntimeInformation.FrameworkDescription),
        new("Operating system", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}"),
    ];

    private static string VersionOf(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? assembly.GetName().Version?.ToString() ?? "unknown";
}
