using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Operators;

/// <summary>Sums of products, functions of matrices, Fourier transforms, special functions.</summary>
public class ProductTests
{
    [Theory]
    [InlineData("DSLDP2001", "torch.[|einsum(\"bi,bj->ij\", h, x)|].unsqueeze(0) + h")]
    [InlineData("DSLDP2002", "torch.[|einsum(\"bi,ci->bc\", h, x)|]")]
    [InlineData("DSLDP2001", "torch.[|einsum(\"bi,bi\", h, torch.zeros(100, 8))|]")]
    [InlineData("DSLDP2001", "torch.[|einsum(\"bi->i\", h)|] + h")]
    [InlineData("DSLDP2002", "torch.[|tensordot(h, x, new long[] { 1 }, new long[] { 1 })|]")]
    [InlineData("DSLDP2001", "torch.[|tensordot(h, x)|] + h")]
    [InlineData("DSLDP2007", "torch.[|tensordot(h, torch.zeros(8, 3), 1)|]")]
    [InlineData("DSLDP2002", "h.select(1, 0).[|outer(x.select(1, 0))|]")]
    [InlineData("DSLDP2002", "h.[|inner(x)|]")]
    [InlineData("DSLDP2001", "h.select(1, 0).[|dot(x.select(1, 0))|] + h")]
    [InlineData("DSLDP2001", "h.t().[|mv(x.select(1, 0))|] + h")]
    [InlineData("DSLDP2002", "torch.[|cdist(h, x)|]")]
    [InlineData("DSLDP2001", "torch.linalg.[|inv(h)|]")]
    [InlineData("DSLDP2001", "torch.linalg.[|solve(torch.eye(8), h)|]")]
    [InlineData("DSLDP2007", "torch.linalg.[|solve(h.view(-1, 2, 2), torch.zeros(2, 2))|].flatten(1)")]
    [InlineData("DSLDP2001", "torch.linalg.[|svdvals(h)|] + h")]
    [InlineData("DSLDP2001", "h / torch.linalg.[|norm(h)|]")]
    [InlineData("DSLDP2001", "h / torch.linalg.[|vector_norm(h, dims: new long[] { 0 })|]")]
    [InlineData("DSLDP2001", "h / torch.linalg.[|matrix_norm(h)|]")]
    [InlineData("DSLDP2001", "torch.fft.[|fft_(h, dim: 0)|].real")]
    [InlineData("DSLDP2001", "torch.fft.[|fft2(h)|].real")]
    [InlineData("DSLDP2001", "torch.fft.[|fftn(h)|].real")]
    [InlineData("DSLDP2009", "torch.fft.fft2(h.view(-1, 2, 4), dim: [|new long[] { 1 }|]).real.flatten(1)")]
    [InlineData("DSLDP2009", "torch.fft.rfft2(h.view(-1, 2, 4), [|new long[] { 2 }|]).real.flatten(1)")]
    [InlineData("DSLDP2001", "torch.fft.[|fftshift(h)|]")]
    [InlineData("DSLDP2001", "torch.special.[|softmax(h, 0)|]")]
    [InlineData("DSLDP2007", "torch.special.airy_ai(h, [|x|])")]
    public void What_reaches_over_the_examples_is_refused(string id, string expression) => Verdict.Refuses(id, "; ", ModelSource.Returning(expression));

    [Theory]
    [InlineData("torch.einsum(\"bi,bi->bi\", h, x)")]
    [InlineData("torch.einsum(\"bi,ij->bj\", h, torch.zeros(8, 3))")]
    [InlineData("torch.einsum(\"bi,bj->bij\", h, x).sum(dim: 2)")]
    [InlineData("torch.tensordot(h, torch.zeros(8, 3), new long[] { 1 }, new long[] { 0 })")]
    [InlineData("h.select(1, 0).outer(torch.zeros(3))")]
    [InlineData("h.inner(torch.zeros(3, 8))")]
    [InlineData("h.mv(torch.zeros(8)).unsqueeze(1) + h")]
    [InlineData("torch.cdist(h, torch.zeros(5, 8))")]
    [InlineData("torch.cdist(h.view(-1, 4, 2), x.view(-1, 4, 2)).flatten(1)")]
    [InlineData("torch.linalg.matrix_exp(h.view(-1, 2, 2, 2)).flatten(1)")]
    [InlineData("torch.linalg.solve(torch.eye(8), h.unsqueeze(2)).squeeze(2)")]
    [InlineData("torch.linalg.solve(h.view(-1, 2, 2, 2) + torch.eye(2), x.view(-1, 2, 2, 2)).flatten(1)")]
    [InlineData("h / torch.linalg.norm(h, dims: new long[] { 1 }, keepdim: true)")]
    [InlineData("torch.linalg.vecdot(h, x).unsqueeze(1) + h")]
    [InlineData("torch.fft.fft_(h).real")]
    [InlineData("torch.fft.rfft(h).abs()")]
    [InlineData("torch.fft.fft2(h.view(-1, 2, 4)).real.flatten(1)")]
    [InlineData("torch.special.expit(h)")]
    [InlineData("torch.special.softmax(h, 1)")]
    public void What_stays_within_an_example_is_accepted(string expression) => Verdict.Accepts(ModelSource.Returning(expression));
}
