using Microsoft.Extensions.Logging;
using TorchSharp;

namespace DslDp;

/// <summary>Settings of a run that do not bear on privacy. All of them may be left out.</summary>
public sealed record TrainingOptions
{
    /// <summary>Where to train. The model is moved there, and each micro-batch. Null: where the model is.</summary>
    public torch.Device? Device { get; init; }

    /// <summary>
    /// How many examples are worked on at a time: memory against speed, without effect on the result. At least 1; 256 by
    /// default.
    /// </summary>
    public int MicroBatchSize { get; init; } = 256;

    /// <summary>
    /// When set, the initial weights are drawn afresh from this seed by PyTorch's defaults, so that two runs start alike. Batches
    /// and noise never come from a seed: whoever knew it could take the noise off again.
    /// </summary>
    public long? Seed { get; init; }

    /// <summary>A learning rate in place of the declared one. Greater than 0.</summary>
    public double? LearningRate { get; init; }

    /// <summary>
    /// Called after each epoch, with the model in evaluation mode and gradients off; its value goes into the progress and the
    /// history. It must look at held-out data only that are not to be protected: a value computed from the private data is not
    /// covered by the guarantee.
    /// </summary>
    public Func<double>? Evaluate { get; init; }

    /// <summary>What <see cref="Evaluate"/> measures, for the report: for instance “test accuracy”.</summary>
    public string EvaluationName { get; init; } = "evaluation";

    /// <summary>
    /// A folder for the weights after each epoch, one file an epoch. They are covered by the guarantee, each and all. Created
    /// if need be.
    /// </summary>
    public string? CheckpointFolder { get; init; }

    /// <summary>
    /// Where to save the privacy report when the run ends: .json, .md, .html or .txt. Whether it can be written is found out before training.
    /// </summary>
    public string? ReportPath { get; init; }

    /// <summary>
    /// What else was released from the same private data: preprocessing, tuning. Each is charged before the first step, and the
    /// guarantee of the report includes it. The budget is for training: what is declared here can take the whole above it, and the
    /// report says so.
    /// </summary>
    public IReadOnlyList<DataRelease> OtherReleases { get; init; } = [];

    /// <summary>
    /// The report of a run of the same plan that ended early: this run goes on where it stopped, with its ledger and its remaining steps.
    /// Load the weights of that run into the model first. The state of the optimizer starts afresh, which costs no privacy.
    /// </summary>
    public PrivacyReport? ResumeFrom { get; init; }

    /// <summary>
    /// Told of the start, each epoch, each checkpoint, a step that failed and the end, with public numbers only, unless
    /// <see cref="LogPrivateValues"/> is set. A failure is logged by its type: its text may hold private values.
    /// </summary>
    public ILogger? Logger { get; init; }

    /// <summary>
    /// A folder for event files that TensorBoard reads: ε, the evaluation and the learning rate against steps, at the end of each epoch.
    /// Created if need be. Null: none.
    /// </summary>
    public string? TensorBoardFolder { get; init; }

    /// <summary>
    /// Whether mean loss, mean and greatest norm of the gradients, the part that was clipped and the size of the batch are told after each
    /// step: to <see cref="Logger"/> in records that say PRIVATE, to the meter “DslDp.Private”, and to TensorBoard under
    /// <c>private/</c>. False by default. They are computed from the private data without noise and without a charge: no guarantee
    /// covers them, they must be kept as secret as the data and not be published, and the privacy report says that they were logged. The
    /// training itself is the same, number for number.
    /// </summary>
    public bool LogPrivateValues { get; init; }
}
