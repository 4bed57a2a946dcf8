using DslDp;

namespace Quickstart.Training;

/// <summary>Hears of every step at once, on the thread that trains: <see cref="Progress{T}"/> would report late and out of order.</summary>
internal sealed class EachStep(Action<TrainingProgress> show) : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value) => show(value);
}
