namespace DslDp;

/// <summary>
/// The rule that turns a noisy gradient into new weights. It sees nothing but noise already added, so it costs no privacy.
/// </summary>
public enum OptimizerKind
{
    /// <summary>Stochastic gradient descent, with momentum and weight decay as in <c>torch.optim.SGD</c>.</summary>
    Sgd,
}
