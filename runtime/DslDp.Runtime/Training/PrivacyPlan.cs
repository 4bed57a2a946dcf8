using System.Text.Json.Serialization;
using DslDp.Accounting;
using DslDp.Ledger;

namespace DslDp;

/// <summary>
/// What a private training run will do and spend: computed by the compiler where every number is a constant, and at the
/// start of the run otherwise (see <see cref="ForRecords"/>).
/// </summary>
public sealed record PrivacyPlan
{
    /// <summary>The name of the model's class.</summary>
    public required string Model { get; init; }

    /// <summary>The declared budget: the most ε that the run may spend at <see cref="Delta"/>.</summary>
    public required double MaxEpsilon { get; init; }

    /// <summary>δ of the guarantee.</summary>
    public required double Delta { get; init; }

    /// <summary>Whose privacy is protected.</summary>
    public PrivacyUnit Unit { get; init; } = PrivacyUnit.Example;

    /// <summary>Which two data sets count as neighbours.</summary>
    public Adjacency Adjacency { get; init; } = Adjacency.AddOrRemoveOne;

    /// <summary>How the expense of the steps is added up.</summary>
    public AccountantKind Accountant { get; init; } = AccountantKind.Pld;

    /// <summary>Records in the private data set; null when known at run time only.</summary>
    public long? Records { get; init; }

    /// <summary>Expected number of records in a batch. The sum of gradients is divided by it, never by the size of the draw.</summary>
    public required long BatchSize { get; init; }

    /// <summary>Declared number of epochs; null when the number of steps was declared.</summary>
    public int? Epochs { get; init; }

    /// <summary>Number of steps; null when it depends on the number of records.</summary>
    public int? Steps { get; init; }

    /// <summary>
    /// σ: the noise on the sum of clipped gradients has the standard deviation σ · <see cref="ClipNorm"/>, under every
    /// adjacency. Null when not computed yet.
    /// </summary>
    public double? NoiseMultiplier { get; init; }

    /// <summary>ε of all the steps together, an upper bound, at most <see cref="MaxEpsilon"/>. Null when not computed yet.</summary>
    public double? Epsilon { get; init; }

    /// <summary>C: the bound on the norm of one example's gradient.</summary>
    public double ClipNorm { get; init; } = 1.0;

    /// <summary>The optimizer and its settings.</summary>
    public required OptimizerPlan Optimizer { get; init; }

    /// <summary>The trained layers, in the order of the class.</summary>
    public IReadOnlyList<LayerPlan> Layers { get; init; } = [];

    /// <summary>What the guarantee rests on.</summary>
    public IReadOnlyList<Assumption> Assumptions { get; init; } = [];

    /// <summary>How the model is audited and where the result lies, as declared by <c>[Audit]</c>; null when nothing was declared.</summary>
    public string? Audit { get; init; }

    /// <summary>What identifies the code; null when the plan was not made by the compiler.</summary>
    public SourceHashes? Source { get; init; }

    /// <summary>q = <see cref="BatchSize"/> / <see cref="Records"/>: the probability with which each record joins a batch.</summary>
    /// <exception cref="InvalidOperationException">The number of records is not known yet.</exception>
    [JsonIgnore]
    public double SamplingProbability => (double)BatchSize / Known(Records, nameof(Records));

    /// <summary>What one step releases: the Gaussian mechanism on a Poisson sample.</summary>
    /// <exception cref="InvalidOperationException">The number of records or the noise multiplier is not known yet.</exception>
    [JsonIgnore]
    public PrivacyEvent StepEvent => StepEventAt(Known(NoiseMultiplier, nameof(NoiseMultiplier)));

    /// <summary>What the whole run releases: <see cref="StepEvent"/>, <see cref="Steps"/> times.</summary>
    /// <exception cref="InvalidOperationException">Records, steps or the noise multiplier are not known yet.</exception>
    [JsonIgnore]
    public PrivacyEvent PlannedEvent => PlannedEventAt(Known(NoiseMultiplier, nameof(NoiseMultiplier)));

    /// <summary>
    /// The plan for a data set of this size. What was left to the run is computed: the number of steps
    /// (<c>Epochs · records / BatchSize</c>, rounded down, at least 1) and the noise that keeps within <see cref="MaxEpsilon"/>.
    /// </summary>
    /// <param name="records">Records in the private data set.</param>
    /// <returns>A plan without gaps; this one when it has none.</returns>
    /// <exception cref="ArgumentException">
    /// The plan was made for another number of records, the batch is larger than the data set, or δ is 1 / records or more.
    /// </exception>
    public PrivacyPlan ForRecords(long records)
    {
        if (Records is { } declared && declared != records)
            throw new ArgumentException($"The data set has {records} records; {Model} was declared for {declared}. The noise was computed for the declared number: correct [Training(records: …)] or pass the declared data.", nameof(records));
        if (BatchSize < 1 || records < BatchSize)
            throw new ArgumentException($"The batch size {BatchSize} of {Model} is not between 1 and {records}, the number of records in the data set. Correct batchSize in [Training].", nameof(records));
        if (Delta * records >= 1)
            throw new ArgumentException(FormattableString.Invariant($"δ = {Delta} is not below 1 / {records}: publishing one record at random would be within the budget of {Model}. Lower delta in [PrivacyBudget]."));

        var sized = this with { Records = records, Steps = Steps ?? StepsFor(records) };
        return NoiseMultiplier is null ? sized.Calibrated() : sized.Recomputed();
    }

    private int StepsFor(long records)
    {
        if (Epochs is not { } epochs)
            throw new ArgumentException($"The plan of {Model} has neither epochs nor steps. Give one of them in [Training].");
        return checked((int)Math.Max(1, checked(epochs * records) / BatchSize));
    }

    private PrivacyPlan Calibrated()
    {
        var sigma = NoiseCalibration.FindNoiseMultiplier(PlannedEventAt, MaxEpsilon, Delta, Accountant, Adjacency);
        return (this with { NoiseMultiplier = sigma }).Recomputed();
    }

    private PrivacyPlan Recomputed() => this with { Epsilon = AccountantFactory.Epsilon(Accountant, Adjacency, PlannedEvent, Delta) };

    private PoissonSampledEvent StepEventAt(double sigma) => new(SamplingProbability, new GaussianEvent(sigma));

    private SelfComposedEvent PlannedEventAt(double sigma) => new(StepEventAt(sigma), Known(Steps, nameof(Steps)));

    private T Known<T>(T? value, string name) where T : struct =>
        value ?? throw new InvalidOperationException($"{name} of the plan of {Model} is known at run time only: ask ForRecords(number of records) for the plan of the run.");
}
