using System.Runtime.InteropServices;

namespace DslDp.Benchmarks.Training;

/// <summary>
/// The C library's allocator. By default it returns large blocks to the operating system at once, and every step pays for their pages
/// again.
/// </summary>
internal static partial class Allocator
{
    private const int TrimThreshold = -1, TopPad = -2, MapThreshold = -3;

    /// <summary>Lets freed memory stay with the process. Linux with glibc only.</summary>
    public static void KeepFreedMemory()
    {
        if (SetOption(MapThreshold, 1 << 30) + SetOption(TrimThreshold, int.MaxValue) + SetOption(TopPad, 64 << 20) != 3)
            throw new PlatformNotSupportedException("The C library did not take the settings of its allocator.");
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);
}
