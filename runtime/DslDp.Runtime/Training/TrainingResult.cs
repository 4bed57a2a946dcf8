namespace DslDp;

/// <summary>What a private run did.</summary>
/// <param name="History">How the run stood at the end of each epoch.</param>
/// <param name="Report">What was spent, for whom the guarantee holds, and what it rests on.</param>
/// <param name="Completed">Whether all the planned steps were taken; false when the run was cancelled or finished early.</param>
/// <param name="StepsTaken">Steps charged to the budget.</param>
/// <param name="ReportPath">
/// Where the report was saved: the path of the options, or, when that could not be written, one in the folder for temporary
/// files. Null when no path was given or neither could be written.
/// </param>
public sealed record TrainingResult(
    IReadOnlyList<TrainingProgress> History,
    PrivacyReport Report,
    bool Completed,
    int StepsTaken,
    string? ReportPath);
