using DslDp.Generator.Tests.Gradients;
using Xunit.Abstractions;

namespace DslDp.Generator.Tests.Experiments;

/// <summary>Whether the experiment would notice a wrong row: one after the other, rows claim to keep examples apart where they do not.</summary>
[Collection(OneAfterTheOther.Name)]
public class WrongRowTests(ITestOutputHelper output)
{
    private const int Together = 40;

    private const int Attempts = 12;

    /// <summary>The members whose row is made wrong, and the operations that the programs are made of.</summary>
    public static TheoryData<string, string> Rows => new()
    {
        { "torch.Tensor.softmax", "A.softmax(D)" },
        { "torch.Tensor.log_softmax", "A.log_softmax(D)" },
        { "torch.Tensor.cumsum", "A.cumsum(D)" },
        { "torch.Tensor.cumprod", "A.cumprod(D)" },
        { "torch.Tensor.logcumsumexp", "A.logcumsumexp(D)" },
        { "torch.Tensor.flip", "A.flip(D)" },
        { "torch.Tensor.roll", "A.roll(1, D)|A.roll(1)" },
        { "torch.Tensor.flipud", "A.flipud()" },
        { "torch.Tensor.argsort", "A.argsort(D).to(float32)" },
        { "torch.Tensor.renorm", "A.renorm(2, D, 1)" },
        { "torch.Tensor.mean", "A - A.mean(S, keepdim: true)|A - A.mean()" },
        { "torch.Tensor.amax", "A / A.amax(S, keepdim: true)" },
        { "torch.Tensor.amin", "A - A.amin(S, keepdim: true)" },
        { "torch.Tensor.logsumexp", "A - A.logsumexp(D, keepdim: true)" },
        { "torch.Tensor.norm", "A / A.norm()" },
        { "torch.Tensor.std", "A / A.std()" },
        { "torch.Tensor.this[]", "A - A[0]|A + A[^1]" },
        { "torch.Tensor.select", "A - A.select(D, 0)" },
        { "torch.Tensor.t", "A[.., ..5].t()" },
        { "torch.Tensor.index_select", "A.index_select(D, tensor(new long[] { 4, 3, 2, 1, 0 }))" },
        { "torch.Tensor.gather", "A.gather(D, tensor(new long[] { 4, 3, 2, 1, 0 }).reshape(5, 1).expand(5, 6))" },
        { "torch.fft.fftshift", "torch.fft.fftshift(A)" },
        { "torch.fft.fft_", "torch.fft.fft_(A, dim: D).real" },
        { "torch.nn.functional.softmin", "functional.softmin(A, D)" },
        { "torch.nn.functional.normalize", "functional.normalize(A, dim: D)" },
        { "torch.nn.functional.batch_norm", "functional.batch_norm(A, zeros(6), ones(6), training: true)" },
        { "torch.corrcoef", "torch.corrcoef(A)" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void Is_noticed(string member, string operations)
    {
        var random = Experiment.Draws(output);
        using var wrong = new ExchangedRow(member, call =>
        {
            var subject = call.Subject();
            foreach (var argument in call.Arguments) call.Take(argument.Parameter);
            return call.Result(subject, subject.Shape);
        });
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var outcome = Experiment.Run([.. Enumerable.Range(0, Together).Select(number => new RandomProgram(number, random, operations.Split('|')))], random);
            output.WriteLine($"{outcome.Tried} tried, {outcome.Accepted} accepted, {outcome.Ran} ran");
            if (outcome.Violations.Count == 0) continue;
            output.WriteLine(outcome.Violations[0]);
            return;
        }

        Assert.Fail($"{member} may claim to keep examples apart, and no experiment notices");
    }
}
