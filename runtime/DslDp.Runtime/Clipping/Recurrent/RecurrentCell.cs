using static TorchSharp.torch;

namespace DslDp.Clipping.Recurrent;

/// <summary>One step of a recurrence, given what the input and the last state amount to after their matrices.</summary>
/// <param name="Gates">How many times the hidden size a matrix gives.</param>
/// <param name="States">Number of states; the first is the output.</param>
/// <param name="Step">From W x + b, W h + b and the states to the next states.</param>
internal sealed record RecurrentCell(int Gates, int States, Func<Tensor, Tensor, Tensor[], Tensor[]> Step);
