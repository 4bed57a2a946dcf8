using DslDp;
using DslDp.Accounting;

namespace PrivacyCalculator;

/// <summary>A training run as the accountants see it.</summary>
internal sealed record Plan(int Records, int Batch, double Epochs, double Delta)
{
    public long Steps => Math.Max(1, (long)(Epochs * Records / Batch));

    public double SamplingProbability => (double)Batch / Records;

    /// <summary>The event of the whole run with the given noise.</summary>
    public PrivacyEvent Event(double noise) => StepsOf(Steps, noise);

    /// <summary>The event of the first steps.</summary>
    public PrivacyEvent StepsOf(long steps, double noise) =>
        new SelfComposedEvent(new PoissonSampledEvent(SamplingProbability, new GaussianEvent(noise)), steps);

    /// <summary>ε of the whole run; an upper bound.</summary>
    public double Epsilon(AccountantKind accountant, double noise) => PrivacyAccountant.Create(accountant).Compose(Event(noise)).GetEpsilon(Delta);

    /// <summary>What is wrong with the numbers and what to do, or null.</summary>
    public string? Problem => this switch
    {
        { Records: < 1 } => $"--records is {Records}; write the number of records of the data set",
        { Batch: < 1 } => $"--batch is {Batch}; write the expected number of records in a batch",
        _ when Batch > Records => $"--batch is {Batch}, more than the {Records} records; make it smaller",
        _ when !(Epochs > 0) || double.IsInfinity(Epochs) => $"--epochs is {Epochs}; write a number above 0",
        _ when !(Delta > 0 && Delta < 1) => $"--delta is {Delta}; write a number between 0 and 1",
        _ when Delta * Records >= 1 => $"--delta is {Delta}, which is 1/{Records} or more and would allow publishing a whole record; write one well below {1.0 / Records:0.#e+0}",
        _ when Epochs * Records / Batch > 1e9 => "the run has more than 10^9 steps; lower --epochs or raise --batch",
        _ => null,
    };
}
