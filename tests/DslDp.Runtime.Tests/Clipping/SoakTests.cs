using System.Globalization;
using DslDp.Clipping;
using DslDp.Noise;
using TorchSharp;
using Xunit.Abstractions;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DslDp.Runtime.Tests.Clipping;

/// <summary>
/// Many steps: tensors, managed memory and the process must not grow. 300 steps; as many as DSLDP_SOAK_STEPS says where it is set.
/// </summary>
public class SoakTests(ITestOutputHelper output)
{
    // A step of these models makes some hundred short-lived objects: handles of tensors, the record of the pass, the model's own.
    private const double KilobytesOfImages = 21, KilobytesOfTexts = 17.5;

    private static readonly int Steps =
        int.TryParse(Environment.GetEnvironmentVariable("DSLDP_SOAK_STEPS"), NumberStyles.None, CultureInfo.InvariantCulture, out var steps) ? steps : 300;

    // Objects pile up to about the size of the processor's cache before .NET collects them for the first time: until then the process grows.
    private static readonly int WarmUp = Math.Max(50, Steps / 5);

    private static readonly int Stops = Steps < 10_000 ? 2 : 8;

    [Fact]
    public void Images()
    {
        var model = new RandomTensors(1).Fill(new SequenceModel(
            Conv2d(3, 16, 3, padding: 1), GroupNorm(4, 16), Tanh(), MaxPool2d(2), Conv2d(16, 16, 3), ReLU(), Flatten(), Linear(576, 32), LayerNorm(32), Linear(32, 10)));
        Run(model, new RandomTensors(2).Normal(32, 3, 16, 16), KilobytesOfImages);
    }

    [Fact]
    public void Texts()
    {
        var (table, memory, head) = (Embedding(50, 16), LSTM(16, 24, batchFirst: true), Linear(24, 5));
        var model = new RandomTensors(1).Fill(new ComposedModel(
            [table, memory, head],
            x => head.call(memory.call(table.call(ComposedModel.Tokens(x, 50))).Item1.mean([1L])),
            (r, x) => r.Call(head, r.Call(memory, r.Call(table, ComposedModel.Tokens(x, 50))).Item1.mean([1L]))));
        Run(model, new RandomTensors(2).Normal(16, 12), KilobytesOfTexts);
    }

    private void Run(RecordedModel model, Tensor input, double most)
    {
        using var parameters = new TrainableParameters(model);
        using var sum = new GradientSum(parameters);
        var noise = new CryptographicGaussianSource();
        for (var i = 0; i < WarmUp; i++)
            Step();
        Collect();
        var (tensors, allocated, resident) = (Live(), 0L, new long[Stops]);

        for (var stop = 0; stop < Stops; stop++)
        {
            // After a collection, the first steps make some hundred kilobytes anew.
            for (var i = 0; i < 10; i++)
                Step();
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = stop * Steps / Stops; i < (stop + 1) * Steps / Stops; i++)
                Step();
            allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            Collect();
            resident[stop] = Environment.WorkingSet;
        }

        var kilobytes = allocated / 1024.0 / Steps;
        // .NET gives back now more, now less: what leaks is there in every later stop.
        var grown = (resident[(Stops / 2)..].Min() - resident[..(Stops / 2)].Min()) / 1048576.0;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Steps} steps: {Live() - tensors} more tensors, {kilobytes:F1} kB of managed memory a step, {grown:F1} MB more resident in the second half"));
        Assert.Equal(tensors, Live());
        Assert.True(kilobytes <= most, $"{kilobytes:F1} kB a step");
        // In a short run, the tests beside it take more.
        Assert.True(Steps < 10_000 || grown <= 8, $"{grown:F1} MB more resident");

        void Step()
        {
            using var scope = NewDisposeScope();
            sum.Zero();
            using var record = new LayerRecord(input.shape[0]);
            record.Backward(RecordedModel.Losses(model.RecordedForward(record, input)));
            record.AddClippedGradients(new ClipBound(0.1), sum);
            noise.AddTo(sum.Flat, 0.1);
            using var noGrad = no_grad();
            using Scalar rate = -1e-6;
            foreach (var (parameter, gradient) in sum.Views)
                parameter.add_(gradient, rate);
        }
    }

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        // So that what .NET keeps for later is not counted.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }

    // Counted for this thread: other tests run beside it.
    private static long Live() => DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
}
