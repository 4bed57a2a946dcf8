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
    [InlineData("", "return h.[|view(h.shape[0], 3, 3)|];", "8 values an example where it takes 9")]
    [InlineData("", "return h.[|view(h.shape[0], -1, 3)|];", "8 values an example cannot be divided by 3")]
    [InlineData("", "return h.[|unflatten(1, 3, 3)|];", "make the sizes multiply to what there is")]
    [InlineData("", "return h * ones(4, 2).[|view(3, 3)|].sum();", "8 values where it takes 9")]
    [InlineData("", "return torch.[|cat([h.unsqueeze(1), h.view(-1, 2, 4)], 1)|];", "they differ on axis 2")]
    [InlineData("", "return torch.[|cat([h.view(-1, 2, 4), h.view(-1, 8, 1)], 1)|];", "make the other axes equal")]
    [InlineData("", "return torch.[|stack([h, h.narrow(1, 0, 4)], 1)|];", "make the other axes equal")]
    [InlineData("", "return h.[|narrow(1, 6, 4)|];", "stay within the axis")]
    [InlineData("", "return [|h[.., 8]|];", "which has 8")]
    [InlineData("", "return h.[|select(1, -9)|];", "stay within the axis")]
    [InlineData("", "return functional.[|layer_norm(h, [9])|];", "8 features where it takes 9")]
    [InlineData("", "return functional.[|group_norm(h.unsqueeze(2), 3)|].squeeze(2);", "use a divisor")]
    [InlineData("", "return h.[|split([3, 4], 1)|][0];", "make the parts add up to 8")]
    [InlineData("", "return [|h.chunk(2, 1)[2]|];", "stay within the list")]
    [InlineData("", "return functional.[|pixel_shuffle(h.view(-1, 2, 2, 2), 2)|].flatten(1);", "use a divisor")]
    [InlineData("", "return functional.[|pad(h, [0, -9])|];", "pad by less below zero")]
    [InlineData("", "return functional.[|scaled_dot_product_attention(h.view(-1, 2, 4), h.view(-1, 4, 2), h.view(-1, 4, 2))|].flatten(1);", "4 features of the queries where it takes 2")]
    [InlineData("", "return functional.[|scaled_dot_product_attention(h.view(-1, 2, 4), h.view(-1, 2, 4), h.view(-1, 4, 2))|].flatten(1);", "4 positions of the values where it takes 2")]
    [InlineData("private readonly Conv2d conv = Conv2d(4, 6, 1, groups: 3);", "return conv.[|call(h.view(-1, 4, 2, 1))|].flatten(1);", "use a divisor")]
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
    [InlineData("", "return h.view(h.shape[0], -1, 4).flatten(1);")]
    [InlineData("", "return torch.cat([h.view(-1, 2, 4), h.view(-1, 2, 4).narrow(1, 1, 1)], 1).flatten(1);")]
    [InlineData("", "return h.narrow(1, -4, 4);")]
    [InlineData("", "return h * h[.., -8].unsqueeze(1) * h[.., 7].unsqueeze(1);")]
    [InlineData("", "return functional.pad(h, [0, -7]);")]
    [InlineData("", "return functional.scaled_dot_product_attention(h.view(-1, 2, 4), h.view(-1, 2, 4), h.view(-1, 2, 4)).flatten(1);")]
    [InlineData("private readonly Conv2d conv = Conv2d(4, 6, 1, groups: 2);", "return conv.call(h.view(-1, 4, 2, 1)).flatten(1);")]
    public void That_fit_are_accepted(string members, string forward) => Verdict.Accepts(new ModelSource { Members = members, Forward = forward }.Text);
}
