namespace DslDp;

/// <summary>A layer of the model, and how the norms of its examples' gradients are computed.</summary>
/// <param name="Name">The field that holds the layer.</param>
/// <param name="Layer">The layer as it was declared, for instance <c>Linear(784, 128)</c>.</param>
/// <param name="Rule">The clipping rule, for instance <c>ghost norm</c>.</param>
public sealed record LayerPlan(string Name, string Layer, string Rule);
