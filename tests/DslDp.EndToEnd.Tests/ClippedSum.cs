namespace DslDp.EndToEnd.Tests;

/// <summary>A sum of clipped gradients in double precision, and the sum of their absolute values.</summary>
internal sealed class ClippedSum(long length)
{
    private readonly double[] absolutes = new double[length];

    public double[] Values { get; } = new double[length];

    /// <summary>What rounding is measured against: where the gradients of the examples cancel, the error of each stays.</summary>
    public double Scale => absolutes.Max();

    public void Add(double[] gradient, double factor)
    {
        for (var index = 0; index < gradient.Length; index++)
        {
            Values[index] += factor * gradient[index];
            absolutes[index] += Math.Abs(factor * gradient[index]);
        }
    }
}
