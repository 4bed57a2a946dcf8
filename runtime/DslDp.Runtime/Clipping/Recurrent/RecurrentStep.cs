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
    /// <summary>The matrix of the input.</summary>
    public ParameterPart OfInput { get; } = record.Held(inputWeight);

    /// <summary>The matrix of the state.</summary>
    public ParameterPart OfState { get; } = record.Held(stateWeight);

    /// <summary>The bias beside the input.</summary>
    public ParameterPart? AddedToInput { get; } = record.HeldOrNone(inputBias);

    /// <summary>The bias beside the state.</summary>
    public ParameterPart? AddedToState { get; } = record.HeldOrNone(stateBias);

    /// <summary>The layer, for messages.</summary>
    public string Name => name;

    /// <summary>W x + b at every position: <c>[batch, …, features]</c> to <c>[batch, …, gates · hidden]</c>.</summary>
    public Tensor FromInput(Tensor input) => record.Multiply(input, OfInput, AddedToInput, name, 0);

    /// <summary>One step.</summary>
    /// <param name="cell">The recurrence.</param>
    /// <param name="fromInput">W x + b, <c>[batch, gates · hidden]</c>.</param>
    /// <param name="states">The states, each <c>[batch, hidden]</c>.</param>
    public Tensor[] Next(RecurrentCell cell, Tensor fromInput, Tensor[] states) =>
        cell.Step(fromInput, record.Multiply(states[0], OfState, AddedToState, name, 0), states);

    /// <summary>One step from an input, or from states of zero.</summary>
    public Tensor[] Run(RecurrentCell cell, Tensor input, Tensor[]? states) => Next(cell, FromInput(input), states ?? Zeros(cell, input));

    /// <summary>States of zero for the examples of a tensor.</summary>
    public Tensor[] Zeros(RecurrentCell cell, Tensor like)
    {
        var states = new Tensor[cell.States];
        for (var state = 0; state < states.Length; state++)
            states[state] = zeros(like.size(0), OfState.Parameter.size(1), like.dtype, like.device);
        return states;
    }
}
