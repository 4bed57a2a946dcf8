using System.Diagnostics;

namespace DslDp.Generator.Tests.Enforcement;

/// <summary>
/// A project of its own in a folder of its own, which references the built generator and runtime as files: nothing is restored beside the SDK,
/// so it builds without a network and wherever the repository has been cloned.
/// </summary>
internal sealed class TemporaryProject : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("dsldp-build-").FullName;

    public TemporaryProject(string source, string properties)
    {
        Write("Directory.Build.props", "<Project />");
        Write("Directory.Build.targets", "<Project />");
        Write("Directory.Packages.props", "<Project />");
        Write("NuGet.config", "<configuration><packageSources><clear /></packageSources></configuration>");
        Write("Model.cs", source);
        Write("Model.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <NuGetAudit>false</NuGetAudit>
                {properties}
              </PropertyGroup>
              <ItemGroup>
                <Reference Include="TorchSharp" HintPath="{Built("TorchSharp.dll")}" />
                <Reference Include="DslDp.Runtime" HintPath="{Built("DslDp.Runtime.dll")}" />
                <Reference Include="DslDp.Accounting" HintPath="{Built("DslDp.Accounting.dll")}" />
                <Analyzer Include="{Built("DslDp.Generator.dll")}" />
                <Analyzer Include="{Built("DslDp.CodeFixes.dll")}" />
              </ItemGroup>
            </Project>
            """);
    }

    public void Write(string file, string text) => File.WriteAllText(Path.Combine(folder, file), text);

    /// <summary>The compiled assembly, if any.</summary>
    public bool HasOutput => Directory.EnumerateFiles(folder, "Model.dll", SearchOption.AllDirectories).Any();

    public ProcessOutput Build(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["build", "Model.csproj", "--disable-build-servers", "-nologo", "-v", "quiet", .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // The tests themselves may run under an SDK that has set these for its own children.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)).ToArray()) start.Environment.Remove(name);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var text = process.StandardOutput.ReadToEnd() + errors.GetAwaiter().GetResult();
        process.WaitForExit();
        return new(process.ExitCode, text);
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // A compiler that is still closing its files: the folder is in the system's own place for temporary files.
        }
    }

    private static string Built(string file)
    {
        var path = Path.Combine(AppContext.BaseDirectory, file);
        Assert.True(File.Exists(path), $"{path} should have been built with the tests");
        return path;
    }
}
