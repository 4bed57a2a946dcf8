using Microsoft.Extensions.Logging;

namespace DslDp;

/// <summary>What a run tells the logger: public numbers only.</summary>
internal sealed class RunLog(ILogger? logger, string model)
{
    public void Started(PrivacyPlan plan)
    {
        if (logger is { } log && log.IsEnabled(LogLevel.Information))
            log.LogInformation("{Model}: {Steps} private steps planned, noise multiplier {NoiseMultiplier}, ε at most {Epsilon} at δ = {Delta}.", model, plan.Steps, plan.NoiseMultiplier, plan.Epsilon, plan.Delta);
    }

    public void EpochEnded(TrainingProgress progress)
    {
        if (logger is { } log && log.IsEnabled(LogLevel.Information))
            log.LogInformation("{Model}: epoch {Epoch} of {Epochs}, ε at most {Epsilon} so far, evaluation {Evaluation}.", model, progress.Epoch, progress.Epochs, progress.EpsilonSpent, progress.Evaluation);
    }

    public void Ended(PrivacyReport report)
    {
        if (logger is { } log && log.IsEnabled(LogLevel.Information))
            log.LogInformation("{Model}: ended. {Guarantee}", model, report.Guarantee);
    }

    public void ReportLiesElsewhere(IOException failure, string wanted, string? path)
    {
        if (logger is { } log && log.IsEnabled(LogLevel.Error))
            log.LogError(failure, "{Model}: the privacy report could not be written to {Wanted}; it lies at {Path}.", model, wanted, path);
    }
}
