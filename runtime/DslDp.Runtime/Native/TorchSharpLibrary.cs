using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using TorchSharp;

namespace DslDp.Native;

/// <summary>
/// TorchSharp's native library in its folder: loads it as it is, or, where the C++ library of the system is too old for it,
/// as a copy that no longer insists on one version name.
/// </summary>
/// <remarks>
/// The library asks for <c>GLIBCXX_3.4.32</c> because of a single marker symbol, <c>std::ios_base_library_init()</c>, to which no
/// relocation refers. What the marker stands for, the initialisation of the standard streams, has been done by libtorch,
/// which is loaded first. So the demand can be made weak without anything missing at run time.
/// </remarks>
/// <param name="folders">Where to look, in this order.</param>
/// <param name="load">Loads a library by its absolute path; throws <see cref="DllNotFoundException"/> with the linker's reason.</param>
/// <param name="loadImage">Loads a library from the bytes of its file; throws <see cref="DllNotFoundException"/>.</param>
[SupportedOSPlatform("linux")]
internal sealed class TorchSharpLibrary(IReadOnlyList<string> folders, Func<string, nint> load, Func<byte[], nint> loadImage)
{
    /// <summary>The name under which TorchSharp asks for the library.</summary>
    public const string Name = "LibTorchSharp";

    /// <summary>The name of the library's file on Linux, which is also the name it carries inside.</summary>
    public const string FileName = "libLibTorchSharp.so";

    /// <summary>The version of the C++ library on which the file insists.</summary>
    public const string RequiredVersion = "GLIBCXX_3.4.32";

    // Loaded first and by path, so that a copy outside the folder finds them by name: the linker knows what is already loaded.
    private static readonly string[] Dependencies = ["libgomp-98b21ff3.so.1", "libc10.so", "libtorch_cpu.so", "libtorch.so"];

    /// <summary>The library that belongs to this application.</summary>
    public static TorchSharpLibrary Installed() => new(InstalledFolders(), NativeLibrary.Load, PatchedLibrary.Load);

    /// <summary>Loads the library and returns its handle.</summary>
    /// <exception cref="DllNotFoundException">It could not be loaded; the message says in one line what was tried.</exception>
    public nint Load()
    {
        var folder = folders.FirstOrDefault(f => File.Exists(Path.Combine(f, FileName)))
            ?? throw new DllNotFoundException($"DslDp: {FileName} is in none of the folders {string.Join(", ", folders)}");
        var file = Path.Combine(folder, FileName);
        try
        {
            foreach (var dependency in Dependencies.Select(d => Path.Combine(folder, d)).Where(File.Exists))
                load(dependency);
            return load(file);
        }
        catch (DllNotFoundException refusal) when (refusal.Message.Contains(RequiredVersion, StringComparison.Ordinal))
        {
            return LoadWithoutVersion(file);
        }
        catch (DllNotFoundException refusal)
        {
            throw new DllNotFoundException($"DslDp: {LinkerReason.Of(refusal)}", refusal);
        }
    }

    private nint LoadWithoutVersion(string file)
    {
        try
        {
            var image = File.ReadAllBytes(file);
            ElfVersionNeeds.MakeWeak(image, RequiredVersion);
            return loadImage(image);
        }
        catch (Exception failure) when (failure is BadImageFormatException or DllNotFoundException or IOException
            or UnauthorizedAccessException)
        {
            throw new CppLibraryTooOldException(
                $"TorchSharp needs a C++ library (libstdc++) with {RequiredVersion}, which this system lacks, and DslDp could not load "
                + $"{file} without it: {failure.Message}. Use a newer distribution, such as Debian 13 or Ubuntu 24.04.",
                failure);
        }
    }

    private static string[] InstalledFolders()
    {
        var searched = (string?)AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") ?? "";
        string?[] roots = [AppContext.BaseDirectory, Path.GetDirectoryName(typeof(torch).Assembly.Location)];
        return
        [
            .. searched.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
                .Concat(roots.OfType<string>().Where(root => root.Length > 0).SelectMany(NativeFolders))
                .Select(folder => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)))
                .Distinct(),
        ];
    }

    private static string[] NativeFolders(string root) => [Path.Combine(root, "runtimes", "linux-x64", "native"), root];
}
