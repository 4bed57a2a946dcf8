using System.Runtime.CompilerServices;
using TorchSharp.Modules;

namespace DslDp.Clipping;

/// <summary>
/// Keeps parameters out of autograd, so that no parameter ever has a gradient that is not clipped. Pauses may overlap: the last
/// one to end gives a parameter back.
/// </summary>
internal sealed class AutogradPause : IDisposable
{
    private static readonly ConditionalWeakTable<Parameter, StrongBox<int>> Pauses = [];
    private readonly Parameter[] parameters;
    private bool ended;

    public AutogradPause(IEnumerable<Parameter> parameters)
    {
        this.parameters = [.. parameters.Where(IsInAutograd)];
        lock (Pauses)
        {
            foreach (var parameter in this.parameters)
            {
                Pauses.GetOrCreateValue(parameter).Value++;
                parameter.requires_grad = false;
            }
        }
    }

    /// <summary>Whether the parameter is trained by its owner's will: it requires a gradient, or did before a pause began.</summary>
    public static bool IsInAutograd(Parameter parameter) => parameter.requires_grad || IsPaused(parameter);

    public void Dispose()
    {
        if (ended)
            return;
        ended = true;
        lock (Pauses)
        {
            foreach (var parameter in parameters)
            {
                if (--Pauses.GetOrCreateValue(parameter).Value == 0 && !parameter.IsInvalid)
                    parameter.requires_grad = true;
            }
        }
    }

    private static bool IsPaused(Parameter parameter)
    {
        lock (Pauses)
            return Pauses.TryGetValue(parameter, out var count) && count.Value > 0;
    }
}
