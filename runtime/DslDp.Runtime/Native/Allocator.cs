using System.Runtime.InteropServices;

namespace DslDp.Native;

/// <summary>
/// The C library's allocator. By default glibc gives large blocks back to the operating system as soon as they are free, and a training
/// step, which frees what it worked in, pays for every page of it again in the next step.
/// </summary>
internal static partial class Allocator
{
    private const int TrimThreshold = -1, MapThreshold = -3;

    /// <summary>Lets freed memory stay with the process, on Linux with glibc; elsewhere there is no such setting, and nothing happens.</summary>
    public static void KeepFreedMemory()
    {
        if (!OperatingSystem.IsLinux())
            return;
        try
        {
            _ = SetOption(MapThreshold, 1 << 30);
            _ = SetOption(TrimThreshold, int.MaxValue);
        }
        catch (EntryPointNotFoundException)
        {
            // Another C library, such as musl.
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);
}
