namespace DslDp.Reporting;

/// <summary>Draws up the report of a run that has ended.</summary>
internal static class ReportWriter
{
    public static PrivacyReport DrawUp(RunRecord run)
    {
        var epsilon = run.Epsilon;
        return new PrivacyReport(run.Plan.Model, epsilon, run.Plan.Delta, GuaranteeSection.Sentence(run, epsilon),
        [
            GuaranteeSection.Of(run, epsilon),
            MechanismSection.Of(run),
            AssumptionSection.Of(run),
            PublicationSection.Of(),
            MechanismSection.LedgerOf(run),
            TrainingSection.Of(run),
            TrainingSection.LayersOf(run),
            TrainingSection.HistoryOf(run),
            SoftwareSection.Of(),
        ]);
    }
}
