namespace DslDp.Reporting;

/// <summary>How the guarantee was reached: sampling, clipping and noise.</summary>
internal static class MechanismSection
{
    public static FactSection Of(RunRecord run)
    {
        var sigma = (run.Mechanism?.Event as Accounting.GaussianEvent)?.NoiseMultiplier;
        return new("mechanism", "Mechanism",
        [
            new("sampler", "Batches", run.Randomness.SamplerText),
            new("samplingProbability", "Sampling probability q", run.Mechanism?.SamplingProbability, "With which each record joined each batch; from the ledger."),
            new("expectedBatchSize", "Expected batch size", run.Plan.BatchSize, "The sums were divided by it, never by the size of a draw."),
            new("records", "Records", run.Plan.Records, "Taken as public."),
            new("clipNorm", "Clipping norm C", run.Plan.ClipNorm, "No example's gradient counted with a greater norm."),
            new("noiseMultiplier", "Noise multiplier σ", sigma, "Standard deviation of the noise in multiples of C; from the ledger."),
            new("noiseDeviation", "Noise on each sum", sigma * run.Plan.ClipNorm, "σ · C, added once a step, also to an empty batch."),
            new("noiseSource", "Source of the noise", run.Randomness.NoiseText),
            new("stepsPlanned", "Steps planned", run.Plan.Steps),
            new("stepsRun", "Steps run", run.Ledger.Count, "Charged before the data were touched; from the ledger."),
        ]);
    }

    /// <summary>What was charged, in order.</summary>
    public static TableSection LedgerOf(RunRecord run) => new("ledger", "Ledger", ["Event", "Times"],
        [.. run.Ledger.Entries.Select(entry => new object?[] { entry.Event.ToString(), entry.Count })]);
}
