namespace DslDp;

/// <summary>
/// This class is a model to be trained with differential privacy. The compiler proves that each example's loss depends
/// on that example alone, computes the noise that the <see cref="PrivacyBudgetAttribute"/> asks for, and writes the
/// training loop into the class (<c>TrainPrivately</c>). A model that cannot be trained privately does not compile.
/// </summary>
/// <remarks>
/// The class is <c>sealed partial</c> and derives from a TorchSharp <c>Module&lt;…&gt;</c>; it also carries a
/// <see cref="PrivacyBudgetAttribute"/> and a <see cref="TrainingAttribute"/>, and one static method has the
/// <see cref="LossAttribute"/>.
/// </remarks>
/// <example>
/// <code>
/// [DpModel]
/// [PrivacyBudget(epsilon: 3.0, delta: 1e-5)]
/// [Training(records: 60_000, batchSize: 1024, Epochs = 30, LearningRate = 0.5)]
/// public sealed partial class Digits : Module&lt;Tensor, Tensor&gt; { … }
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class DpModelAttribute : Attribute;
