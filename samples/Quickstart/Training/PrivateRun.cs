using DslDp;

namespace Quickstart.Training;

/// <summary>One run from beginning to end: says what will be done, trains, tests, and says what was spent.</summary>
internal sealed class PrivateRun(PrivateModel model, LabelledImages images, string reportPath, IDisplay display)
{
    private const int Interrupted = 130; // The shell's convention for a program ended by Ctrl-C.

    /// <summary>Trains until the plan is carried out or the user interrupts.</summary>
    /// <returns>The exit code.</returns>
    public int Run(CancellationToken cancellation)
    {
        Announce();
        using var records = PrivateDataset.FromTensors(images.Images, images.Labels);
        var options = new TrainingOptions
        {
            Evaluate = TestAccuracy,
            EvaluationName = "test accuracy",
            ReportPath = reportPath,
        };
        var result = display.Watch(model.Plan, progress => model.Train(records, options, progress, cancellation));
        Conclude(result);
        return result.Completed ? 0 : Interrupted;
    }

    private void Announce()
    {
        var plan = model.Plan;
        display.Say("Private records", $"{images.Images.shape[0]:N0} {images.Records}, each with its class");
        display.Say("Budget", $"ε = {plan.MaxEpsilon}, δ = {plan.Delta:0.#e-0}");
        display.Say("Plan", $"{plan.Steps:N0} steps, each on about {plan.BatchSize:N0} records drawn at random");
        display.Say("Each step", $"gradients clipped to norm {plan.ClipNorm}, and noise of {plan.NoiseMultiplier:F3} times that on their sum");
        display.Say("Ctrl-C", "ends the run early; what was spent is reported all the same");
    }

    private void Conclude(TrainingResult result)
    {
        if (!result.Completed)
            display.Say("Stopped early", $"after {result.StepsTaken:N0} of {model.Plan.Steps:N0} steps; what they spent stays spent");
        display.Say("Test accuracy", $"{TestAccuracy():P1} of {images.TestLabels.shape[0]:N0} images that were not trained on");
        display.Say("Guarantee", result.Report.Guarantee);
        display.Say("Privacy report", result.ReportPath is { } path ? Path.GetFullPath(path) : $"could not be written to {reportPath}");
        if (result.ReportPath is { } report && !report.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
            SaveForVerification(result.Report, Path.ChangeExtension(report, ".json"));
    }

    /// <summary>As JSON, a report can be checked by anyone: see samples/ReportCheck.</summary>
    private void SaveForVerification(PrivacyReport report, string path)
    {
        try
        {
            report.Save(path);
            display.Say("To verify it", Path.GetFullPath(path));
        }
        catch (IOException failure)
        {
            display.Say("To verify it", $"there is no JSON: {failure.Message}");
        }
    }

    private double TestAccuracy()
    {
        model.Network.eval();
        return Accuracy.Of(model.Network, images.TestImages, images.TestLabels);
    }
}
