namespace DslDp.Generator.Reading;

/// <summary>What <c>[Training]</c> and <c>[Clipping]</c> say. Null where it is known only at the run, or left out.</summary>
internal sealed record TrainingDeclaration(
    long? Records, long BatchSize, int? Epochs, int? Steps, string Optimizer, double LearningRate, double Momentum, double WeightDecay, double ClipNorm);
