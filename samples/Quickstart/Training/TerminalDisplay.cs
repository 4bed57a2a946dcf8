using DslDp;
using Spectre.Console;

namespace Quickstart.Training;

/// <summary>For a terminal: colours, and a bar that moves.</summary>
internal sealed class TerminalDisplay : IDisplay
{
    public void Say(string heading, string text) => AnsiConsole.MarkupLineInterpolated($"[bold green]{heading}:[/] {text}");

    public TrainingResult Watch(PrivacyPlan plan, Func<IProgress<TrainingProgress>, TrainingResult> train) =>
        AnsiConsole.Progress()
            .Columns(new ProgressBarColumn { Width = 16 }, new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(context =>
            {
                var bar = context.AddTask("starting", maxValue: plan.Steps ?? 1);
                return train(new EachStep(progress =>
                {
                    bar.Value = progress.Step;
                    bar.Description = Markup.Escape(ProgressText.Of(progress));
                }));
            });
}
