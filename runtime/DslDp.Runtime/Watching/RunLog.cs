using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace DslDp.Watching;

/// <summary>What a run tells the logger. Public numbers only, but for the one event that says PRIVATE; the numbers of the events stay as they are.</summary>
internal sealed partial class RunLog(ILogger? logger, string model)
{
    private readonly ILogger log = logger ?? NullLogger.Instance;

    public void Started(PrivacyPlan plan) => RunStarted(model, plan.Steps!.Value, plan.NoiseMultiplier!.Value, plan.Epsilon!.Value, plan.Delta);

    public void EpochEnded(TrainingProgress progress) =>
        EpochEnded(model, progress.Epoch, progress.Epochs, progress.Step, progress.EpsilonSpent, progress.Delta, progress.Evaluation);

    public void CheckpointSaved(int epoch, string path) => CheckpointSaved(model, epoch, path);

    public void Ended(PrivacyReport report, int steps, int planned)
    {
        if (steps >= planned)
            RunCompleted(model, steps, report.Epsilon, report.Delta, report.Guarantee);
        else
            RunEndedEarly(model, steps, planned, report.Epsilon, report.Delta, report.Guarantee);
    }

    /// <summary>The exception may hold private values in its text, so its type must do.</summary>
    public void StepFailed(Exception failure, int step, int planned, double epsilon, double delta) =>
        StepFailed(model, step, planned, failure.GetType().FullName!, epsilon, delta);

    public void ReportLiesElsewhere(IOException failure, string wanted, string? path) => ReportLiesElsewhere(failure, model, wanted, path);

    public void TensorBoardStopped(Exception failure, string folder) => TensorBoardStopped(failure, model, folder);

    public void Private(int step, PrivateValues values) =>
        PrivateValues(model, step, values.BatchSize, values.MeanLoss, values.MeanNorm, values.GreatestNorm, values.ClippedFraction, Private: true);

    [LoggerMessage(1, LogLevel.Information, "{Model}: {Steps} private steps planned, noise multiplier {NoiseMultiplier}, ε at most {Epsilon} at δ = {Delta}.", EventName = "RunStarted")]
    private partial void RunStarted(string model, int steps, double noiseMultiplier, double epsilon, double delta);

    [LoggerMessage(2, LogLevel.Information, "{Model}: epoch {Epoch} of {Epochs} over after {Step} steps, ε at most {Epsilon} so far at δ = {Delta}, evaluation {Evaluation}.", EventName = "EpochEnded")]
    private partial void EpochEnded(string model, int epoch, int epochs, int step, double epsilon, double delta, double? evaluation);

    [LoggerMessage(3, LogLevel.Information, "{Model}: weights after epoch {Epoch} saved to {Path}.", EventName = "CheckpointSaved")]
    private partial void CheckpointSaved(string model, int epoch, string path);

    [LoggerMessage(4, LogLevel.Information, "{Model}: completed after {Step} steps, ε at most {Epsilon} at δ = {Delta}. {Guarantee}", EventName = "RunCompleted")]
    private partial void RunCompleted(string model, int step, double epsilon, double delta, string guarantee);

    [LoggerMessage(5, LogLevel.Warning, "{Model}: ended after {Step} of {Steps} steps; they spent ε of at most {Epsilon} at δ = {Delta}. {Guarantee}", EventName = "RunEndedEarly")]
    private partial void RunEndedEarly(string model, int step, int steps, double epsilon, double delta, string guarantee);

    [LoggerMessage(6, LogLevel.Error, "{Model}: step {Step} of {Steps} failed with {ExceptionType}; it is paid for all the same, ε is at most {Epsilon} so far at δ = {Delta}.", EventName = "StepFailed")]
    private partial void StepFailed(string model, int step, int steps, string exceptionType, double epsilon, double delta);

    [LoggerMessage(7, LogLevel.Error, "{Model}: the privacy report could not be written to {Wanted}; it lies at {Path}.", EventName = "ReportLiesElsewhere")]
    private partial void ReportLiesElsewhere(Exception failure, string model, string wanted, string? path);

    [LoggerMessage(8, LogLevel.Warning, "{Model}: nothing more is written for TensorBoard to {Folder}; the run goes on.", EventName = "TensorBoardStopped")]
    private partial void TensorBoardStopped(Exception failure, string model, string folder);

    // Private is not in the text: it is a field of the state by which a logger can be told to drop the record.
#pragma warning disable SYSLIB1015
    [LoggerMessage(100, LogLevel.Information, "PRIVATE, not covered by the guarantee: {Model}, step {Step}: {BatchSize} examples, mean loss {MeanLoss}, gradient norms {MeanGradientNorm} in the mean and {GreatestGradientNorm} at most, part clipped {ClippedFraction}.", EventName = "PrivateValues")]
    private partial void PrivateValues(string model, int step, int batchSize, double? meanLoss, double? meanGradientNorm, double? greatestGradientNorm, double? clippedFraction, bool Private);
#pragma warning restore SYSLIB1015
}
