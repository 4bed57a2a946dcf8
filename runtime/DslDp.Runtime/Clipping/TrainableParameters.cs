using DslDp.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DslDp.Clipping;

/// <summary>
/// The parameters that a private run trains: all of the model's but the frozen ones. Until disposed of, no parameter of the model
/// takes part in autograd; gradients are made example by example, clipped, from what enters and leaves each layer.
/// </summary>
public sealed class TrainableParameters : IDisposable
{
    private readonly AutogradPause pause;

    /// <summary>Finds the parameters, checks them, and takes them out of autograd. Modules that overwrite what enters them, as <c>ReLU(inplace: true)</c> does, make a new tensor from then on.</summary>
    /// <param name="model">The model.</param>
    /// <param name="frozen">Names of fields, or paths of names with dots between them, whose parameters are not trained.</param>
    /// <exception cref="ArgumentException">
    /// There is nothing to train, a frozen name leads to no parameter, or a parameter cannot be trained privately: its module has
    /// no rule for clipping, its tensor has another name too, it is not Float32, is not finite, lies on another device than the
    /// rest, or was taken out of autograd by hand. The message names it.
    /// </exception>
    /// <exception cref="NotSupportedException">libtorch computes wrong gradients on this processor, or TorchSharp is of another version than 0.107.</exception>
    public TrainableParameters(nn.Module model, params string[] frozen)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(frozen);
        var all = OwnedParameter.In(model).ToArray();
        foreach (var name in frozen)
        {
            if (!all.Any(parameter => IsWithin(parameter.Name, name)))
            {
                var names = string.Join(", ", all.Select(parameter => parameter.Name));
                throw new ArgumentException($"'{name}' is frozen, but {model.GetName()} has no parameter of that name; its parameters are {names}.", nameof(frozen));
            }
        }

        var trained = all.Where(parameter => !frozen.Any(name => IsWithin(parameter.Name, name))).ToArray();
        if (trained.Length == 0)
            throw new ArgumentException($"{model.GetName()} has no parameter to train.", nameof(model));
        Items = ParameterCheck.Checked(all, trained);
        TorchSharpVersion.Require();
        ConvolutionCheck.Require();
        InPlaceModules.TurnOff(model);
        pause = new AutogradPause(all.Select(parameter => parameter.Parameter).DistinctBy<Parameter, Tensor>(parameter => parameter, SameMemory.Comparer));
    }

    /// <summary>The trained parameters, by the names and in the order of <c>named_parameters()</c>.</summary>
    public IReadOnlyList<NamedParameter> Items { get; }

    /// <summary>Gives the parameters back to autograd.</summary>
    public void Dispose() => pause.Dispose();

    private static bool IsWithin(string parameter, string name) =>
        parameter == name || parameter.StartsWith(name + ".", StringComparison.Ordinal);
}
