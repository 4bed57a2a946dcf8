using System.Collections.Generic;
using System.Linq;
using DslDp.Generator.Proof.Rules;

namespace DslDp.Generator.Proof;

/// <summary>What an operator does to the axes of its operands. Ends by <see cref="RefusedException"/> where it cannot be shown to keep examples apart.</summary>
internal delegate AbstractValue Rule(Call call);

/// <summary>
/// The meaning of TorchSharp, a row for each member: <c>torch.Tensor.tanh</c>, <c>torch.nn.functional.relu</c>, <c>torch.nn.Linear</c> (the factory)
/// and <c>Linear.call</c> (the module). What has no row is refused.
/// </summary>
internal sealed class OperatorTable
{
    private static readonly HashSet<string> OnlyInTorch = [.. ModuleRows.Names("cat cdist concat concatenate empty_strided stack")];

    private static readonly HashSet<string> OnlyOnTensors =
    [
        .. ModuleRows.Names("""
            alias as_strided celu channel_shuffle contiguous detach elu gelu glu hardsigmoid hardswish hardtanh leaky_relu log_sigmoid log_softmax masked_scatter relu relu6 repeat rrelu selu
            silu softplus threshold
            """),
    ];

    private readonly Dictionary<string, Rule> rows = [];

    private OperatorTable()
    {
        ElementwiseRows.AddTo(this);
        SpecialRows.AddTo(this);
        ReductionRows.AddTo(this);
        ShapeRows.AddTo(this);
        ArrangementRows.AddTo(this);
        RepetitionRows.AddTo(this);
        SplittingRows.AddTo(this);
        SelectionRows.AddTo(this);
        ProductRows.AddTo(this);
        EinsumRows.AddTo(this);
        LinearAlgebraRows.AddTo(this);
        FactorizationRows.AddTo(this);
        FourierRows.AddTo(this);
        SpectrogramRows.AddTo(this);
        MatrixRows.AddTo(this);
        StackingRows.AddTo(this);
        NormalizationRows.AddTo(this);
        ImageRows.AddTo(this);
        SimilarityRows.AddTo(this);
        CreationRows.AddTo(this);
        ModuleRows.AddTo(this);
        LossRows.AddTo(this);
        PairLossRows.AddTo(this);
        FunctionalLayerRows.AddTo(this);
        ScopeRows.AddTo(this);
        FlagRows.AddTo(this);
        InPlaceRows.AddTo(this);
        RefusedMembers.AddTo(this);
        RefusedRows.AddTo(this);
        RefusedMembers.AddUnknownComponents(this);
    }

    public static OperatorTable Instance { get; } = new();

    public IEnumerable<string> Members => rows.Keys;

    public void Add(string member, Rule rule) => rows.Add(member, rule);

    /// <summary>Adds the same rule for several members of one type, which are separated by spaces.</summary>
    public void AddAll(string type, string members, Rule rule)
    {
        foreach (var member in members.Split([' ', '\n', '\r'], System.StringSplitOptions.RemoveEmptyEntries)) Add(type + "." + member, rule);
    }

    /// <summary>Adds the rule for methods that are on the tensor, in <c>torch</c>, or both.</summary>
    public void AddTensor(string members, Rule rule)
    {
        foreach (var member in ModuleRows.Names(members))
        {
            if (!OnlyInTorch.Contains(member)) Add("torch.Tensor." + member, rule);
            if (!OnlyOnTensors.Contains(member)) Add("torch." + member, rule);
        }
    }

    /// <summary>The row says why the member is refused, whatever it is given.</summary>
    public bool IsRefusal(string member) => FamilyOf(member) is nameof(RefusedRows) or nameof(RefusedMembers);

    /// <summary>The class that holds the rule of a member.</summary>
    public string FamilyOf(string member)
    {
        var type = rows[member].Method.DeclaringType!;
        while (type.DeclaringType is not null) type = type.DeclaringType;
        return type.Name;
    }

    public Rule RuleOf(string member) => rows[member];

    /// <summary>Puts another rule in a row's place and gives the old one back: for the tests that ask whether a wrong row would be noticed.</summary>
    public Rule Exchange(string member, Rule rule)
    {
        var before = rows[member];
        rows[member] = rule;
        return before;
    }

    public bool Knows(string member) => rows.ContainsKey(member);

    /// <summary>A tensor as long as the batch in two ways holds a value for each pair of examples, or for each number of them.</summary>
    private static void RequireOneBatch(Call call, AbstractValue result)
    {
        if (result is SequenceValue sequence)
        {
            foreach (var item in sequence.Items) RequireOneBatch(call, item);
        }

        if (result is not TensorValue { Shape: { } shape } || shape.Factors.Count(factor => factor.Kind == FactorKind.Examples) <= 1) return;
        throw call.Refuse(
            Reason.BatchSizeEntersValue,
            $"{call.Member} makes {shape}, which has the batch size in it twice",
            "use the batch size for the one axis that holds the examples");
    }

    /// <summary>
    /// What is computed from parameters alone is marked, until it meets the examples; there the rule has said how their gradients are told
    /// apart, or the examples go through one at a time.
    /// </summary>
    private static AbstractValue WithParameters(string member, Call call, AbstractValue result)
    {
        if (HoldsExamples(result))
        {
            if (call.HasUntold) call.Session.Parameters.MeetsExamples();
            return result;
        }

        var isLayer = call.Receiver is ModuleValue { IsFrozen: false } module && member == module.Kind + ".call" && ModuleRows.Recorded.Contains(module.Kind);
        return isLayer || call.HasTrained ? Trained(result) : result;
    }

    private static bool HoldsExamples(AbstractValue value) => value switch
    {
        TensorValue tensor => tensor.HoldsExamples,
        SequenceValue sequence => sequence.Items.Any(HoldsExamples),
        _ => false,
    };

    private static AbstractValue Trained(AbstractValue value) => value switch
    {
        TensorValue { IsTrained: false } tensor => tensor with { IsTrained = true },
        SequenceValue sequence => new SequenceValue(EquatableArray.From(sequence.Items.Select(Trained))),
        _ => value,
    };

    /// <summary>Applies the row of <paramref name="member"/>; a missing row is a refusal.</summary>
    public AbstractValue Apply(string member, Call call)
    {
        try
        {
            SequenceFirst.RequireTimeBeforeBatch(call);
            if (!rows.TryGetValue(member, out var rule))
            {
                throw member.EndsWith(".call", System.StringComparison.Ordinal)
                    ? RefusedMembers.UnknownComponent(call, member.Substring(0, member.Length - ".call".Length))
                    : call.Refuse(
                        Reason.UnknownOperation,
                        $"{member} is not an operation that is known to treat each example alone",
                        "write it with operations that are; the documentation lists them");
            }

            call.RequireNoOutput();
            var result = ElementTypes.Named(call, rule(call));
            call.RequireAllTaken();
            RequireOneBatch(call, result);
            return WithParameters(member, call, result);
        }
        catch (RefusedException)
        {
            return RefusedValue.Instance;
        }
    }
}
