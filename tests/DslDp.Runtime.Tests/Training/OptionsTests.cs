using Microsoft.Extensions.Logging;

namespace DslDp.Runtime.Tests.Training;

public sealed class OptionsTests : IDisposable
{
    private readonly HandWrittenModel model = new();
    private readonly PrivateDataset data = SmallData.Records();
    private readonly TemporaryFolder folder = new();

    public void Dispose()
    {
        folder.Dispose();
        data.Dispose();
        model.Dispose();
    }

    [Fact]
    public void AReportThatCannotBeWrittenIsFoundBeforeTraining()
    {
        File.WriteAllText(folder.PathOf("file"), "");
        RefusedBeforeTraining<IOException>(new TrainingOptions { ReportPath = folder.PathOf("file", "report.html") }, "cannot be written");
    }

    [Fact]
    public void AReportOfAnUnknownFormatIsFoundBeforeTraining() =>
        RefusedBeforeTraining<ArgumentException>(new TrainingOptions { ReportPath = folder.PathOf("report.pdf") }, ".json, .md, .html");

    [Fact]
    public void AFolderInPlaceOfTheReportIsFoundBeforeTraining()
    {
        Directory.CreateDirectory(folder.PathOf("report.md"));
        RefusedBeforeTraining<IOException>(new TrainingOptions { ReportPath = folder.PathOf("report.md") }, "is a folder");
    }

    [Fact]
    public void ACheckpointFolderThatCannotBeWrittenIsFoundBeforeTraining()
    {
        File.WriteAllText(folder.PathOf("file"), "");
        RefusedBeforeTraining<IOException>(new TrainingOptions { CheckpointFolder = folder.PathOf("file") }, "cannot be written");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public void AMicroBatchOfNothingIsRefused(int size) =>
        RefusedBeforeTraining<ArgumentException>(new TrainingOptions { MicroBatchSize = size }, "MicroBatchSize");

    [Fact]
    public void ALearningRateOutOfRangeIsRefused() =>
        RefusedBeforeTraining<ArgumentException>(new TrainingOptions { LearningRate = -1 }, "The learning rate is -1;");

    [Fact]
    public void TheReportIsSavedAtTheEnd()
    {
        var path = folder.PathOf("new", "report.json");
        var result = model.TrainPrivately(Plans.Usual, data, new TrainingOptions { ReportPath = path });
        Assert.Equal(path, result.ReportPath);
        Assert.Equal(result.Report.ToJson(), File.ReadAllText(path));
    }

    [Fact]
    public void ARunThatBreaksOffLeavesItsReport()
    {
        var path = folder.PathOf("report.json");
        var steps = 0;
        using (var trainer = model.CreatePrivateTrainer(Plans.Usual, data, new RandomnessSources(), new TrainingOptions { ReportPath = path }, step =>
        {
            if (++steps == 3)
                throw new InvalidTimeZoneException();
            model.DpSgdStep(step);
        }))
        {
            Assert.Throws<InvalidTimeZoneException>(() =>
            {
                while (!trainer.IsFinished)
                    trainer.Step();
            });
        }
        Assert.Contains("\"stepsRun\": 3", File.ReadAllText(path));
    }

    [Fact]
    public void AReportIsNotLostWhenItsFolderIsGoneByTheEnd()
    {
        var path = folder.PathOf("gone", "report.md");
        var result = model.TrainPrivately(Plans.Usual, data, new TrainingOptions { ReportPath = path, Evaluate = () => PutAFileInPlaceOf(folder.PathOf("gone")) });
        try
        {
            Assert.NotEqual(path, result.ReportPath);
            Assert.Equal(result.Report.ToMarkdown(), File.ReadAllText(result.ReportPath!));
        }
        finally
        {
            File.Delete(result.ReportPath!);
        }
    }

    [Fact]
    public void ThereIsACheckpointForEachEpochAndItHoldsTheWeights()
    {
        model.TrainPrivately(Plans.WithNoise(2, steps: 20), data, new TrainingOptions { CheckpointFolder = folder.PathOf("checkpoints") });
        Assert.Equal(["epoch-0001.dat", "epoch-0002.dat"], Directory.GetFiles(folder.PathOf("checkpoints")).Select(Path.GetFileName).Order());
        using var loaded = new HandWrittenModel();
        loaded.load(folder.PathOf("checkpoints", "epoch-0002.dat"));
        Assert.Equal(model.Weights(), loaded.Weights());
    }

    [Fact]
    public void TheSeedSetsTheInitialWeightsAndNothingElse()
    {
        using var other = new HandWrittenModel();
        var options = new TrainingOptions { Seed = 3 };
        using (model.CreatePrivateTrainer(Plans.Usual, data, options))
        using (other.CreatePrivateTrainer(Plans.Usual, data, options))
            Assert.Equal(model.Weights(), other.Weights());
        model.TrainPrivately(Plans.Usual, data, options);
        other.TrainPrivately(Plans.Usual, data, options);
        Assert.NotEqual(model.Weights(), other.Weights());
    }

    [Fact]
    public void TheLearningRateIsOverridden()
    {
        var before = model.Weights();
        using var trainer = model.CreatePrivateTrainer(Plans.Usual, data, ChosenBatches.Always([], new ChosenNoise((flat, _) => flat.fill_(20))), new TrainingOptions { LearningRate = 0.25 });
        trainer.Step();
        Assert.All(before.Zip(model.Weights()), pair => Assert.Equal(pair.First - 0.25, pair.Second, 1e-6));
    }

    [Fact]
    public void TheLoggerHearsOfTheStartEachEpochAndTheEnd()
    {
        var logger = new Lines();
        var result = model.TrainPrivately(Plans.WithNoise(2, steps: 20), data, new TrainingOptions { Logger = logger });
        Assert.Equal(4, logger.Messages.Count);
        Assert.Contains("20 private steps planned", logger.Messages[0]);
        Assert.Contains("epoch 2 of 2", logger.Messages[2]);
        Assert.Contains(result.Report.Guarantee, logger.Messages[3]);
    }

    private void RefusedBeforeTraining<T>(TrainingOptions options, string message)
        where T : Exception
    {
        var before = model.Weights();
        Assert.Contains(message, Assert.Throws<T>(() => model.CreatePrivateTrainer(Plans.Usual, data, options with { Seed = 1 })).Message);
        Assert.Equal(before, model.Weights());
    }

    private static double PutAFileInPlaceOf(string path)
    {
        if (Directory.Exists(path))
            Directory.Delete(path);
        File.WriteAllText(path, "");
        return 0;
    }

    private sealed class Lines : ILogger
    {
        public List<string> Messages { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Messages.Add(formatter(state, exception));
    }
}
