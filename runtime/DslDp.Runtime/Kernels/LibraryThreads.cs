using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace DslDp.Kernels;

/// <summary>
/// The threads that libtorch itself computes with. They wait for work without sleeping, each on its core: others beside them would get half of
/// it, and would have to be woken.
/// </summary>
internal static unsafe class LibraryThreads
{
    private static readonly Lazy<bool> IsFound = new(Find);
    private static delegate* unmanaged<delegate* unmanaged<void*, void>, void*, uint, uint, void> runTeam;
    private static delegate* unmanaged<int> numberOfThread, sizeOfTeam;

    private sealed record Job(int Parts, Action<int> Work)
    {
        public ExceptionDispatchInfo? Failure { get; set; }
    }

    /// <summary>Runs all parts, each on one thread.</summary>
    /// <param name="parts">Number of parts, and of threads wanted.</param>
    /// <param name="work">Is given the number of a part.</param>
    /// <returns>False where libtorch has other threads than those of GNU's OpenMP; nothing was done then.</returns>
    public static bool TryRun(int parts, Action<int> work)
    {
        if (!IsFound.Value)
            return false;
        var job = new Job(parts, work);
        var handle = GCHandle.Alloc(job);
        try
        {
            runTeam(&Enter, (void*)GCHandle.ToIntPtr(handle), (uint)parts, 0);
        }
        finally
        {
            handle.Free();
        }

        job.Failure?.Throw();
        return true;
    }

    // A team may be smaller than was asked for. What is thrown must not leave managed code here: it would end the process.
    [UnmanagedCallersOnly]
    private static void Enter(void* data)
    {
        var job = (Job)GCHandle.FromIntPtr((nint)data).Target!;
        try
        {
            for (var part = numberOfThread(); part < job.Parts; part += sizeOfTeam())
                job.Work(part);
        }
        catch (Exception failure)
        {
            job.Failure = ExceptionDispatchInfo.Capture(failure);
        }
    }

    // A symbol is looked for in what a library depends on, too.
    private static bool Find()
    {
        if (!OperatingSystem.IsLinux() || !NativeLibrary.TryLoad("libtorch_cpu.so", out var library)
            || !NativeLibrary.TryGetExport(library, "GOMP_parallel", out var parallel)
            || !NativeLibrary.TryGetExport(library, "omp_get_thread_num", out var number)
            || !NativeLibrary.TryGetExport(library, "omp_get_num_threads", out var size))
            return false;
        runTeam = (delegate* unmanaged<delegate* unmanaged<void*, void>, void*, uint, uint, void>)parallel;
        numberOfThread = (delegate* unmanaged<int>)number;
        sizeOfTeam = (delegate* unmanaged<int>)size;
        return true;
    }
}
