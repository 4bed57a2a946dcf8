using static TorchSharp.torch;

namespace DslDp.Clipping;

/// <summary>
/// The part of a sum of gradients that belongs to one parameter. At the start of a step it is zero, but what lies in its memory may be left
/// over: the first gradient is written over it, which spares a pass over the memory that clears it and one that reads the zeros.
/// </summary>
/// <param name="memory">The part of the buffer, in the parameter's shape.</param>
internal sealed class SumPart(Tensor memory)
{
    private bool isBlank;

    /// <summary>The part with its numbers in it.</summary>
    public Tensor Numbers
    {
        get
        {
            if (TakeBlank())
                memory.Clear();
            return memory;
        }
    }

    /// <summary>The part, with whatever lies there.</summary>
    public Tensor Memory => memory;

    /// <summary>Makes the part zero.</summary>
    public void Blank() => isBlank = true;

    /// <summary>Whether the part is zero and what lies in its memory is left over: the caller then writes over all of it.</summary>
    public bool TakeBlank()
    {
        var wasBlank = isBlank;
        isBlank = false;
        return wasBlank;
    }
}
