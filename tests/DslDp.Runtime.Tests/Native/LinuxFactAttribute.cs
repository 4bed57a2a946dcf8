using System.Runtime.InteropServices;

namespace DslDp.Runtime.Tests.Native;

/// <summary>A test that means something on 64-bit x86 Linux only.</summary>
internal sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
            Skip = "needs 64-bit x86 Linux";
    }
}
