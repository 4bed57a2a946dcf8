using DslDp.Generator.Tests.Gradients;
using static TorchSharp.torch;

namespace DslDp.Generator.Tests.Operators;

/// <summary>Rows read dimension −1 as the last axis, as PyTorch does; for three operators TorchSharp reads it as all axes. Compared with TorchSharp itself.</summary>
[Collection(OneAfterTheOther.Name)]
public class LastAxis
{
    private static readonly Dictionary<string, Func<Tensor, long, Tensor>> Operators = new()
    {
        ["all"] = (x, dim) => x.all(dim),
        ["amax"] = (x, dim) => x.amax([dim]),
        ["aminmax"] = (x, dim) => x.aminmax(dim).min,
        ["any"] = (x, dim) => x.any(dim),
        ["argmax"] = (x, dim) => x.argmax(dim),
        ["argmin"] = (x, dim) => x.argmin(dim),
        ["argsort"] = (x, dim) => x.argsort(dim),
        ["count_nonzero"] = (x, dim) => x.count_nonzero([dim]),
        ["cumsum"] = (x, dim) => x.cumsum(dim),
        ["diff"] = (x, dim) => x.diff(1, dim),
        ["flip"] = (x, dim) => x.flip(dim),
        ["kthvalue"] = (x, dim) => x.kthvalue(2, dim).values,
        ["logsumexp"] = (x, dim) => x.logsumexp(dim),
        ["max"] = (x, dim) => x.max(dim).values,
        ["mean"] = (x, dim) => x.mean([dim]),
        ["min"] = (x, dim) => x.min(dim).values,
        ["mode"] = (x, dim) => x.mode(dim).values,
        ["nanquantile"] = (x, dim) => x.nanquantile(tensor(0.5f), dim),
        ["norm"] = (x, dim) => x.norm((int)dim),
        ["prod"] = (x, dim) => x.prod(dim),
        ["quantile"] = (x, dim) => x.quantile(tensor(0.5f), dim),
        ["roll"] = (x, dim) => x.roll(1, dim),
        ["softmax"] = (x, dim) => x.softmax(dim),
        ["sort"] = (x, dim) => x.sort(dim).Values,
        ["std"] = (x, dim) => x.std(dim),
        ["std_mean"] = (x, dim) => x.std_mean([dim]).std,
        ["sum"] = (x, dim) => x.sum(dim),
        ["topk"] = (x, dim) => x.topk(2, (int)dim).values,
        ["trapezoid"] = (x, dim) => x.trapezoid(1, dim),
        ["var"] = (x, dim) => x.var(dim),
    };

    private static readonly string[] TakeAllAxes = ["aminmax", "nanquantile", "quantile"];

    public static TheoryData<string> Names => [.. Operators.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_dimension_minus_one(string name)
    {
        using var scope = NewDisposeScope();
        var x = randn(4, 6);
        var (last, minusOne) = (Operators[name](x, 1), Operators[name](x, -1));
        if (Array.IndexOf(TakeAllAxes, name) >= 0) Assert.Empty(minusOne.shape);
        else Assert.True(last.shape.SequenceEqual(minusOne.shape) && last.equal(minusOne).all().item<bool>(), $"{name}: {last} and {minusOne}");
    }
}
