namespace DslDp.Accounting;

/// <summary>The logarithm of E exp(θ·loss), with its first two derivatives: mean and variance of the loss after tilting by θ.</summary>
internal readonly record struct Cumulants(double Value, double Mean, double Variance);
