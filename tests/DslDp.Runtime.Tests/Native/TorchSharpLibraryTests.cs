using System.Runtime.Versioning;
using DslDp.Native;

namespace DslDp.Runtime.Tests.Native;

/// <summary>Which files are loaded, in which order, and when the library is patched: with a dynamic linker of the test's own.</summary>
[SupportedOSPlatform("linux")]
public sealed class TorchSharpLibraryTests : IDisposable
{
    private const string TooOld = "advice\n/lib/libstdc++.so.6: version `GLIBCXX_3.4.32' not found (required by libLibTorchSharp.so)\n";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory();
    private readonly List<string> loaded = [];
    private readonly List<byte[]> images = [];

    private string LibraryFile => Path.Combine(folder.FullName, TorchSharpLibrary.FileName);

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void NothingIsPatchedWhenTheSystemsCppLibraryIsNewEnough()
    {
        Install(new ElfImage([TorchSharpLibrary.RequiredVersion]).Bytes);

        Assert.Equal(7, Library(refusal: null).Load());

        Assert.Empty(images);
        Assert.Equal([LibraryFile], loaded);
    }

    [Fact]
    public void DependenciesAreLoadedFirstByPathAndThoseThatAreAbsentAreLeftOut()
    {
        Install(new ElfImage([TorchSharpLibrary.RequiredVersion]).Bytes);
        foreach (var name in new[] { "libtorch.so", "libtorch_cpu.so", "libc10.so", "unrelated.so" })
            File.WriteAllText(Path.Combine(folder.FullName, name), "");

        Library(refusal: null).Load();

        Assert.Equal(new[] { "libc10.so", "libtorch_cpu.so", "libtorch.so", TorchSharpLibrary.FileName }.Select(f => Path.Combine(folder.FullName, f)), loaded);
    }

    [Fact]
    public void AWeakenedCopyIsLoadedWhenTheCppLibraryIsTooOldAndTheFileStaysAsItIs()
    {
        var image = new ElfImage(["GLIBC_2.14", TorchSharpLibrary.RequiredVersion]);
        Install(image.Bytes);

        Assert.Equal(8, Library(TooOld).Load());

        Assert.Equal(2, Assert.Single(images)[image.FlagsOf(TorchSharpLibrary.RequiredVersion)]);
        Assert.Equal(image.Bytes, File.ReadAllBytes(LibraryFile));
    }

    [Fact]
    public void NothingIsPatchedWhenLoadingFailsForAnotherReason()
    {
        Install(new ElfImage([TorchSharpLibrary.RequiredVersion]).Bytes);

        var failure = Assert.Throws<DllNotFoundException>(() => Library("advice\nlibtorch.so: cannot open shared object file\n").Load());

        Assert.Equal("DslDp: libtorch.so: cannot open shared object file", failure.Message);
        Assert.Empty(images);
    }

    [Fact]
    public void ALibraryOfUnknownFormIsNotTouchedAndTheMessageSaysWhatToDo()
    {
        Install(new ElfImage(["GLIBC_2.14"]).Bytes);

        var failure = Assert.Throws<CppLibraryTooOldException>(() => Library(TooOld).Load());

        Assert.Empty(images);
        Assert.Equal(
            "TorchSharp needs a C++ library (libstdc++) with GLIBCXX_3.4.32, which this system lacks, and DslDp could not load "
            + $"{LibraryFile} without it: the library needs GLIBCXX_3.4.32 0 times, where exactly once was expected. "
            + "Use a newer distribution, such as Debian 13 or Ubuntu 24.04.",
            failure.Message);
    }

    [Fact]
    public void AMissingLibraryIsReportedWithTheFoldersSearched()
    {
        var failure = Assert.Throws<DllNotFoundException>(() => Library(refusal: null).Load());

        Assert.Equal($"DslDp: libLibTorchSharp.so is in none of the folders /nowhere, {folder.FullName}", failure.Message);
    }

    private void Install(byte[] image) => File.WriteAllBytes(LibraryFile, image);

    private TorchSharpLibrary Library(string? refusal) => new(
        ["/nowhere", folder.FullName],
        file =>
        {
            loaded.Add(file);
            return refusal is not null && file == LibraryFile ? throw new DllNotFoundException(refusal) : 7;
        },
        image =>
        {
            images.Add(image);
            return 8;
        });
}
