using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using DslDp.Native;
using TorchSharp;

namespace DslDp.Runtime.Tests.Native;

/// <summary>The real library, patched, loads in each of the ways. (Its dependencies are loaded by then: torch runs in this process.)</summary>
[SupportedOSPlatform("linux")]
public sealed class PatchedLibraryTests : IDisposable
{
    private const string SomeFunction = "THSTensor_new";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory();

    public PatchedLibraryTests() => torch.InitializeDeviceType(DeviceType.CPU);

    public void Dispose() => folder.Delete(recursive: true);

    [LinuxFact]
    public void FromMemory() =>
        Assert.NotEqual(0, NativeLibrary.GetExport(PatchedLibrary.LoadFromMemory(InstalledLibrary.Patched()), SomeFunction));

    [LinuxFact]
    public void FromAFolderOfItsOwnThatIsGoneAfterwards()
    {
        var library = PatchedLibrary.LoadFromFolder(folder.FullName, InstalledLibrary.Patched(), NativeLibrary.Load);

        Assert.NotEqual(0, NativeLibrary.GetExport(library, SomeFunction));
        Assert.Empty(folder.EnumerateFileSystemInfos());
    }

    [LinuxFact]
    public void TheFolderIsClosedToOtherUsersAndGoneEvenWhenLoadingFails()
    {
        byte[] image = [1, 2, 3];
        byte[]? written = null;
        UnixFileMode? mode = null;

        Assert.Throws<DllNotFoundException>(() => PatchedLibrary.LoadFromFolder(folder.FullName, image, file =>
        {
            written = File.ReadAllBytes(file);
            mode = File.GetUnixFileMode(Path.GetDirectoryName(file)!);
            throw new DllNotFoundException();
        }));

        Assert.Equal(image, written);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, mode);
        Assert.Empty(folder.EnumerateFileSystemInfos());
    }

    [LinuxFact]
    public void WhenAWayFailsTheNextIsTried()
    {
        var handle = PatchedLibrary.Load(
            [],
            [("memory", _ => throw new IOException("not allowed")), ("/home", _ => throw new UnauthorizedAccessException("read only")), ("/tmp", _ => 42)]);

        Assert.Equal(42, handle);
    }

    [LinuxFact]
    public void WhenAllFailTheMessageListsThemInOneLine()
    {
        var failure = Assert.Throws<DllNotFoundException>(() => PatchedLibrary.Load(
            [],
            [("memory", _ => throw new IOException("not allowed")), ("/tmp", _ => throw new DllNotFoundException("advice\nand the reason\n"))]));

        Assert.Equal("memory: not allowed; /tmp: and the reason", failure.Message);
    }

    [LinuxFact]
    public void BytesThatAreNoLibraryFailEveryWay()
    {
        var failure = Assert.Throws<DllNotFoundException>(() => PatchedLibrary.Load(new byte[100]));

        Assert.StartsWith("memory: ", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }
}
