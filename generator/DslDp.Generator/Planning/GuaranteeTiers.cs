using System;

namespace DslDp.Generator.Planning;

/// <summary>
/// What an ε is worth (the tiers of Ponomareva et al. 2023, arXiv:2303.00654): up to 1 a guarantee is strong, up to 10 reasonable; above, e^ε
/// says little, and only an attack shows what the model gives away.
/// </summary>
internal static class GuaranteeTiers
{
    public const double LargestStrong = 1, LargestReasonable = 10;

    /// <summary>The tier with what it means, as a sentence.</summary>
    /// <param name="epsilon">ε of the plan.</param>
    /// <param name="delta">δ.</param>
    public static string Describe(double epsilon, double delta)
    {
        var tier = epsilon <= LargestStrong ? Text.Of($"A strong guarantee (ε up to {LargestStrong})")
            : epsilon <= LargestReasonable ? Text.Of($"A reasonable guarantee (ε above {LargestStrong} and up to {LargestReasonable})")
            : Text.Of($"A weak guarantee (ε above {LargestReasonable}), which needs evidence by an audit");
        return Text.Of($"{tier}: one example changes the probability of any result by a factor of at most e^ε = {Factor(epsilon)}, except with probability {Text.Literal(delta)}.");
    }

    /// <summary>Rounded up, to two digits where it is small.</summary>
    private static string Factor(double epsilon)
    {
        var factor = Math.Exp(epsilon);
        if (factor >= 1e6) return Text.Of($"{factor:0.0e+0}");
        var scale = factor < 10 ? 10 : 1;
        return Text.Of($"{Math.Ceiling(factor * scale) / scale}");
    }
}
