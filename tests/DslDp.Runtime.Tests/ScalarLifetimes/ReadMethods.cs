using TorchSharp;
using static TorchSharp.torch;

namespace DslDp.Runtime.Tests.ScalarLifetimes;

/// <summary>Small methods for <see cref="ScalarReaderTests"/> to read; none of them is run.</summary>
internal static class ReadMethods
{
    private static Scalar half = 0.5;

    private static Scalar Held { get; } = 0.5;

    public static Tensor ByUsing(Tensor x)
    {
        using Scalar held = 0.5;
        return x.mul(held);
    }

    public static Tensor ByTwoUsings(Tensor x, Tensor y, int times)
    {
        using Scalar first = 0.5, second = times;
        while (times-- > 0)
            x.mul_(first).add_(y, second);
        return x;
    }

    public static Tensor ByUsingOfAnOption(Tensor x, long? end)
    {
        using Scalar? held = end is { } value ? value : null;
        return x.clamp(held);
    }

    public static Tensor ByProperty(Tensor x, Tensor y) => x.add(y, Held);

    public static Tensor WithoutScalars(Tensor x, Tensor y) => (x * y.sum()) - x.mean([0L]).to(float64).sub(y).div(x.item<float>() > 0 ? x : y);

    public static Tensor ForTheCall(Tensor x) => x.mul(0.5);

    public static Tensor ForAVariable(Tensor x)
    {
        Scalar made = 0.5;
        return x.mul(made).mul_(made);
    }

    public static Tensor ForOneOfTwoVariables(Tensor x)
    {
        using Scalar held = 0.5;
        Scalar made = 0.25;
        return x.mul(held).mul_(made);
    }

    public static Tensor ForAField(Tensor x)
    {
        half = 0.25;
        return x.mul(half);
    }

    public static Func<Tensor> ForALambda(Tensor x) => () => x.mul(0.5);

    public static Scalar ForTheCaller() => 0.5;

    public static Tensor ByOperator(Tensor x, Tensor y) => x + y;

    public static Tensor ByOperatorWithANumber(Tensor x) => x / 2;

    public static Tensor ByOptionalArgument(Tensor x, Tensor y) => x.add_(y);

    public static Tensor BySquare(Tensor x) => x.square();

    public static Tensor ByFunction(Tensor x) => nn.functional.leaky_relu(x, 0.1);

    public static float ByReadingANumber(Tensor x) => x.ToSingle();

    public static Func<Tensor, Tensor> ByDelegate(Tensor x) => x.add;

    public static Tensor ByModule(nn.Module<Tensor, Tensor> module, Tensor x) => module.call(x);

    public static Tensor ByInterface(nn.IModule<Tensor, Tensor> module, Tensor x) => module.call(x);

    public static Tensor? ByOptimizer(optim.Optimizer optimizer) => optimizer.step();
}
