using System.Globalization;
using System.Text;

namespace DslDp.Generator.Tests.Experiments;

/// <summary>
/// A random model over the operators of the table: a few statements whose dimensions, shapes and operands are drawn without a thought for what is safe.
/// Most mix examples or do not fit; what the compiler accepts of them is what the experiment is about.
/// </summary>
internal sealed class RandomProgram
{
    /// <summary>
    /// One operation each: A and B stand for earlier values, D for a dimension, D2 for another, S for a list of dimensions, N for a small number. From
    /// all families of the table that give a tensor from tensors.
    /// </summary>
    public static IReadOnlyList<string> Operations { get; } =
    [
        .. """
        A.tanh()|A.relu()|A.abs()|A.square()|A.sigmoid()|A.exp()|A.neg()|A.sin()|A.clamp(-1, 1)|A.round()|-A|A * 2|1 - A|A.pow(2)|A.sign()|functional.gelu(A)|functional.leaky_relu(A, 0.1)
        A + B|A - B|A * B|A / B|A.maximum(B)|torch.minimum(A, B)|A.atan2(B)|A.lerp(B, 0.5)|A.addcmul(A, B)|torch.hypot(A, B)|torch.where(A > 0, A, B)|torch.where(A > B, A, B)
        A.masked_fill(A > 0, 0)|A.masked_fill(B > 0, 0)|(A > B).to(float32)|A.round().eq(B.round()).to(float32)|(A > 0).logical_and(B > 0).to(float32)|A.fmod(B)|A.copysign(B)|A.xlogy(B.abs())
        A.sum(S)|A.sum(S, keepdim: true)|A.mean(S)|A.mean(S, keepdim: true)|A.amax(S)|A.amin(S, keepdim: true)|A.logsumexp(D)|A.logsumexp(D, keepdim: true)|A.prod(dim: D)
        A.std(D)|A.var(D, keepdim: true)|A.norm(dim: D)|A.max(D).values|A.min(D, keepdim: true).values|A.median(D).values|A.mode(D).values|A.kthvalue(1, D).values|(A > -1).all(D).to(float32)|(A > 1).any(D).to(float32)
        A.mean()|A.sum()|A.max()|A.min()|A.std()|A.norm()|A - A.mean()|A / A.norm()|A - A.mean(S, keepdim: true)|A / A.sum(S, keepdim: true)|A.nansum()|A.var(unbiased: false)
        A.softmax(D)|A.log_softmax(D)|functional.softmin(A, D)|A.cumsum(D)|A.cumprod(D)|A.cummax(D).values|A.logcumsumexp(D)|A.diff(1, D)|A.flip(D)|A.flip(S)|A.roll(1, D)|A.roll(1)|A.fliplr()|A.flipud()
        A.sort(D).Values|A.argsort(D).to(float32)|A.topk(2, D).values|A.argmax(D).to(float32)|A.argmin(D, keepdim: true).to(float32)|A.renorm(2, D, 1)|A.count_nonzero(S).to(float32)
        A.transpose(D, D2)|A.swapaxes(D, D2)|A.movedim(new long[] { D }, new long[] { D2 })|A.permute(P)|A.t()|A.mT|A.unsqueeze(D)|A.squeeze(D)|A.squeeze()|A.flatten(D, D2)|A.flatten()|A.rot90(1, (D, D2))
        A.reshape(A.shape[0], -1)|A.reshape(-1, 6)|A.reshape(-1, 3)|A.view(-1, 4)|A.reshape(A.shape[0], A.numel() / A.shape[0])|A.reshape(2, -1)|A.reshape(-1)|A.contiguous().view(A.shape[0], 2, -1)|A.unflatten(D, 2, -1)
        A.select(D, 0)|A.narrow(D, 0, 1)|A.narrow(D, 1, 2)|A[0]|A[.., 0]|A[.., ..2]|A[..2]|A[.., 1..]|A[1..]|A[.., ^1]|A[^1]|A[TensorIndex.Ellipsis, 0]|A[TensorIndex.Ellipsis, TensorIndex.Slice(0, null, 2)]|A[TensorIndex.None]|A[.., TensorIndex.None]
        A.chunk(2, D)[0]|A.chunk(2, D)[1]|A.split(2, D)[0]|A.unbind(D)[0]|A.unbind(D)[1]|A.tensor_split(2, D)[0]|A.hsplit(2)[0]|A.vsplit(2)[0]|torch.stack(A.unbind(D), D2)|torch.cat(A.split(1, D), D2)
        A.repeat(1, 2)|A.repeat(2, 1)|A.tile(new long[] { 1, 2 })|A.repeat_interleave(2, D)|A.expand(A.shape)|A.unsqueeze(D).expand(-1, 2, -1)|A.expand(2, -1, -1)|A.broadcast_to(A.shape)|A.expand_as(B)
        torch.cat(new[] { A, B }, D)|torch.stack(new[] { A, B }, D)|torch.hstack(new[] { A, B })|torch.vstack(new[] { A, B })|torch.column_stack(new[] { A, B })|torch.dstack(new[] { A, B })
        A.matmul(B)|A.mm(B)|A.bmm(B)|A.matmul(B.t())|A.matmul(B.transpose(-1, -2))|A.matmul(B.mT)|torch.einsum("bi,bi->b", A, B)|torch.einsum("bi,ci->bc", A, B)|torch.einsum("bi,bj->bij", A, B)|torch.einsum("bij,bij->bi", A, B)
        torch.einsum("...i,...i->...", A, B)|torch.einsum("ij->ji", A)|torch.einsum("bij->bji", A)|torch.einsum("bij,bkj->bik", A, B)|torch.tensordot(A, B, new long[] { 1 }, new long[] { 1 })|torch.inner(A, B)|torch.outer(A.flatten(), A.flatten())|torch.kron(A, B)
        functional.linear(A, weight)|linear.call(A)|A.matmul(weight)|A * weight[0]|A + bias|functional.layer_norm(A, new long[] { 6 })|functional.normalize(A, dim: D)|functional.cosine_similarity(A, B, dim: D)|functional.pairwise_distance(A, B)|torch.cdist(A, B)
        A.gather(D, A.argsort(D))|A.index_select(D, tensor(new long[] { 0, 1 }))|A.take_along_dim(A.argsort(D), D)|A.scatter(D, A.argsort(D), B)|A.scatter_add(D, A.argsort(D), A)|A.index_add(D, tensor(new long[] { 0 }), A.narrow(D, 0, 1), 1)|A[A.argsort(D)]
        A.diagonal()|A.diagonal(0, D, D2)|A.tril()|A.triu()|A.trace()|A.diag_embed()|A.unfold(D, 2, 1)|functional.pad(A, new long[] { 1, 1 })|functional.pad(A, new long[] { 0, 0, 1, 0 })|torch.block_diag(A)|torch.vander(A)|A.det()
        linalg.vector_norm(A, 2, new long[] { D })|linalg.norm(A)|linalg.matrix_norm(A)|A.inverse()|A.matrix_exp()|A.pinverse()|torch.fft.rfft(A, dim: D).abs()|torch.fft.fft_(A, dim: D).real|torch.fft.fft2(A).abs()|torch.fft.fftshift(A)|torch.fft.ifftshift(A, new long[] { D })|torch.corrcoef(A)|torch.cov(A)
        torch.fft.fft2(A, dim: new long[] { D, D2 }).real|torch.fft.ifft2(A).abs()|torch.fft.ifft2(A, dim: new long[] { D, D2 }).imag|torch.fft.rfft2(A, dim: new long[] { D, D2 }).abs()|torch.fft.irfft2(A, dim: new long[] { D, D2 })|torch.fft.rfft2(A).abs()
        torch.fft.fftn(A, dim: S).real|torch.fft.ifftn(A, dim: S).abs()|torch.fft.rfftn(A, dim: S).abs()|torch.fft.irfftn(A, dim: S)|torch.fft.fftn(A).abs()|torch.fft.ifft(A, dim: D).imag|torch.fft.irfft(A, dim: D)|torch.fft.hfft(A, dim: D)|torch.fft.ihfft(A, dim: D).abs()
        functional.avg_pool1d(A, 2)|functional.max_pool1d(A, 2)|functional.adaptive_avg_pool1d(A, 2)|functional.batch_norm(A, zeros(6), ones(6), training: true)|functional.instance_norm(A)|functional.one_hot(A.argmax(-1), 8).to(float32)|functional.unfold(A.unsqueeze(1), (2, 2))
        functional.mse_loss(A, B, reduction: Reduction.None)|functional.smooth_l1_loss(A, B, reduction: Reduction.None)|functional.l1_loss(A, B)|functional.kl_div(A, B, reduction: Reduction.None)|functional.cross_entropy(A, A.argmax(1), reduction: Reduction.None)
        functional.binary_cross_entropy_with_logits(A, B.sigmoid(), reduction: Reduction.None)|functional.cosine_embedding_loss(A, B, ones(1), reduction: Reduction.None)|functional.margin_ranking_loss(A, B, ones(1), reduction: Reduction.None)|functional.triplet_margin_loss(A, B, A, reduction: Reduction.None)
        A * A.shape[0]|A / A.shape[1]|A / A.numel()|A.sum(1) / A.shape[0]|A.new_zeros(A.shape) + A|torch.zeros_like(A).add(B)|torch.ones(A.shape[0], 6) * A|torch.arange(6).to(float32) * A|torch.arange(A.shape[0]).to(float32).unsqueeze(1) * A|torch.eye(6).matmul(A.t()).t()
        A.detach() + B|A.clone()|A.to(float64).to(float32)|A.nan_to_num()|A.relu().heaviside(B)|A.bucketize(tensor(new float[] { 0, 1 })).to(float32)|torch.searchsorted(A, B).to(float32)|A.histc(4)|A.quantile(tensor(0.5f), D)|A - A.quantile(tensor(0.5f), D, true)|A - A.nanquantile(tensor(0.5f), D, true)|A - A.aminmax(D, true).min|A.unique().output|A.nonzero().to(float32)|A.masked_select(A > 0)
        """.Split(['|', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
    ];

    private const int Inputs = 3;

    private readonly Random random;
    private readonly IReadOnlyList<string> operations;
    private readonly bool isChained;
    private readonly List<string> values = ["x", "y", "h"];

    /// <param name="number">Its name.</param>
    /// <param name="random">What the program is drawn from.</param>
    /// <param name="operations">What it is made of; all of <see cref="Operations"/> where left out.</param>
    /// <param name="longest">How many statements there are at most.</param>
    /// <param name="isChained">Each statement works on what the one before it has made, so that all of them reach the loss.</param>
    public RandomProgram(int number, Random random, IReadOnlyList<string>? operations = null, int longest = 4, bool isChained = false)
    {
        this.random = random;
        this.operations = operations ?? Operations;
        this.isChained = isChained;
        Name = "P" + number.ToString(CultureInfo.InvariantCulture);
        var body = new StringBuilder();
        for (var statements = random.Next(1, longest + 1); statements > 0; statements--) body.Append(Statement());
        Body = body.ToString() + $"return {values[^1]};";
    }

    public string Name { get; }

    public string Body { get; }

    /// <summary>The class, with a constructor of its own so that it also compiles without a generator.</summary>
    public string Text => $$"""
        [DpModel]
        [PrivacyBudget(epsilon: 3.0, delta: 1e-5)]
        [Training(records: 60_000, batchSize: 1024, Steps = 30, LearningRate = 0.5)]
        public sealed partial class {{Name}} : Module<Tensor, Tensor, Tensor>
        {
            private readonly Linear linear = Linear(6, 6);
            private readonly Parameter weight = new(randn(6, 6));
            private readonly Parameter bias = new(randn(6));
            public {{Name}}() : base("{{Name}}") => RegisterComponents();
            public override Tensor forward([BatchOf(6)] Tensor x, [BatchOf(4, 6)] Tensor y)
            {
                var h = linear.call(x);
                {{Body}}
            }
            [Loss] private static Tensor Each(Tensor result) => result.reshape(result.shape[0], -1).sum(1);
        }

        """;

    private string Statement()
    {
        var name = "v" + values.Count.ToString(CultureInfo.InvariantCulture);
        var operation = Filled(operations[random.Next(operations.Count)], First());
        var statement = random.Next(8) switch
        {
            0 => $"var {name} = {First()}; for (var i = 0; i < 2; i++) {name} = {Filled(operations[random.Next(operations.Count)], name)};",
            1 => $"var {name} = 3 > 2 ? {operation} : {Value()};",
            2 => $"Tensor F{name}(Tensor t) => {Filled(operations[random.Next(operations.Count)], "t")}; var {name} = F{name}({First()});",
            _ => $"var {name} = {operation};",
        };
        values.Add(name);
        return statement + "\n        ";
    }

    private string First() => isChained && values.Count > Inputs ? values[^1] : Value();

    /// <summary>Mostly the latest value, so that programs have some depth.</summary>
    private string Value() => random.Next(3) > 0 ? values[^1] : values[random.Next(values.Count)];

    private string Filled(string operation, string first)
    {
        var text = new StringBuilder();
        for (var place = 0; place < operation.Length; place++)
        {
            var isWord = (place == 0 || !char.IsLetterOrDigit(operation[place - 1]) && operation[place - 1] is not ('_' or '.' or '"')) && (place + 1 == operation.Length || !char.IsLetter(operation[place + 1]) && operation[place + 1] != '_');
            text.Append((isWord, operation[place]) switch
            {
                (true, 'A') => first,
                (true, 'B') => Value(),
                (true, 'S') => $"new long[] {{ {(random.Next(3) == 0 ? $"{Dimension()}, {Dimension()}" : Dimension())} }}",
                (true, 'P') => random.Next(6) switch { 0 or 1 => "0, 2, 1", 2 => "1, 0", 3 => "2, 1, 0", 4 => "1, 2, 0", _ => "2, 0, 1" },
                (true, 'D') => Dimension(),
                _ => operation[place].ToString(),
            });
            if (isWord && operation[place] == 'D' && place + 1 < operation.Length && operation[place + 1] == '2') place++;
        }

        return text.ToString();
    }

    /// <summary>Axes of the example more often than that of the batch.</summary>
    private string Dimension() => random.Next(8) switch { 0 or 1 => "0", 2 or 3 => "1", 4 => "2", 5 or 6 => "-1", _ => "-2" };
}
