namespace DslDp.Generator.Tests.Experiments;

/// <summary>
/// TorchSharp 0.107 does not catch the exception of a <c>matmul</c> whose shapes do not fit, and the process ends. Lengths that the compiler does not
/// know may fail to fit at the run, so programs are run with a product that looks first; it is their own text that is proved.
/// </summary>
internal static class GuardedProducts
{
    /// <summary>The name of the product in <see cref="Source"/>.</summary>
    public const string Matmul = "GuardedMatmul";

    /// <summary>Compiled beside the programs.</summary>
    public const string Source = """
        namespace Experiments
        {
            public static class GuardedProducts
            {
                public static TorchSharp.torch.Tensor GuardedMatmul(this TorchSharp.torch.Tensor left, TorchSharp.torch.Tensor right)
                {
                    long[] a = left.shape, b = right.shape;
                    if (a.Length == 0 || b.Length == 0 || a[^1] != b[b.Length == 1 ? 0 : ^2])
                        throw new System.ArgumentException("These matrices cannot be multiplied.");
                    for (int i = 3; i <= System.Math.Min(a.Length, b.Length); i++)
                    {
                        if (a[^i] != b[^i] && a[^i] != 1 && b[^i] != 1)
                            throw new System.ArgumentException("These stacks of matrices cannot be multiplied.");
                    }

                    return left.matmul(right);
                }
            }
        }
        """;
}
