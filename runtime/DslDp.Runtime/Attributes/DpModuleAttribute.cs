namespace DslDp;

/// <summary>
/// This class is a building block that private models may use: a residual block, an attention layer, a feature encoder.
/// The compiler analyses its <c>forward</c> wherever a model calls it. A block has no budget of its own.
/// </summary>
/// <remarks>The class is <c>sealed partial</c> and derives from a TorchSharp <c>Module&lt;…&gt;</c>.</remarks>
/// <example>
/// <code>
/// [DpModule]
/// public sealed partial class Residual : Module&lt;Tensor, Tensor&gt;
/// {
///     private readonly Linear inner = Linear(64, 64);
///     public override Tensor forward([BatchOf(64)] Tensor features) => features + inner.call(features).tanh();
/// }
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class DpModuleAttribute : Attribute;
