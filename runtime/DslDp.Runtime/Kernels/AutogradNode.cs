using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DslDp.Native;
using static TorchSharp.torch;

namespace DslDp.Kernels;

/// <summary>
/// A node of autograd's graph for an operation of our own. What it takes to be called from native code is used again from step to step:
/// TorchSharp's functions make all of it anew, two and a half kilobytes for each use.
/// </summary>
internal sealed unsafe class AutogradNode
{
    private const int MostInputs = 5;

    private static readonly Stack<AutogradNode> Unused = [];

    // Native code calls back into nodes that nothing else holds.
    private static readonly List<AutogradNode> All = [];

    [ThreadStatic]
    private static nint* wrapped;

    private readonly nint applied, deleted;
    private readonly Delegate[] callbacks;
    private readonly Tensor?[] gradients = new Tensor?[MostInputs];
    private readonly nint* handles = (nint*)NativeMemory.Alloc(MostInputs, (nuint)sizeof(nint));
    private IWayBack? way;
    private IWayStop? stop;
    private int inputs;
    private bool leadsBack;

    /// <summary>A node in no graph.</summary>
    public static AutogradLibrary.Node OfNothing { get; } = MakeOfNothing();

    private AutogradNode()
    {
        callbacks = [(Application)Apply, (Deletion)Delete];
        (applied, deleted) = (Marshal.GetFunctionPointerForDelegate(callbacks[0]), Marshal.GetFunctionPointerForDelegate(callbacks[1]));
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate AutogradLibrary.Handles Application(nint* gradients, int count);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void Deletion();

    /// <summary>Makes what was computed out of autograd the output of an operation, where a gradient is wanted.</summary>
    /// <param name="output">What was computed; no input, and no view of one that takes part in autograd.</param>
    /// <param name="way">The way back; none where the gradient at the output is that at the one input, and only a stop is wanted.</param>
    /// <param name="stop">Where note is taken of the gradient at the output, before it is led back; or none.</param>
    /// <param name="inputs">From what it was computed.</param>
    /// <returns><paramref name="output"/>.</returns>
    public static Tensor Of(Tensor output, IWayBack? way, IWayStop? stop, params ReadOnlySpan<Tensor> inputs)
    {
        var leadsBack = false;
        foreach (var input in inputs)
            leadsBack |= input.requires_grad;
        if (AutogradLibrary.IsEnabled() != 0 && (leadsBack || stop is not null))
            Take().Attach(output, way, stop, inputs, leadsBack);
        return output;
    }

    /// <summary>What an operation of the library's gave, with a stop behind it: autograd's own way of giving the gradient of a value in the middle copies it.</summary>
    /// <param name="output">What it gave; freed.</param>
    /// <param name="stop">Where note is taken of the gradient.</param>
    public static Tensor Stopped(Tensor output, IWayStop stop)
    {
        // Not an alias: what is changed in place would be a view of the value, and autograd's error would come before the record's.
        using (output)
            return Of(output.detach(), null, stop, output);
    }

    private static AutogradNode Take()
    {
        lock (Unused)
        {
            if (Unused.TryPop(out var known))
                return known;
            var made = new AutogradNode();
            All.Add(made);
            return made;
        }
    }

    private static AutogradLibrary.Node MakeOfNothing()
    {
        var node = Take();
        return AutogradLibrary.MakeNode(node.applied, node.deleted);
    }

    private void Attach(Tensor output, IWayBack? way, IWayStop? stop, ReadOnlySpan<Tensor> inputs, bool leadsBack)
    {
        (this.way, this.stop, this.leadsBack, this.inputs) = (way, stop, leadsBack, inputs.Length + (stop is null ? 0 : 1));
        for (var i = 0; i < inputs.Length; i++)
            handles[i] = inputs[i].Handle;
        if (stop is not null)
            handles[inputs.Length] = stop.Anchor.Handle;
        var (result, written) = (output.Handle, (nint)0);
        var all = new AutogradLibrary.Handles(handles, this.inputs);
        var node = AutogradLibrary.MakeNode(applied, deleted);
        AutogradLibrary.SetInputs(node, all, 1);
        wrapped = &written;
        AutogradLibrary.SetOutputs(all, default, default, new(&result, 1), node, &RoomForOne);
        // Another handle of the output. From here on, the output holds the node.
        if (written != 0)
            AutogradLibrary.Free(written);
        AutogradLibrary.ReleaseShared(node);
        AutogradLibrary.ReleaseWeak(node);
        CheckForErrors();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint* RoomForOne(nuint count) => wrapped;

    private AutogradLibrary.Handles Apply(nint* atOutput, int count)
    {
        WayBack.Leave();
        new Span<nint>(handles, inputs).Clear();
        // A gradient that is none is one of zeros: there is nothing to note, and nothing to lead on.
        if (*atOutput != 0)
            Lead(Tensor.UnsafeCreateTensor(*atOutput));
        return new(handles, inputs);
    }

    private void Lead(Tensor gradient)
    {
        stop?.Note(gradient);
        if (way is null)
        {
            handles[0] = gradient.Handle;
        }
        else if (leadsBack)
        {
            gradients.AsSpan().Clear();
            way.Lead(gradient, gradients);
            for (var i = 0; i < inputs; i++)
            {
                if (gradients[i] is { } atInput)
                    handles[i] = WayBack.Returned(atInput).Handle;
            }
        }

        if (stop is null)
            gradient.Dispose();
    }

    private void Delete()
    {
        (way, stop) = (null, null);
        gradients.AsSpan().Clear();
        lock (Unused)
            Unused.Push(this);
    }
}
