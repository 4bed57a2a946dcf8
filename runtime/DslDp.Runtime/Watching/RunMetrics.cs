using System.Diagnostics.Metrics;

namespace DslDp.Watching;

/// <summary>
/// The meter “DslDp”: public numbers only. Neither the duration of a step nor the size of its batch is among them, as the one follows the
/// other, and ε is measured where it is exact: in between, the figure for people looks ahead by the clock.
/// </summary>
internal sealed class RunMetrics(PrivacyPlan plan, string evaluationName)
{
    public const string Name = "DslDp";

    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long> Steps = Meter.CreateCounter<long>("dsldp.training.steps", "{step}", "Private steps charged to the budget.");
    private static readonly Counter<long> Examples = Meter.CreateCounter<long>("dsldp.training.examples.expected", "{example}", "Examples that the charged steps use on average.");
    private static readonly Gauge<long> Planned = Meter.CreateGauge<long>("dsldp.training.steps.planned", "{step}", "Private steps of the whole run.");
    private static readonly Gauge<double> Evaluation = Meter.CreateGauge<double>("dsldp.training.evaluation", "1", "The last evaluation, on data that are not to be protected.");
    private static readonly Gauge<double> Epsilon = Meter.CreateGauge<double>("dsldp.privacy.epsilon", "1", "ε spent so far, an upper bound: at the start, the ends of epochs and the end of the run.");
    private static readonly Gauge<double> Delta = Meter.CreateGauge<double>("dsldp.privacy.delta", "1", "δ of the guarantee.");

    private readonly KeyValuePair<string, object?> model = new("dsldp.model", plan.Model);

    public void Started(double epsilon)
    {
        Planned.Record(plan.Steps!.Value, model);
        Delta.Record(plan.Delta, model);
        Spent(epsilon);
    }

    public void StepCharged()
    {
        Steps.Add(1, model);
        Examples.Add(plan.BatchSize, model);
    }

    public void Evaluated(double? value)
    {
        if (value is { } evaluation)
            Evaluation.Record(evaluation, model, new("dsldp.evaluation.name", evaluationName));
    }

    public void Spent(double epsilon) => Epsilon.Record(epsilon, model);
}
