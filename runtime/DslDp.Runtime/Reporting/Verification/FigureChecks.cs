namespace DslDp.Reporting;

/// <summary>Compares stated numbers with those that were computed afresh.</summary>
internal static class FigureChecks
{
    /// <summary>
    /// Part by which a number may differ: the last digits of exponentials and logarithms are not the same on all processors. An ε that is
    /// stated smaller by more is a false promise.
    /// </summary>
    private const double Tolerance = 1e-7;

    public static IEnumerable<ReportDiscrepancy> Compare(ReportFigures stated, ReportFigures computed)
    {
        var found = new[]
        {
            Compare("guarantee.epsilon", stated.Epsilon, computed.Epsilon),
            Compare("guarantee.trainingEpsilon", stated.TrainingEpsilon, computed.TrainingEpsilon),
            Compare("guarantee.plannedEpsilon", stated.PlannedEpsilon, computed.PlannedEpsilon),
            Compare("guarantee.rho", stated.Rho, computed.Rho),
            Compare("guarantee.mu", stated.Mu, computed.Mu),
            Compare("accounting.witnesses.pld", stated.Witnesses.Pld, computed.Witnesses.Pld),
            Compare("accounting.witnesses.rdp", stated.Witnesses.Rdp, computed.Witnesses.Rdp),
            Compare("accounting.witnesses.closedForm", stated.Witnesses.ClosedForm, computed.Witnesses.ClosedForm),
            Compare("accounting.witnesses.lowerBound", stated.Witnesses.LowerBound, computed.Witnesses.LowerBound),
        };
        return found.Append(stated.Witnesses.Contradiction == computed.Witnesses.Contradiction ? null : new("accounting.witnesses.contradiction", $"it is stated as {ReportText.Of(stated.Witnesses.Contradiction)}, but the accountants say {ReportText.Of(computed.Witnesses.Contradiction)}"))
            .Concat(Compare("guarantee.curve", stated.Curve, computed.Curve, (path, left, right) => [Compare($"{path}.delta", left.Delta, right.Delta), Compare($"{path}.epsilon", left.Epsilon, right.Epsilon)]))
            .Concat(Compare("guarantee.course", stated.Course, computed.Course, (path, left, right) => [Compare($"{path}.step", left.Step, right.Step), Compare($"{path}.epsilon", left.Epsilon, right.Epsilon)]))
            .Concat(Compare("guarantee.groups", stated.Groups, computed.Groups, (path, left, right) => [Compare($"{path}.size", left.Size, right.Size), Compare($"{path}.epsilon", left.Epsilon, right.Epsilon), Compare($"{path}.delta", left.Delta, right.Delta)]))
            .Concat(Compare("history", stated.History, computed.History, (path, left, right) => [Compare($"{path}.epsilon", left, right)]))
            .OfType<ReportDiscrepancy>();
    }

    /// <summary>The ε that the plan itself states.</summary>
    public static IEnumerable<ReportDiscrepancy> ComparePlan(PrivacyPlan plan, ReportFigures computed)
    {
        if (Compare("plan.epsilon", plan.Epsilon, computed.PlannedEpsilon) is { } discrepancy)
            yield return discrepancy;
    }

    private static IEnumerable<ReportDiscrepancy?> Compare<T>(string path, IReadOnlyList<T> stated, IReadOnlyList<T> computed, Func<string, T, T, IEnumerable<ReportDiscrepancy?>> compare) =>
        stated.Count == computed.Count
            ? Enumerable.Range(0, stated.Count).SelectMany(i => compare($"{path}[{i}]", stated[i], computed[i]))
            : [new(path, $"it has {stated.Count} entries, and should have {computed.Count}")];

    private static ReportDiscrepancy? Compare(string path, double? stated, double? computed) =>
        stated == computed || Math.Abs((stated - computed) ?? double.PositiveInfinity) <= Tolerance * Math.Abs(computed ?? 0)
            ? null
            : new(path, $"it is stated as {ReportText.Of(stated)}, but the events give {ReportText.Of(computed)}");
}
