using System.Collections.Generic;

namespace DslDp.Generator.Proof;

/// <summary>
/// Where trained parameters enter the computation, and how the examples' gradients are told apart there. A place that the proof passes
/// several times must be the same each time, since its code is written once.
/// </summary>
internal sealed class ParameterUses
{
    private readonly Dictionary<Site, LayerUse> layers = [];
    private readonly Dictionary<Site, CopyUse> copies = [];
    private readonly Dictionary<Site, bool> leaves = [];

    /// <summary>Calls of layers, and products with a parameter.</summary>
    public IReadOnlyDictionary<Site, LayerUse> Layers => layers;

    /// <summary>Parameters that are read as tensors; true where they are declared as tensors too.</summary>
    public IReadOnlyDictionary<Site, bool> Leaves => leaves;

    /// <summary>Operands that are copied for each example.</summary>
    public IReadOnlyDictionary<Site, CopyUse> Copies => copies;

    /// <summary>Somewhere a parameter meets the examples in an operation that has no rule for telling them apart: they go through one at a time.</summary>
    public bool NeedsSingleExamples { get; private set; }

    /// <summary>Calls of the user's own components that have trained parameters inside.</summary>
    public HashSet<Site> Components { get; } = [];

    public void AddLeaf(Site site, bool isDeclaredAsTensor) => leaves[site] = isDeclaredAsTensor;

    public void MeetsExamples() => NeedsSingleExamples = true;

    /// <summary>False where the place is another use already.</summary>
    public bool TryAdd(Site site, LayerUse use)
    {
        if (layers.TryGetValue(site, out var known)) return known == use;
        layers.Add(site, use);
        return true;
    }

    /// <summary>Without a copy, which no place that is passed in two ways can have, the parameter meets the examples directly.</summary>
    public void Add(Site site, CopyUse use)
    {
        if (!copies.TryGetValue(site, out var known)) copies.Add(site, use);
        else if (known != use) MeetsExamples();
    }
}
