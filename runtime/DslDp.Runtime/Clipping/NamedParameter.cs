using TorchSharp.Modules;

namespace DslDp.Clipping;

/// <summary>A parameter with the name that <c>named_parameters()</c> gives it.</summary>
/// <param name="Name">The name, for instance <c>hidden.weight</c>.</param>
/// <param name="Parameter">The parameter.</param>
public readonly record struct NamedParameter(string Name, Parameter Parameter);
