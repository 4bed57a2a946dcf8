using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace DslDp.Native;

/// <summary>
/// Loads a library from memory. The dynamic linker opens files only, so the bytes go into an anonymous file in memory, or,
/// where the system does not allow programs from there, into a file that nobody else can have touched.
/// </summary>
[SupportedOSPlatform("linux")]
internal static partial class PatchedLibrary
{
    private const uint CloseOnExecute = 1; // MFD_CLOEXEC

    // The linker tells libraries apart by path first. Held open for good, so that no later file gets this one's number.
    private static readonly List<SafeFileHandle> InMemory = [];

    /// <summary>Loads the library and returns its handle.</summary>
    /// <param name="image">The bytes of the library's file.</param>
    /// <exception cref="DllNotFoundException">No way worked; the message lists each with its reason.</exception>
    public static nint Load(byte[] image) =>
        Load(image, [("memory", LoadFromMemory), .. PrivateFolders().Select(WayThrough)]);

    /// <summary>Tries the ways in turn.</summary>
    internal static nint Load(byte[] image, IEnumerable<(string Place, Func<byte[], nint> Load)> ways)
    {
        var failures = new List<string>();
        foreach (var (place, load) in ways)
        {
            try
            {
                return load(image);
            }
            catch (Exception failure) when (failure is TypeLoadException or IOException or UnauthorizedAccessException)
            {
                // DllNotFoundException and EntryPointNotFoundException (a C library without memfd_create) are both TypeLoadExceptions.
                failures.Add($"{place}: {LinkerReason.Of(failure)}");
            }
        }
        throw new DllNotFoundException(string.Join("; ", failures));
    }

    /// <summary>Loads the library from an anonymous file in memory.</summary>
    internal static nint LoadFromMemory(byte[] image)
    {
        var descriptor = CreateMemoryFile(TorchSharpLibrary.FileName, CloseOnExecute);
        if (descriptor < 0)
            throw new IOException($"no file in memory: {Marshal.GetLastPInvokeErrorMessage()}");
        var file = new SafeFileHandle(descriptor, ownsHandle: true);
        try
        {
            RandomAccess.Write(file, image, fileOffset: 0);
            var library = NativeLibrary.Load($"/proc/self/fd/{descriptor}");
            lock (InMemory)
                InMemory.Add(file);
            return library;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Loads the library from a new folder under this one, and removes the folder. Its name cannot be guessed and it is closed to other
    /// users, so nobody can put another library in its place between writing and loading.
    /// </summary>
    internal static nint LoadFromFolder(string parent, byte[] image, Func<string, nint> load)
    {
        var folder = Path.Combine(parent, $"DslDp-{Guid.NewGuid():N}");
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        try
        {
            var file = Path.Combine(folder, TorchSharpLibrary.FileName);
            File.WriteAllBytes(file, image);
            return load(file);
        }
        finally
        {
            Remove(folder);
        }
    }

    private static (string Place, Func<byte[], nint> Load) WayThrough(string folder) =>
        (folder, image => LoadFromFolder(folder, image, NativeLibrary.Load));

    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // A network file system may keep a file that is in use. The library is loaded, and that is what matters.
        }
    }

    // The user's own folder first: the one for temporary files is often mounted so that nothing in it may be executed.
    private static IEnumerable<string> PrivateFolders() =>
        new[] { Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), Path.GetTempPath() }.Where(f => f.Length > 0);

    [LibraryImport("libc", EntryPoint = "memfd_create", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int CreateMemoryFile(string name, uint flags);
}
