using System.Diagnostics;
using System.Globalization;
using DslDp.Accounting;
using DslDp.Noise;
using DslDp.Runtime.Tests.Noise;
using DslDp.Runtime.Tests.Training;
using DslDp.Sampling;
using Microsoft.Extensions.Logging;
using static TorchSharp.torch;

namespace DslDp.Runtime.Tests.Watching;

/// <summary>What log, metrics, activities and TensorBoard hear of a run, and that by default none of it depends on the private data.</summary>
public sealed class WatchingTests : IDisposable
{
    private static readonly PrivacyPlan Plan = Plans.WithNoise(2, steps: 25);

    private readonly PrivateDataset data = SmallData.Records();
    private readonly TemporaryFolder folder = new();
    private readonly Records log = new();

    public void Dispose()
    {
        data.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void TheLogHasNamedEventsWithFields()
    {
        Train(data, new() { Logger = log, Evaluate = () => 0.5, CheckpointFolder = folder.PathOf("weights") });
        Assert.Equal(
            ["1 RunStarted", .. Enumerable.Repeat<string[]>(["3 CheckpointSaved", "2 EpochEnded"], 3).SelectMany(pair => pair), "4 RunCompleted"],
            log.All.Select(record => $"{record.Event.Id} {record.Event.Name}"));
        var epoch = log.All[2].Fields;
        Assert.Equal((nameof(HandWrittenModel), 1, 3, 10, 0.5), (epoch["Model"], epoch["Epoch"], epoch["Epochs"], epoch["Step"], epoch["Evaluation"]));
        Assert.Equal(SpentAfter(10), epoch["Epsilon"]);
        Assert.Equal(folder.PathOf("weights", "epoch-0001.dat"), log.All[1].Fields["Path"]);
        Assert.Equal(SpentAfter(25), log.All[^1].Fields["Epsilon"]);
    }

    [Fact]
    public void MetersCountStepsAndMeasureWhatWasSpent()
    {
        using var watchers = new Watchers();
        Train(data, new() { Evaluate = () => 0.5, EvaluationName = "test accuracy" });
        Assert.Equal(25, watchers.Of("dsldp.training.steps").Sum());
        Assert.Equal(25 * 20, watchers.Of("dsldp.training.examples.expected").Sum());
        Assert.Equal([25], watchers.Of("dsldp.training.steps.planned"));
        Assert.Equal([1e-5], watchers.Of("dsldp.privacy.delta"));
        Assert.Equal([0, SpentAfter(10), SpentAfter(20), SpentAfter(25), SpentAfter(25)], watchers.Of("dsldp.privacy.epsilon"));
        Assert.Equal([0.5, 0.5, 0.5], watchers.Of("dsldp.training.evaluation"));
        Assert.All(watchers.Points, point => Assert.Contains("dsldp.model=HandWrittenModel", point.Tags));
        Assert.Contains(watchers.Points, point => point.Tags.Contains("dsldp.evaluation.name=test accuracy"));
    }

    [Fact]
    public void TheRunIsAnActivityAndEachEpochOneWithin()
    {
        using var watchers = new Watchers();
        var before = Activity.Current;
        Train(data, new());
        Assert.Same(before, Activity.Current);
        Assert.Equal(["dsldp.epoch", "dsldp.epoch", "dsldp.epoch", "dsldp.run"], watchers.Activities.Select(activity => activity.DisplayName));
        var run = watchers.Activities[3];
        Assert.All(watchers.Activities.Take(3), epoch => Assert.Equal(run.SpanId, epoch.ParentSpanId));
        Assert.Equal((25, SpentAfter(25), true), (run.GetTagItem("dsldp.training.steps"), run.GetTagItem("dsldp.privacy.epsilon"), run.GetTagItem("dsldp.training.completed")));
        Assert.Equal(2, watchers.Activities[1].GetTagItem("dsldp.training.epoch"));
    }

    [Fact]
    public void TensorBoardCanReadEpsilonEvaluationAndLearningRate()
    {
        Train(data, new() { TensorBoardFolder = folder.PathOf("events"), Evaluate = () => 0.25 });
        var scalars = EventFile.Scalars(folder.PathOf("events"));
        Assert.Equal([10, 20, 25], scalars.Where(scalar => scalar.Tag == "privacy/epsilon").Select(scalar => scalar.Step));
        Assert.All(scalars.Where(scalar => scalar.Tag == "privacy/epsilon"), scalar => Assert.InRange(scalar.Value, SpentAfter((int)scalar.Step), SpentAfter((int)scalar.Step) * (1 + 1e-6)));
        Assert.Equal([0.25f, 0.25f, 0.25f], scalars.Where(scalar => scalar.Tag == "evaluation").Select(scalar => scalar.Value));
        Assert.Equal([0.5f, 0.5f, 0.5f], scalars.Where(scalar => scalar.Tag == "training/learning_rate").Select(scalar => scalar.Value));
        Assert.Equal(9, scalars.Count);
    }

    [Fact]
    public void ByDefaultNothingDependsOnThePrivateData()
    {
        // As different as can be, and of one size; who is drawn and the noise are the same.
        using var scope = NewDisposeScope();
        using var other = PrivateDataset.FromTensors(full(Plans.Records, 4, 1000f), zeros(Plans.Records, dtype: ScalarType.Int64));
        var heard = Heard(data, "one");
        Assert.Equal(heard, Heard(other, "two"));
        Assert.DoesNotContain(heard, line => line.Contains("private/") || line.Contains("dsldp.private") || line.Contains("PRIVATE"));

        List<string> Heard(PrivateDataset records, string name)
        {
            using var watchers = new Watchers();
            var logger = new Records();
            Train(records, new() { Logger = logger, TensorBoardFolder = folder.PathOf(name), CheckpointFolder = folder.PathOf("weights"), Evaluate = () => 0.5 });
            return [.. logger.All.Select(record => record.ToString()), .. watchers.Points.Select(point => point.ToString()), .. watchers.ActivityTexts, .. EventFile.Scalars(folder.PathOf(name)).Select(scalar => scalar.ToString())];
        }
    }

    [Fact]
    public void ByDefaultTheSizeOfTheDrawIsNotTold()
    {
        Assert.Equal(Heard(1), Heard(150));

        List<string> Heard(int drawn)
        {
            using var watchers = new Watchers();
            var logger = new Records();
            Train(data, new() { Logger = logger }, ChosenBatches.Always([.. Enumerable.Range(0, drawn).Select(i => (long)i)], ChosenNoise.None()));
            return [.. logger.All.Select(record => record.ToString()), .. watchers.Points.Select(point => point.ToString()), .. watchers.ActivityTexts];
        }
    }

    [Fact]
    public void PrivateValuesAreToldWhereTheyAreAskedForAndSaySo()
    {
        using var watchers = new Watchers();
        // With some initial weights all examples are clipped, or none.
        manual_seed(1);
        using var model = new HandWrittenModel();
        var (pixels, labels) = SmallData.Draw(Plans.Records, seed: 1);
        using var gradients = model.ComputeClippedGradients(pixels.narrow(0, 0, 50), labels.narrow(0, 0, 50), 1.5);
        var norms = gradients.Norms.data<float>().Select(norm => (double)norm).ToArray();
        var loss = nn.functional.cross_entropy(model.call(pixels.narrow(0, 0, 50)), labels.narrow(0, 0, 50)).item<float>();

        var options = new TrainingOptions { Logger = log, LogPrivateValues = true, TensorBoardFolder = folder.PathOf("events"), MicroBatchSize = 20 };
        using (var trainer = model.CreatePrivateTrainer(Plan, data, ChosenBatches.Always([.. Enumerable.Range(0, 50).Select(i => (long)i)], ChosenNoise.None()), options))
            trainer.Step();

        double[] expected = [50, loss, norms.Average(), norms.Max(), norms.Count(norm => norm > 1.5) / 50.0];
        Assert.InRange(expected[4], 0.01, 0.99);
        var record = Assert.Single(log.All, record => record.Event.Id == 100);
        Assert.Equal(true, record.Fields["Private"]);
        Assert.StartsWith("PRIVATE", record.Message);
        Assert.All(log.All.Where(other => other != record), other => Assert.False(other.Fields.ContainsKey("Private")));
        AssertClose(expected, [.. new[] { "BatchSize", "MeanLoss", "MeanGradientNorm", "GreatestGradientNorm", "ClippedFraction" }.Select(field => Convert.ToDouble(record.Fields[field], CultureInfo.InvariantCulture))]);
        AssertClose(expected, [.. watchers.Points.Where(point => point.Instrument.StartsWith("dsldp.private.", StringComparison.Ordinal) && point.Tags.Contains("dsldp.private=True")).Select(point => point.Value)]);
        AssertClose(expected, [.. EventFile.Scalars(folder.PathOf("events")).Where(scalar => scalar.Tag.StartsWith("private/", StringComparison.Ordinal)).Select(scalar => (double)scalar.Value)]);
    }

    [Fact]
    public void LookingAtPrivateValuesChangesNoWeight() =>
        Assert.Equal(Train(data, new()), Train(data, new() { LogPrivateValues = true, Logger = log, TensorBoardFolder = folder.PathOf("events") }));

    [Fact]
    public void AStepThatFailsIsToldWithWhatItSpentAndWithoutItsText()
    {
        using var watchers = new Watchers();
        using var model = new HandWrittenModel();
        var steps = 0;
        using (var trainer = model.CreatePrivateTrainer(Plan, data, new RandomnessSources(), new() { Logger = log }, step =>
        {
            if (++steps == 3)
                throw new InvalidTimeZoneException("the age of record 17 is 203");
            model.DpSgdStep(step);
        }))
        {
            Assert.Throws<InvalidTimeZoneException>(() =>
            {
                while (!trainer.IsFinished)
                    trainer.Step();
            });
        }
        Assert.Equal(["RunStarted", "StepFailed", "RunEndedEarly"], log.All.Select(record => record.Event.Name));
        Assert.Equal((6, LogLevel.Error, 3, SpentAfter(3)), (log.All[1].Event.Id, log.All[1].Level, log.All[1].Fields["Step"], log.All[1].Fields["Epsilon"]));
        Assert.Equal((3, SpentAfter(3)), (log.All[2].Fields["Step"], log.All[2].Fields["Epsilon"]));
        Assert.Equal(3, watchers.Of("dsldp.training.steps").Sum());
        Assert.Equal(SpentAfter(3), watchers.Of("dsldp.privacy.epsilon")[^1]);
        Assert.All(watchers.Activities, activity => Assert.Equal((ActivityStatusCode.Error, typeof(InvalidTimeZoneException).FullName), (activity.Status, activity.GetTagItem("error.type"))));
        Assert.DoesNotContain(log.All.Select(record => record.ToString()).Concat(watchers.ActivityTexts), line => line.Contains("203"));
    }

    [Fact]
    public void ACancelledRunSaysWhatItSpent()
    {
        using var watchers = new Watchers();
        using var cancellation = new CancellationTokenSource();
        using var model = new HandWrittenModel();
        model.TrainPrivately(Plan, data, new() { Logger = log }, new CancelAfter(4, cancellation), cancellation.Token);
        Assert.Equal((5, "RunEndedEarly", LogLevel.Warning), (log.All[^1].Event.Id, log.All[^1].Event.Name, log.All[^1].Level));
        Assert.Equal((4, 25, SpentAfter(4)), (log.All[^1].Fields["Step"], log.All[^1].Fields["Steps"], log.All[^1].Fields["Epsilon"]));
        Assert.Equal(SpentAfter(4), watchers.Of("dsldp.privacy.epsilon")[^1]);
        Assert.Equal(false, watchers.Activities[^1].GetTagItem("dsldp.training.completed"));
    }

    [Fact]
    public void ATensorBoardFolderThatIsLostDoesNotEndTheRun()
    {
        var events = folder.PathOf("events");
        Train(data, new() { Logger = log, TensorBoardFolder = events, Evaluate = () => Replaced(events) });
        Assert.Single(log.All, record => record.Event.Id == 8);
        Assert.Equal(4, log.All[^1].Event.Id);
    }

    private static double Replaced(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        File.WriteAllText(folder, "");
        return 0;
    }

    private static double SpentAfter(int steps) => new RdpAccountant().Compose(Plan.StepEvent, steps).GetEpsilon(Plan.Delta);

    private static float[] Train(PrivateDataset records, TrainingOptions options, RandomnessSources? randomness = null)
    {
        using var model = new HandWrittenModel();
        using var trainer = model.CreatePrivateTrainer(Plan, records, randomness ?? Seeded(), options with { Seed = 5 });
        while (!trainer.IsFinished)
            trainer.Step();
        trainer.Finish();
        return model.Weights();
    }

    private static RandomnessSources Seeded() => new()
    {
        Sampler = (count, probability) => new PoissonSampler(count, probability, new SeededBytes(11)),
        Noise = new CryptographicGaussianSource(new SeededBytes(12)),
    };

    private static void AssertClose(double[] expected, double[] actual) => Assert.Equal(expected, actual, (left, right) => Math.Abs(left - right) <= 1e-5 * (1 + Math.Abs(left)));

    private sealed class CancelAfter(int steps, CancellationTokenSource source) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Step == steps)
                source.Cancel();
        }
    }
}
