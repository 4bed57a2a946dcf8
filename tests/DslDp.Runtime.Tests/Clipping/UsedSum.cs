using DslDp.Clipping;

namespace DslDp.Runtime.Tests.Clipping;

/// <summary>A sum as a later step finds it: zero, with something left over in its memory that would spoil all it is added to.</summary>
internal static class UsedSum
{
    public static GradientSum Of(TrainableParameters parameters)
    {
        var sum = new GradientSum(parameters);
        sum.Flat.fill_(float.NaN);
        sum.Zero();
        return sum;
    }
}
