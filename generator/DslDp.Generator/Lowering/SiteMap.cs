using System.Collections.Generic;
using DslDp.Generator.Proof;
using Microsoft.CodeAnalysis;

namespace DslDp.Generator.Lowering;

/// <summary>Which piece of code each site of the proof stands for.</summary>
internal sealed class SiteMap
{
    private readonly List<SyntaxNode> nodes = [];
    private readonly Dictionary<SyntaxNode, Site> sites = [];

    public Site Of(SyntaxNode node)
    {
        if (sites.TryGetValue(node, out var site)) return site;
        site = new Site(nodes.Count);
        nodes.Add(node);
        sites.Add(node, site);
        return site;
    }

    public SyntaxNode NodeOf(Site site) => nodes[site.Number];
}
