using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Operators;

/// <summary><c>torch.nn.functional</c>: normalisations, similarities, images.</summary>
public class FunctionalTests
{
    [Theory]
    [InlineData("DSLDP2001", "functional.[|layer_norm(h.t(), new long[] { 8 })|].t()")]
    [InlineData("DSLDP2001", "functional.[|layer_norm(h, new long[] { 1024, 8 })|]")]
    [InlineData("DSLDP2001", "functional.[|group_norm(h.unsqueeze(0), 1)|].squeeze(0)")]
    [InlineData("DSLDP1001", "functional.[|instance_norm(h.view(-1, 2, 4), use_input_stats: false)|].flatten(1)")]
    [InlineData("DSLDP2001", "functional.[|instance_norm(h.unsqueeze(0))|].squeeze(0)")]
    [InlineData("DSLDP2001", "functional.[|cosine_similarity(h, x, 0)|] + h")]
    [InlineData("DSLDP2002", "functional.[|cosine_similarity(h.unsqueeze(1), x.unsqueeze(0), 2)|]")]
    [InlineData("DSLDP2002", "functional.[|pairwise_distance(h.unsqueeze(1), x.unsqueeze(0))|]")]
    [InlineData("DSLDP2001", "functional.[|scaled_dot_product_attention(h, h, h)|]")]
    [InlineData("DSLDP2001", "functional.[|pad(h, new long[] { 0, 0, 1, 0 })|]")]
    [InlineData("DSLDP2001", "functional.[|interpolate(h.t().unsqueeze(0), new long[] { 4 })|].squeeze(0).t()")]
    [InlineData("DSLDP2004", "functional.interpolate(h.unsqueeze(1), [|new long[] { x.shape[0] }|]).squeeze(1)")]
    [InlineData("DSLDP2001", "functional.[|one_hot(h.argmax(1))|].@float()")]
    [InlineData("DSLDP2001", "functional.[|glu(h, 0)|]")]
    [InlineData("DSLDP2001", "functional.[|pixel_shuffle(h.view(1, -1, 2, 4), 2)|].view(x.shape[0], -1)")]
    [InlineData("DSLDP2001", "functional.[|grid_sample(torch.zeros(100, 1, 4, 4), h.view(-1, 2, 2, 2))|].flatten(1)")]
    public void What_reaches_over_the_examples_is_refused(string id, string expression) => Verdict.Refuses(id, "; ", ModelSource.Returning(expression));

    [Theory]
    [InlineData("functional.layer_norm(h, new long[] { 8 })")]
    [InlineData("functional.group_norm(h.view(-1, 4, 2), 2).flatten(1)")]
    [InlineData("functional.instance_norm(h.view(-1, 2, 4)).flatten(1)")]
    [InlineData("functional.cosine_similarity(h, x).unsqueeze(1) + h")]
    [InlineData("functional.pairwise_distance(h, x).unsqueeze(1) + h")]
    [InlineData("functional.scaled_dot_product_attention(h.view(-1, 2, 4), x.view(-1, 2, 4), x.view(-1, 2, 4)).flatten(1)")]
    [InlineData("functional.pad(h, new long[] { 1, 1 })")]
    [InlineData("functional.interpolate(h.unsqueeze(1), new long[] { 4 }).squeeze(1)")]
    [InlineData("functional.one_hot(h.argmax(1), 8).@float()")]
    [InlineData("functional.glu(h)")]
    [InlineData("functional.pixel_shuffle(h.view(-1, 4, 2, 1), 2).flatten(1)")]
    [InlineData("functional.grid_sample(x.view(-1, 2, 2, 2), h.view(-1, 2, 2, 2)).flatten(1)")]
    public void What_stays_within_an_example_is_accepted(string expression) => Verdict.Accepts(ModelSource.Returning(expression));
}
