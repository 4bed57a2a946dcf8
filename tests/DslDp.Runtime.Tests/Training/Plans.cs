namespace DslDp.Runtime.Tests.Training;

/// <summary>Plans for <see cref="HandWrittenModel"/>, as the compiler would have written them.</summary>
internal static class Plans
{
    public const int Records = 200;

    /// <summary>The size of the data set is known at run time only.</summary>
    public static PrivacyPlan LeftToTheRun { get; } = new()
    {
        Model = nameof(HandWrittenModel),
        MaxEpsilon = 3,
        Delta = 1e-5,
        Accountant = AccountantKind.Rdp,
        BatchSize = 20,
        Epochs = 2,
        Optimizer = new() { Kind = OptimizerKind.Sgd, LearningRate = 0.5 },
    };

    /// <summary>A few steps with a good deal of noise.</summary>
    public static PrivacyPlan Usual { get; } = WithNoise(2.0, steps: 10);

    public static PrivacyPlan WithNoise(double sigma, int steps, double maxEpsilon = 50) => LeftToTheRun with
    {
        MaxEpsilon = maxEpsilon,
        Records = Records,
        Epochs = null,
        Steps = steps,
        NoiseMultiplier = sigma,
        ClipNorm = 1.5,
        Layers = [new("hidden", "Linear(4, 8)", "ghost norm"), new("output", "Linear(8, 3)", "ghost norm")],
        Assumptions = [new("Each example's loss depends on that example alone", AssumptionBasis.Proved, "The compiler followed the batch axis through forward and the loss.")],
    };
}
