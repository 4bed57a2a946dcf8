using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;

namespace DslDp.Native;

/// <summary>
/// The functions of TorchSharp's native library that its own custom autograd functions are made of. To call them directly spares the two
/// dozen objects that each use of those makes.
/// </summary>
internal static unsafe partial class AutogradLibrary
{
    /// <summary>A list of handles of tensors.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct Handles(nint* first, long count)
    {
        public readonly nint* First = first;
        public readonly long Count = count;
    }

    /// <summary>A node of autograd's graph.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct Node
    {
        public readonly nint Shared;
        public readonly nint Weak;
    }

    static AutogradLibrary()
    {
        TorchSharpVersion.Require();
        // TorchSharp loads the library.
        RuntimeHelpers.RunClassConstructor(typeof(torch).TypeHandle);
    }

    /// <summary>Makes a node.</summary>
    /// <param name="apply">Is given the gradient at each output, and gives that at each input.</param>
    /// <param name="deleted">Is told when nothing holds the node any more.</param>
    [LibraryImport(TorchSharpLibrary.Name, EntryPoint = "THSAutograd_CSharpNode_ctor")]
    internal static partial Node MakeNode(nint apply, nint deleted);

    [LibraryImport(TorchSharpLibrary.Name, EntryPoint = "THSAutograd_CSharpNode_disposeSharedPtr")]
    internal static partial void ReleaseShared(Node node);

    [LibraryImport(TorchSharpLibrary.Name, EntryPoint = "THSAutograd_CSharpNode_disposeWeakPtr")]
    internal static partial void ReleaseWeak(Node node);

    /// <summary>Leads the way back from a node to what made the inputs.</summary>
    [LibraryImport(TorchSharpLibrary.Name, EntryPoint = "THSAutograd_CSharpNode_setNextEdges")]
    internal static partial void SetInputs(Node node, Handles inputs, byte isExecutable);

    /// <summary>Makes outputs a node's own.</summary>
    [LibraryImport(TorchSharpLibrary.Name, EntryPoint = "THSAutograd_Function_wrapOutputs")]
    internal static partial void SetOutputs(Handles inputs, Handles notDifferentiable, Handles changed, Handles outputs, Node node, delegate* unmanaged[Cdecl]<nuint, nint*> room);

    /// <summary>Saves a tensor, with the count of its changes.</summary>
    /// <returns>What was saved; 0 where it cannot be.</returns>
    [LibraryImport(TorchSharpLibrary.Name, EntryPoint = "THSAutograd_SavedVariable_ctor")]
    internal static partial nint Save(nint tensor, Node node, byte isChangedView);

    /// <summary>A handle of a tensor that was saved; 0 where it was changed since.</summary>
    [LibraryImport(TorchSharpLibrary.Name, EntryPoint = "THSAutograd_SavedVariable_unpack")]
    internal static partial nint GiveSaved(nint saved, Node node);

    /// <summary>Frees what was saved.</summary>
    [LibraryImport(TorchSharpLibrary.Name, EntryPoint = "THSAutograd_SavedVariable_dispose")]
    internal static partial void FreeSaved(nint saved);

    /// <summary>Whether autograd is on, on this thread.</summary>
    [LibraryImport(TorchSharpLibrary.Name, EntryPoint = "THSAutograd_isGradEnabled")]
    internal static partial byte IsEnabled();

    /// <summary>Turns autograd on or off, on this thread.</summary>
    [LibraryImport(TorchSharpLibrary.Name, EntryPoint = "THSAutograd_setGrad")]
    internal static partial void Enable(byte isOn);

    /// <summary>Frees the handle of a tensor.</summary>
    [LibraryImport(TorchSharpLibrary.Name, EntryPoint = "THSTensor_dispose")]
    internal static partial void Free(nint tensor);
}
