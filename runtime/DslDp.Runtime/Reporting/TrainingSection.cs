namespace DslDp.Reporting;

/// <summary>How the model was trained. Nothing in it bears on privacy.</summary>
internal static class TrainingSection
{
    public static FactSection Of(RunRecord run) => new("training", "Training",
    [
        new("model", "Model", run.Plan.Model),
        new("optimizer", "Optimizer", run.Plan.Optimizer.Kind.ToString()),
        new("learningRate", "Learning rate", run.Plan.Optimizer.LearningRate),
        new("momentum", "Momentum", run.Plan.Optimizer.Momentum),
        new("weightDecay", "Weight decay", run.Plan.Optimizer.WeightDecay),
        new("microBatchSize", "Micro-batch size", run.Options.MicroBatchSize),
        new("initialWeightsSeed", "Seed of the initial weights", run.Options.Seed, "Batches and noise have no seed."),
        new("frozen", "Not trained", run.Frozen.Count == 0 ? null : string.Join(", ", run.Frozen)),
    ]);

    /// <summary>The trained layers and their clipping rules.</summary>
    public static TableSection LayersOf(RunRecord run) => new("layers", "Layers", ["Name", "Layer", "Rule"],
        [.. run.Plan.Layers.Select(layer => new object?[] { layer.Name, layer.Layer, layer.Rule })]);

    /// <summary>The run, epoch by epoch.</summary>
    public static TableSection HistoryOf(RunRecord run) => new("history", "History", ["Epoch", "Step", "Epsilon", "Evaluation"],
        [.. run.History.Select(entry => new object?[] { entry.Epoch, entry.Step, new EpsilonValue(entry.EpsilonSpent), entry.Evaluation })]);
}
