using DslDp.Generator.Tests.CodeFixes;
using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Refusals;

/// <summary>Layers that take time on axis 0, fed the examples there: they would go from example to example.</summary>
public class SequenceFirstLayers
{
    private static string Model(string member, string forward) => new ModelSource { Members = member, Forward = forward }.Text;

    [Theory]
    [InlineData("private readonly LSTM memory = LSTM(4, 4);", "var (y, _, _) = memory.[|call(h.view(-1, 2, 4))|]; return y.flatten(1);", "make it with batchFirst: true")]
    [InlineData("private readonly GRU memory = GRU(4, 4, batchFirst: false);", "var (y, _) = memory.[|call(h.view(-1, 2, 4))|]; return y.flatten(1);", "make it with batchFirst: true")]
    [InlineData("private readonly RNN memory = RNN(8, 8, batchFirst: true);", "var (y, _) = memory.[|call(h)|]; return y;", "give each example an axis of time")]
    [InlineData("private readonly TransformerEncoderLayer layer = TransformerEncoderLayer(4, 2);", "return layer.[|call(h.view(-1, 2, 4), null!, null!)|].flatten(1);", "transpose(0, 1) before it and after it")]
    [InlineData("private readonly MultiheadAttention attention = MultiheadAttention(4, 2);", "var s = h.view(-1, 2, 4); return attention.[|call(s, s, s, null!, false, null!)|].Item1.flatten(1);", "no batch-first option")]
    public void Are_refused(string member, string forward, string says) => Verdict.Refuses("DSLDP2001", says, Model(member, forward));

    [Theory]
    [InlineData("LSTM(4, 4)", "LSTM(4, 4, batchFirst: true)")]
    [InlineData("LSTM(4, 4, 1, true, false)", "LSTM(4, 4, 1, true, true)")]
    public void A_code_fix_puts_the_batch_first(string before, string after)
    {
        string With(string made) => Model($"private readonly LSTM memory = {made};", "var (y, _, _) = memory.call(h.view(-1, 2, 4)); return y.flatten(1);");
        using var model = new EditedModel(With(before));
        model.Apply(model.Offers()[0].Action);
        Assert.Equal(With(after), model.Texts.Single());
    }
}
