using static TorchSharp.torch;

namespace DslDp.Clipping;

/// <summary>A block that knows how to run forward while a record notes what enters and leaves each of its layers.</summary>
/// <remarks>The generator implements it for blocks marked <c>[DpModule]</c>.</remarks>
public interface IRecordedModule
{
    /// <summary>What the block computes, every layer with parameters called through the record.</summary>
    /// <param name="record">The record of the running forward pass.</param>
    /// <param name="input">The block's input, batch outermost.</param>
    /// <returns>The block's output.</returns>
    Tensor RecordedForward(LayerRecord record, Tensor input);
}
