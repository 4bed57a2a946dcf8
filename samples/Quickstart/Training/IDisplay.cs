using DslDp;

namespace Quickstart.Training;

/// <summary>Where the run's words and its progress appear.</summary>
internal interface IDisplay
{
    /// <summary>Shows one line.</summary>
    void Say(string heading, string text);

    /// <summary>Runs the training and shows how it gets on.</summary>
    TrainingResult Watch(PrivacyPlan plan, Func<IProgress<TrainingProgress>, TrainingResult> train);
}
