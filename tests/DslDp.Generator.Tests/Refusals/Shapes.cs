using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Refusals;

/// <summary>Shapes that do not fit are errors at the call that they do not fit.</summary>
public class Shapes
{
    [Theory]
    [InlineData("", "return hidden.[|call(h.view(-1, 4))|];", "make it take 4 features")]
    [InlineData("private readonly Linear wide = Linear(512, 10);", "return wide.[|call(h)|];", "make it take 8 features")]
    [InlineData("private readonly Conv2d conv = Conv2d(3, 4, 3);", "return conv.[|call(h.view(-1, 1, 2, 4))|].flatten(1);", "make it take 1 channels")]
    [InlineData("private readonly Conv2d conv = Conv2d(1, 4, 3);", "return conv.[|call(h.unsqueeze(1))|].flatten(1);", "feed it [batch, ")]
    [InlineData("private readonly Conv2d conv = Conv2d(1, 4, 5);", "return conv.[|call(h.view(-1, 1, 2, 4))|].flatten(1);", "use a smaller window")]
    [InlineData("private readonly GroupNorm norm = GroupNorm(2, 8);", "return norm.[|call(h)|];", "unsqueeze(2)")]
    [InlineData("private readonly GroupNorm norm = GroupNorm(3, 8);", "return norm.[|call(h.unsqueeze(2))|].flatten(1);", "divisor")]
    [InlineData("private readonly GroupNorm norm = GroupNorm(2, 4);", "return norm.[|call(h.unsqueeze(2))|].flatten(1);", "make it take 8 channels")]
    [InlineData("private readonly MaxPool2d pool = MaxPool2d(2);", "return pool.[|call(h)|];", "2 axes to pool over")]
    [InlineData("", "return [|h + zeros(7)|];", "make the sizes equal, or 1")]
    [InlineData("", "return h.[|matmul(zeros(7, 3))|];", "make them equal")]
    [InlineData("", "return h.[|softmax(2)|];", "name a dimension that the tensor has")]
    [InlineData("", "return h.[|permute(1, 1)|];", "name each dimension once")]
    [InlineData("", "return h.[|unsqueeze(5)|];", "between the axes")]
    [InlineData("", "return [|h[.., 0, 0]|];", "index at most the axes that there are")]
    [InlineData("", "return torch.[|cat([h, h.unsqueeze(1)], 1)|];", "same axes first")]
    [InlineData("", "return [|h + zeros(3, 8)|];", "line up the examples with the examples")]
    public void That_do_not_fit_are_refused(string members, string forward, string says) =>
        Verdict.Refuses("DSLDP2009", says, new ModelSource { Members = members, Forward = forward }.Text);

    [Theory]
    [InlineData("functional.[|cross_entropy(result, labels.unsqueeze(1), reduction: Reduction.None)|]")]
    [InlineData("functional.[|mse_loss(result, labels.@float(), Reduction.None)|].sum(1)")]
    public void A_loss_of_shapes_that_differ_is_refused(string loss) => Verdict.Refuses("DSLDP2009", "; ", ModelSource.WithLoss(loss));

    [Theory]
    [InlineData("private readonly Linear narrow = Linear(4, 2);", "return narrow.call(h.view(-1, 2, 4)).flatten(1);")]
    [InlineData("private readonly Conv2d conv = Conv2d(1, 4, 3, padding: 1);", "return conv.call(h.view(-1, 1, 2, 4)).flatten(1);")]
    [InlineData("private readonly GroupNorm norm = GroupNorm(2, 8);", "return norm.call(h.unsqueeze(2)).squeeze(2);")]
    [InlineData("private readonly MaxPool2d pool = MaxPool2d(2);", "return pool.call(h.view(-1, 1, 2, 4)).flatten(1);")]
    [InlineData("private readonly Sequential rest = Sequential(Linear(8, 4), Tanh(), Dropout(0.5), Linear(4, 8));", "return rest.call(h);")]
    public void That_fit_are_accepted(string members, string forward) => Verdict.Accepts(new ModelSource { Members = members, Forward = forward }.Text);
}
