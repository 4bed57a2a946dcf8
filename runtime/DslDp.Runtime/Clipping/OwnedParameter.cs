using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DslDp.Clipping;

/// <summary>A parameter with its full name and the module that holds it.</summary>
/// <param name="Name">The name by the path of fields, for instance <c>features.0.weight</c>.</param>
/// <param name="Parameter">The parameter.</param>
/// <param name="Owner">The module in whose hands it lies; its kind decides the rule for clipping.</param>
internal sealed record OwnedParameter(string Name, Parameter Parameter, nn.Module Owner)
{
    /// <summary>
    /// Every parameter of every module, once for each name that leads to it: <c>named_parameters()</c> leaves the second name out,
    /// and with it the fact that a tensor is shared.
    /// </summary>
    /// <param name="module">The model.</param>
    /// <param name="path">The path so far, empty or ending in a dot.</param>
    public static IEnumerable<OwnedParameter> In(nn.Module module, string path = "")
    {
        foreach (var (name, parameter) in module.named_parameters(recurse: false))
            yield return new OwnedParameter(path + name, parameter, module);
        foreach (var (name, child) in module.named_children())
        {
            foreach (var parameter in In(child, path + name + "."))
                yield return parameter;
        }
    }
}
