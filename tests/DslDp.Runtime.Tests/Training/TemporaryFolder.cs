namespace DslDp.Runtime.Tests.Training;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("dsldp-");

    public string PathOf(params string[] names) => Path.Combine([folder.FullName, .. names]);

    public void Dispose() => folder.Delete(recursive: true);
}
