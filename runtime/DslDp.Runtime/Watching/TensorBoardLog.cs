using TorchSharp.Modules;
using static TorchSharp.torch.utils;

namespace DslDp.Watching;

/// <summary>Event files for TensorBoard. Where they can no longer be written the run goes on without.</summary>
internal sealed class TensorBoardLog
{
    private readonly RunLog log;
    private readonly string folder;
    private SummaryWriter? writer;
    private int lastSpent;

    public TensorBoardLog(string folder, RunLog log)
    {
        (this.folder, this.log) = (folder, log);
        Try(() => writer = tensorboard.SummaryWriter(folder));
    }

    public void Spent(int step, double epsilon)
    {
        if (step == lastSpent)
            return;
        lastSpent = step;
        // The file holds 32 bits; rounded down, ε would promise too much.
        var number = (float)epsilon;
        Write(step, "privacy/epsilon", number < epsilon ? MathF.BitIncrement(number) : number);
    }

    public void Evaluated(int step, double? value) => Write(step, "evaluation", value);

    public void LearningRate(int step, double value) => Write(step, "training/learning_rate", value);

    public void Private(int step, PrivateValues values)
    {
        Write(step, "private/batch_size", values.BatchSize);
        Write(step, "private/loss", values.MeanLoss);
        Write(step, "private/gradient_norm_mean", values.MeanNorm);
        Write(step, "private/gradient_norm_greatest", values.GreatestNorm);
        Write(step, "private/clipped_fraction", values.ClippedFraction);
    }

    private void Write(int step, string tag, double? value)
    {
        // TorchSharp's own time is in ticks of 100 nanoseconds, where TensorBoard expects seconds.
        if (value is { } number && writer is { } open)
            Try(() => open.add_scalar(tag, (float)number, step, DateTimeOffset.UtcNow.ToUnixTimeSeconds()));
    }

    private void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            writer = null;
            log.TensorBoardStopped(failure, folder);
        }
    }
}
