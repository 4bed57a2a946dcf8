using DslDp.Clipping.Uses;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DslDp.Clipping.Recurrent;

/// <summary>The matrices of one recurrence, recorded.</summary>
/// <param name="record">The record.</param>
/// <param name="name">The layer, for messages.</param>
/// <param name="inputWeight"><c>[gates · hidden, features]</c>.</param>
/// <param name="stateWeight"><c>[gates · hidden, hidden]</c>.</param>
/// <param name="inputBias"><c>[gates · hidden]</c>, or none.</param>
/// <param name="stateBias"><c>[gates · hidden]</c>, or none.</param>
internal sealed class RecurrentStep(LayerRecord record, string name, Parameter inputWeight, Parameter stateWeight, Parameter? inputBias, Parameter? stateBias)
{
    private readonly ParameterPart ofInput = record.Held(inputWeight);
    private readonly ParameterPart ofState = record.Held(stateWeight);
    private readonly ParameterPart? addedToInput = record.HeldOrNone(inputBias);
    private readonly ParameterPart? addedToState = record.HeldOrNone(stateBias);

    /// <summary>W x + b at every position: <c>[batch, …, features]</c> to <c>[batch, …, gates · hidden]</c>.</summary>
    public Tensor FromInput(Tensor input) => record.Multiply(input, ofInput, addedToInput, name, 0);

    /// <summary>One step.</summary>
    /// <param name="cell">The recurrence.</param>
    /// <param name="fromInput">W x + b, <c>[batch, gates · hidden]</c>.</param>
    /// <param name="states">The states, each <c>[batch, hidden]</c>.</param>
    public Tensor[] Next(RecurrentCell cell, Tensor fromInput, Tensor[] states) =>
        cell.Step(fromInput, record.Multiply(states[0], ofState, addedToState, name, 0), states);

    /// <summary>One step from an input, or from states of zero.</summary>
    public Tensor[] Run(RecurrentCell cell, Tensor input, Tensor[]? states) => Next(cell, FromInput(input), states ?? Zeros(cell, input));

    /// <summary>States of zero for the examples of a tensor.</summary>
    public Tensor[] Zeros(RecurrentCell cell, Tensor like) =>
        [.. Enumerable.Range(0, cell.States).Select(_ => zeros(like.shape[0], ofState.Parameter.shape[1], like.dtype, like.device))];
}
