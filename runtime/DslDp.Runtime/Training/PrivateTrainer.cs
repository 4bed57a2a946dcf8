using System.ComponentModel;
using DslDp.Accounting;
using DslDp.Clipping;
using DslDp.Ledger;
using DslDp.Native;
using DslDp.Optimizers;
using DslDp.Reporting;
using DslDp.Watching;
using TorchSharp;
using static TorchSharp.torch;

namespace DslDp;

/// <summary>
/// A private run, a step at a time. Every step is charged to the ledger before the data are touched; there are never more
/// steps than planned, and a plan above its budget is refused.
/// </summary>
/// <remarks>
/// The generated <c>CreatePrivateTrainer</c> makes it. Disposing of it gives the model back as it was, but for its weights.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class PrivateTrainer : IDisposable
{
    private readonly nn.Module model;
    private readonly TrainingOptions options;
    private readonly Action<PrivateStep> carryOut;
    private readonly PrivacyPlan plan;
    private readonly EpochCounter epochs;
    private readonly RunProgress progress;
    private readonly PrivacyLedger ledger = new();
    private readonly TrainableParameters parameters;
    private readonly StepMachinery machinery;
    private readonly PrivacyEvent stepEvent;
    private readonly TrainingMode mode;
    private readonly string[] frozen;
    private readonly RunWatch watch;
    private readonly List<TrainingProgress> history = [];
    private readonly ReportDocument? resumed;
    private bool stepFailed;
    private TrainingResult? result;
    private bool released;

    /// <summary>Checks the plan, the options and the data, and prepares the model. No record is used for training yet.</summary>
    /// <param name="plan">What was planned; what it leaves to the run is computed from the size of the data set.</param>
    /// <param name="model">The model to train.</param>
    /// <param name="data">The private records.</param>
    /// <param name="columns">What the columns of the data must look like.</param>
    /// <param name="options">Settings that do not bear on privacy.</param>
    /// <param name="step">Carries out one step.</param>
    /// <param name="frozen">Names of the modules whose parameters are not trained.</param>
    /// <exception cref="ArgumentException">The data, an option or the plan cannot be used; the message says which and why.</exception>
    /// <exception cref="NotSupportedException">The unit of privacy is the user, or a layer has no rule for clipping.</exception>
    /// <exception cref="IOException">The report or the checkpoints could not be written where the options say.</exception>
    public PrivateTrainer(
        PrivacyPlan plan,
        nn.Module model,
        PrivateDataset data,
        IReadOnlyList<ColumnSpec> columns,
        TrainingOptions? options,
        Action<PrivateStep> step,
        params string[] frozen)
        : this(plan, model, data, columns, options, step, frozen, new RandomnessSources())
    {
    }

    internal PrivateTrainer(
        PrivacyPlan plan,
        nn.Module model,
        PrivateDataset data,
        IReadOnlyList<ColumnSpec> columns,
        TrainingOptions? options,
        Action<PrivateStep> step,
        string[] frozen,
        RandomnessSources randomness)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(step);

        // Options, plan and data are refused before the model is changed.
        this.options = options ?? new TrainingOptions();
        OptionsCheck.Check(this.options);
        this.plan = PlanCheck.Resolve(plan, data.Records, this.options.LearningRate);
        ColumnCheck.Check(data, columns);
        resumed = this.options.ResumeFrom is { } earlier ? EarlierReport.CheckedFor(this.plan, earlier, nameof(options)) : null;
        OtherReleases.ChargeBefore(ledger, this.plan, this.options, resumed);
        var clip = new ClipBound(this.plan.ClipNorm);
        var sampler = randomness.Sampler(data.Records, this.plan.SamplingProbability);
        stepEvent = sampler.EventOf(new GaussianEvent(this.plan.NoiseMultiplier!.Value));
        PlanCheck.RequireSameEvent(this.plan, stepEvent);

        this.model = model;
        this.frozen = frozen;
        carryOut = step;
        epochs = new EpochCounter(data.Records, this.plan.BatchSize, this.plan.Steps!.Value);
        progress = new RunProgress(this.plan, epochs, ledger);
        if (this.options.Seed is { } seed)
            WeightInitialization.Redraw(model, seed, frozen);
        if (this.options.Device is { } device)
            model.to(device);
        Allocator.KeepFreedMemory();
        parameters = new TrainableParameters(model, frozen);
        var gradient = new GradientSum(parameters);
        machinery = new StepMachinery
        {
            Data = data,
            Sampler = sampler,
            NoiseSource = randomness.Noise,
            Clip = clip,
            Gradient = gradient,
            Optimizer = new StochasticGradientDescent(this.plan.Optimizer, gradient.Views),
            NoiseMultiplier = this.plan.NoiseMultiplier.Value,
            ExpectedBatchSize = this.plan.BatchSize,
            MicroBatchSize = this.options.MicroBatchSize,
            Device = gradient.Flat.device,
        };
        mode = new TrainingMode(model);
        watch = new RunWatch(this.plan, this.options);
        gradient.Observer = watch.Observer;
        watch.Started(Spent);
    }

    /// <summary>Steps charged to the budget.</summary>
    public int StepsTaken => checked((int)ledger.Steps);

    /// <summary>Steps of the whole run.</summary>
    public int StepsPlanned => epochs.Steps;

    /// <summary>Whether all the planned steps were taken, or the run was ended by <see cref="Finish"/>.</summary>
    public bool IsFinished => result is not null || StepsTaken >= StepsPlanned;

    /// <summary>Where the run stands, in public numbers.</summary>
    public TrainingProgress Progress => progress.After(StepsTaken);

    /// <summary>Charges one step to the ledger, then carries it out.</summary>
    /// <exception cref="InvalidOperationException">
    /// The run is finished, or the step ended before noise was added and the weights were updated, or went out of order.
    /// </exception>
    public void Step()
    {
        ObjectDisposedException.ThrowIf(released && result is null, this);
        if (IsFinished)
            throw new InvalidOperationException($"The run of {plan.Model} is finished after {StepsTaken} of {StepsPlanned} steps; another step would not be covered by its budget.");

        progress.Start();
        ledger.Charge(stepEvent);
        watch.StepCharged(epochs.EpochOf(StepsTaken));
        CarryOutStep();
        watch.StepEnded(StepsTaken);
        if (epochs.EndsWith(StepsTaken))
            EndEpoch();
    }

    /// <summary>Ends the run, completed or not: gives the model back and draws up the report of what was really spent.</summary>
    /// <returns>The result; the same one when called again.</returns>
    public TrainingResult Finish()
    {
        ObjectDisposedException.ThrowIf(released && result is null, this);
        if (result is null)
        {
            progress.Stop();
            var run = RecordOfTheRun();
            var report = new PrivacyReport(run, Spent);
            result = new TrainingResult([.. history], report, run.Ending == RunEnding.Completed, StepsTaken, Saved(report));
            watch.Ended(report, StepsTaken);
            Release();
        }
        return result;
    }

    /// <summary>
    /// Gives the model back. A run that was broken off is finished first, so that what it spent is reported where the options
    /// say.
    /// </summary>
    public void Dispose()
    {
        if (!released && StepsTaken > 0)
            Finish();
        Release();
    }

    private void CarryOutStep()
    {
        stepFailed = false;
        try
        {
            using var scope = NewDisposeScope();
            var step = new PrivateStep(machinery);
            carryOut(step);
            step.RequireComplete();
        }
        catch (Exception failure)
        {
            stepFailed = true;
            watch.StepFailed(failure, StepsTaken, Spent);
            throw;
        }
    }

    private void EndEpoch()
    {
        if (options.Evaluate is { } evaluate)
            progress.Evaluation = mode.Suspended(evaluate);
        var now = Progress;
        history.Add(now);
        if (options.CheckpointFolder is { } folder)
            watch.CheckpointSaved(now.Epoch, new CheckpointFolder(folder).Save(model, now.Epoch));
        watch.EpochEnded(now);
    }

    /// <summary>ε of what was charged, to the step.</summary>
    private double Spent => ledger.Entries.Count == 0 ? 0 : AccountantFactory.Epsilon(plan.Accountant, plan.Adjacency, ledger.Total, plan.Delta);

    private RunRecord RecordOfTheRun() => new()
    {
        Plan = plan,
        Run = new()
        {
            MicroBatchSize = options.MicroBatchSize,
            Device = machinery.Device.ToString(),
            InitialWeightsSeed = options.Seed,
            Frozen = frozen,
            Evaluation = options.Evaluate is null ? null : options.EvaluationName,
            PrivateValuesLogged = options.LogPrivateValues,
            ResumedAfter = resumed?.Mechanism.StepsRun,
        },
        Ledger = [.. ledger.Entries],
        Randomness = RandomnessRecord.Of(machinery.Sampler, machinery.NoiseSource),
        StepFailed = stepFailed,
        History = [.. (resumed is null ? [] : RunRecord.Of(resumed).History).Concat(history.Select(entry => new HistoryRecord(entry.Epoch, entry.Step, entry.Evaluation)))],
        Software = RunningSoftware.Components(),
        DrawnUp = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds()),
    };

    private string? Saved(PrivacyReport report)
    {
        if (options.ReportPath is not { } wanted)
            return null;
        var (path, failure) = ReportFile.SaveSomewhere(report, wanted);
        if (failure is not null)
            watch.ReportLiesElsewhere(failure, wanted, path);
        return path;
    }

    private void Release()
    {
        if (released)
            return;
        released = true;
        watch.Abandoned();
        mode.Restore();
        machinery.Optimizer.Dispose();
        machinery.Gradient.Dispose();
        parameters.Dispose();
    }
}
