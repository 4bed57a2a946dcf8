using System.Collections.Generic;
using System.Globalization;

namespace DslDp.Generator.Proof;

/// <summary>What one proof gathers: its refusals, and what the proof asks of the data before training starts.</summary>
internal sealed class ProofSession
{
    private readonly List<Refusal> refusals = [];
    private readonly Dictionary<string, ClassLabels> labels = [];
    private readonly List<Refusal> notes = [];
    private readonly List<LayerCall> calls = [];
    private readonly List<VouchedCall> vouched = [];
    private readonly Stack<HelperCall?> helpers = new();
    private int lengths;

    public IReadOnlyList<Refusal> Refusals => refusals;

    /// <summary>The range of each input that is used as class labels.</summary>
    public IReadOnlyDictionary<string, ClassLabels> Labels => labels;

    /// <summary>What is sound, and may be meant otherwise.</summary>
    public IReadOnlyList<Refusal> Notes => notes;

    /// <summary>The calls of components, in their order.</summary>
    public IReadOnlyList<LayerCall> Calls => calls;

    /// <summary>Where trained parameters enter the computation.</summary>
    public ParameterUses Parameters { get; } = new();

    /// <summary>Records a refusal, once for each place and reason, and gives the value that stands for what was refused.</summary>
    public AbstractValue Refuse(Refusal refusal)
    {
        if (helpers.Count > 0) refusal = refusal with { Helper = helpers.Peek() };
        if (!refusals.Exists(other => other.Site == refusal.Site && other.Reason == refusal.Reason && other.Helper == refusal.Helper)) refusals.Add(refusal);
        return RefusedValue.Instance;
    }

    /// <summary>Enters a helper method.</summary>
    public void EnterHelper(HelperCall call) => helpers.Push(call);

    /// <summary>Enters the forward of a module, or the loss.</summary>
    public void EnterModule() => helpers.Push(null);

    public void Leave() => helpers.Pop();

    public Axis FreshLength() => Axis.Length("n" + (++lengths).ToString(CultureInfo.InvariantCulture));

    public void Note(Refusal note)
    {
        if (!notes.Exists(other => other.Site == note.Site && other.Reason == note.Reason)) notes.Add(note);
    }

    /// <summary>Operations that overwrite a value which nothing else sees, and arguments that ask for that: the copy makes a new one.</summary>
    public HashSet<Site> OutOfPlace { get; } = [];

    /// <summary>The methods that the programmer vouches for, where they are called.</summary>
    public IReadOnlyList<VouchedCall> Vouched => vouched;

    public void Vouch(VouchedCall call)
    {
        if (!vouched.Contains(call)) vouched.Add(call);
    }

    public void RecordCall(LayerCall call) => calls.Add(call);

    /// <summary>Of two ranges that one input must keep, the smaller.</summary>
    public void RequireLabels(string input, ClassLabels range) => labels[input] = labels.TryGetValue(input, out var known) && known.Classes < range.Classes ? known : range;
}

/// <summary>A call of a helper method, with the names of the parameters that are no tensors: the axes, say, that the caller chooses.</summary>
internal sealed record HelperCall(Site Site, string Name, EquatableArray<string> Settings);

/// <summary>Labels lie in [0, <paramref name="Classes"/>), or equal <paramref name="Ignored"/>.</summary>
internal sealed record ClassLabels(long Classes, long? Ignored);
