using System.Runtime.InteropServices;

namespace DslDp.Native;

/// <summary>Answers the run time when it has looked for a native library and not found it.</summary>
/// <param name="load">Loads TorchSharp's native library; called once at most.</param>
internal sealed class TorchSharpResolver(Func<nint> load)
{
    // The static constructor of torch tries to load the library twice, for the CPU and for CUDA, before it calls into it.
    private const int Trials = 2;

    private readonly Lazy<nint> library = new(load);
    private int failures;

    /// <summary>The handle of the library, or 0 where the library is not TorchSharp's.</summary>
    /// <exception cref="DllNotFoundException">The library cannot be loaded; the message says in one line why.</exception>
    public nint Resolve(string name)
    {
        if (name != TorchSharpLibrary.Name)
            return 0;
        try
        {
            return library.Value;
        }
        catch (CppLibraryTooOldException) when (Interlocked.Increment(ref failures) <= Trials)
        {
            // TorchSharp takes a trial that fails for a missing package: it copies half a gigabyte of libtorch into the application's
            // folder, prints a page, and fails all the same, because the copy asks for the same version. So the trials get
            // the program itself for an answer, and the first call into the library throws: that exception reaches the user.
            return NativeLibrary.GetMainProgramHandle();
        }
    }
}
