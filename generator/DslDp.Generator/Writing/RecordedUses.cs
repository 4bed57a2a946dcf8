using System.Collections.Generic;
using System.Linq;
using DslDp.Generator.Lowering;
using DslDp.Generator.Proof;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DslDp.Generator.Writing;

/// <summary>
/// What the proofs found of the places where trained parameters enter: how each is written in the recorded copies. A block is written once, whichever
/// models use it, so the places are those of all models of the compilation together.
/// </summary>
internal sealed class RecordedUses
{
    private readonly Dictionary<SyntaxNode, LayerUse> layers = [];
    private readonly Dictionary<SyntaxNode, CopyUse> copies = [];
    private readonly Dictionary<SyntaxNode, bool> leaves = [];
    private readonly Dictionary<SyntaxNode, VouchedCall> vouched = [];
    private readonly HashSet<SyntaxNode> outOfPlace = [];
    private readonly HashSet<SyntaxNode> components = [];
    private readonly List<SyntaxNode> conflicts = [];

    public IReadOnlyDictionary<SyntaxNode, LayerUse> Layers => layers;

    public IReadOnlyDictionary<SyntaxNode, CopyUse> Copies => copies;

    /// <summary>Parameters that are read as tensors; true where they are declared as tensors too.</summary>
    public IReadOnlyDictionary<SyntaxNode, bool> Leaves => leaves;

    /// <summary>Calls of methods that the programmer vouches for, whose results are checked at the run.</summary>
    public IReadOnlyDictionary<SyntaxNode, VouchedCall> Vouched => vouched;

    /// <summary>Calls that two models make in different ways.</summary>
    public IReadOnlyList<SyntaxNode> Conflicts => conflicts;

    /// <summary>Some parameter meets the examples where no copy can be written.</summary>
    public bool NeedsSingleExamples { get; private set; }

    public static RecordedUses Of(ProofSession session, SiteMap sites)
    {
        var uses = session.Parameters;
        var recorded = new RecordedUses { NeedsSingleExamples = uses.NeedsSingleExamples };
        foreach (var use in uses.Layers) recorded.layers[sites.NodeOf(use.Key)] = use.Value;
        foreach (var component in uses.Components) recorded.components.Add(sites.NodeOf(component));
        foreach (var leaf in uses.Leaves) recorded.leaves[sites.NodeOf(leaf.Key)] = leaf.Value;
        foreach (var site in session.OutOfPlace) recorded.outOfPlace.Add(sites.NodeOf(site));
        foreach (var call in session.Vouched) recorded.vouched[sites.NodeOf(call.Site)] = call;
        foreach (var copy in uses.Copies)
        {
            var node = sites.NodeOf(copy.Key);

            // What is assigned to cannot be a copy.
            if (node.Parent is AssignmentExpressionSyntax assignment && assignment.Left == node) recorded.NeedsSingleExamples = true;
            else recorded.copies[node] = copy.Value;
        }

        return recorded;
    }

    /// <summary>The places of several proofs; what they disagree on is written in no special way.</summary>
    public static RecordedUses Together(IEnumerable<RecordedUses> several)
    {
        var together = new RecordedUses();
        foreach (var one in several)
        {
            together.components.UnionWith(one.components);
            foreach (var leaf in one.leaves) together.leaves[leaf.Key] = leaf.Value;
            together.outOfPlace.UnionWith(one.outOfPlace);
            foreach (var call in one.vouched) together.vouched[call.Key] = call.Value;
            foreach (var use in one.layers)
            {
                if (together.layers.TryGetValue(use.Key, out var known) && known != use.Value) together.conflicts.Add(use.Key);
                together.layers[use.Key] = use.Value;
            }

            foreach (var copy in one.copies)
            {
                if (together.copies.TryGetValue(copy.Key, out var known) && known != copy.Value) together.NeedsSingleExamples = true;
                else together.copies[copy.Key] = copy.Value;
            }
        }

        return together;
    }

    /// <summary>All the places.</summary>
    public IEnumerable<SyntaxNode> Places => layers.Keys.Concat(leaves.Keys).Concat(copies.Keys).Concat(vouched.Keys).Concat(outOfPlace).Concat(components);

    /// <summary>Whether anything in a piece of code is written in another way.</summary>
    public bool AnyIn(SyntaxNode code) => code.DescendantNodes().Any(node => layers.ContainsKey(node) || leaves.ContainsKey(node) || copies.ContainsKey(node) || vouched.ContainsKey(node) || outOfPlace.Contains(node));

    /// <summary>A call whose name loses its underscore, or an argument <c>inplace: true</c> that becomes false.</summary>
    public bool IsOutOfPlace(SyntaxNode node) => outOfPlace.Contains(node);

    /// <summary>Whether a piece of code reads a trained parameter.</summary>
    public bool ReadsParameters(SyntaxNode code) => code.DescendantNodes().Any(leaves.ContainsKey);
}
