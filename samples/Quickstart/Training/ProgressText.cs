using DslDp;

namespace Quickstart.Training;

/// <summary>Where the run stands, in a few words.</summary>
internal static class ProgressText
{
    public static string Of(TrainingProgress progress)
    {
        // Rounded up: a figure below the true one would promise too much.
        var epsilon = Math.Ceiling(progress.EpsilonSpent * 100) / 100;
        var accuracy = progress.Evaluation is { } value ? $", test accuracy {value:P1}" : "";
        var left = $"{(int)progress.Remaining.TotalMinutes}:{progress.Remaining.Seconds:00}";
        return $"step {progress.Step}/{progress.Steps}, ε {epsilon:F2}, {left} left, {progress.ExpectedExamplesPerSecond:N0} examples/s{accuracy}";
    }
}
