using DslDp;

namespace Quickstart.Training;

/// <summary>For a file or another program: plain lines, one after the first step and one an epoch.</summary>
internal sealed class PlainDisplay : IDisplay
{
    public void Say(string heading, string text) => Console.WriteLine($"{heading}: {text}");

    public TrainingResult Watch(PrivacyPlan plan, Func<IProgress<TrainingProgress>, TrainingResult> train)
    {
        TrainingProgress? last = null;
        return train(new EachStep(progress =>
        {
            if (last is null || progress.Evaluation != last.Evaluation || progress.Step == progress.Steps)
                Console.WriteLine(ProgressText.Of(progress));
            last = progress;
        }));
    }
}
