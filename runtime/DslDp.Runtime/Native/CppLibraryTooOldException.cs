namespace DslDp.Native;

/// <summary>
/// The system's C++ library is too old for TorchSharp's native library, and a copy that does without the newer version could not be loaded.
/// </summary>
internal sealed class CppLibraryTooOldException(string message, Exception inner) : DllNotFoundException(message, inner);
