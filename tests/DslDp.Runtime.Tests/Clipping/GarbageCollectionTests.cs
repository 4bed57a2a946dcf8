using System.Diagnostics;
using DslDp.Clipping;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DslDp.Runtime.Tests.Clipping;

/// <summary>
/// TorchSharp 0.107 lets a scalar be collected while libtorch reads it; norms, factors and sums must not come to depend on when the
/// garbage collector runs.
/// </summary>
public class GarbageCollectionTests
{
    [Fact]
    public void Clipped_sums_do_not_depend_on_when_garbage_is_collected()
    {
        var random = new RandomTensors(3);
        var model = random.Fill(new SequenceModel(Conv2d(1, 4, 3), GroupNorm(2, 4), Tanh(), Flatten(), Linear(144, 6), LayerNorm(6), Tanh(), Linear(6, 3)));
        using var input = random.Normal(6, 1, 8, 8);
        using var parameters = new TrainableParameters(model);
        var (expectedNorms, expectedSum) = Step();

        using var stop = new CancellationTokenSource();
        var collector = new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
                GC.Collect(0, GCCollectionMode.Forced, blocking: true);
        });
        var clock = Stopwatch.StartNew();
        collector.Start();
        try
        {
            // How long a round takes depends on how the two threads meet, and may be seconds.
            for (var i = 0; i < 150 && (i < 20 || clock.Elapsed < TimeSpan.FromSeconds(20)); i++)
            {
                var (norms, sum) = Step();
                Assert.Equal(expectedNorms, norms, Close);
                Assert.Equal(expectedSum, sum, Close);
            }
        }
        finally
        {
            stop.Cancel();
            collector.Join();
        }

        (float[] Norms, float[] Sum) Step()
        {
            using var scope = NewDisposeScope();
            using var sum = UsedSum.Of(parameters);
            using var record = new LayerRecord(6);
            record.Backward(model.RecordedForward(record, input).sum(1L));
            var norms = record.AddClippedGradients(new ClipBound(0.5), sum);
            return (norms.data<float>().ToArray(), sum.Flat.data<float>().ToArray());
        }
    }

    // Memory is aligned otherwise in each step, and the last bits with it.
    private static bool Close(float expected, float actual) => Math.Abs(expected - actual) <= 1e-5 * (1 + Math.Abs(expected));
}
