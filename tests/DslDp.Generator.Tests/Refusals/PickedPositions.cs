using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Refusals;

/// <summary>Tensors as indices: each example's positions in what is the same for all, or in its own row; masks only where they are written under.</summary>
public class PickedPositions
{
    private const string Members = "private readonly Tensor table = torch.linspace(0, 1, 8); private readonly Parameter rows = Parameter(torch.randn(8, 4)); private readonly Tensor flags = torch.tensor(new bool[] { true, false, true, true, true, true, true, true });";

    private static string Model(string forward) => new ModelSource { Members = Members, Forward = "var best = h.argmax(1); " + forward }.Text;

    [Theory]
    [InlineData("return h * table[best].unsqueeze(1);")]
    [InlineData("return torch.cat([rows[best], rows[x.argmax(1)]], 1) + h;")]
    [InlineData("return h * table[h.argsort(1)];")]
    [InlineData("return h * table[x.to(ScalarType.Int64)] * table[torch.tensor(new long[] { 0, 0, 0, 0, 1, 1, 1, 1 })];")]
    [InlineData("return h * table[torch.randint(0, 8, [x.shape[0]])].unsqueeze(1);")]
    [InlineData("return h * table[x.to(torch.int64)];")]
    [InlineData("return h * h[torch.arange(h.shape[0]), best].unsqueeze(1);")]
    [InlineData("var each = torch.arange(0, h.shape[0], dtype: ScalarType.Int64).unsqueeze(1); return h[each, h.argsort(1)];")]
    [InlineData("var y = h.clone(); y[y < 0] = 0; y[best == 3] = -1; return y;")]
    [InlineData("var y = torch.zeros_like(x); y[x > 0] = 1; return y * h;")]
    public void Of_each_example_are_accepted(string forward) => Verdict.Accepts(Model(forward));

    [Theory]
    [InlineData("return h[best];")]
    [InlineData("return h * table[torch.randint(0, 2, [x.shape[0]], dtype: ScalarType.Byte)].unsqueeze(1);")]
    [InlineData("return h * table[best.roll(1, 0)].unsqueeze(1);")]
    [InlineData("return h * h[torch.arange(h.shape[0]), best.flip(0)].unsqueeze(1);")]
    [InlineData("return h * table[torch.arange(h.shape[0])].unsqueeze(1);")]
    [InlineData("return h * torch.arange(h.shape[0]).unsqueeze(1);")]
    [InlineData("return h[torch.arange(h.shape[0]) + 1 - 1, best].unsqueeze(1) * h;")]
    [InlineData("return h[torch.arange(h.shape[0]).flip(0), best].unsqueeze(1) * h;")]
    [InlineData("return h[torch.arange(h.shape[0]).to(ScalarType.Byte), best].unsqueeze(1) * h;")]
    [InlineData("return h[torch.arange(h.shape[0]).unsqueeze(1), best].sum(1, keepdim: true) * h;")]
    [InlineData("return h * h[best, torch.arange(h.shape[0])].unsqueeze(1);")]
    [InlineData("return h[torch.arange(1, h.shape[0] + 1) - 1, best].unsqueeze(1) * h;")]
    [InlineData("var each = torch.arange(h.shape[0]); each.add_(1); return h[each, best].unsqueeze(1) * h;")]
    [InlineData("return h * table[(x > 0)[.., 0]].sum();")]
    [InlineData("return h[h > 0].sum() * h;")]
    [InlineData("return torch.cat([x[TensorIndex.Colon, TensorIndex.Tensor(flags)], x], 1)[.., ..8].reshape(-1, 8) + h;")]
    [InlineData("return x[TensorIndex.Colon, TensorIndex.Tensor(flags)].reshape(-1, 8).softmax(1);")]
    [InlineData("return x[TensorIndex.Colon, TensorIndex.Tensor(torch.arange(8, dtype: ScalarType.Byte))].reshape(-1, 8).softmax(1);")]
    [InlineData("return h * table[torch.zeros_like(h.argsort(1), dtype: ScalarType.Byte)];")]
    [InlineData("return h * table[best.to(ScalarType.Byte)].unsqueeze(1);")]
    [InlineData("var y = h.clone(); y[y < y.mean()] = 0; return y;")]
    [InlineData("var y = h.clone(); y[(y < 0).roll(1, 0)] = 0; return y;")]
    [InlineData("var y = h.clone(); y[y < 0] = h.sum(); return y;")]
    [InlineData("var y = h.clone(); y[(y < 0).t()] = 0; return y;")]
    [InlineData("var y = torch.zeros(8, 8); y[x > 0] = 1; return h.matmul(y);")]
    [InlineData("var y = torch.zeros(8); y[best > 3] = 1; return h * y;")]
    [InlineData("table[best] = 1; return h * table;")]
    public void That_lead_to_others_are_refused(string forward) => Verdict.RefusesSomehow(Model(forward));

    [Fact]
    public void A_place_in_the_batch_that_enters_a_value_is_named() => Verdict.Refuses(
        "DSLDP2004",
        "the same for all examples",
        new ModelSource { Forward = "var each = torch.[|arange(x.shape[0])|]; return h * each.unsqueeze(1);" }.Text);

    [Fact]
    public void What_may_be_a_mask_is_named() => Verdict.Refuses(
        "DSLDP2007",
        "blank out with where",
        new ModelSource { Forward = "return [|h[h > 0]|].sum() * h;" }.Text);
}
