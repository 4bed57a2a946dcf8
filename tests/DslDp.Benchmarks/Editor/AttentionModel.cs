namespace DslDp.Benchmarks.Editor;

/// <summary>A model with one attention block, as a user would write it.</summary>
internal static class AttentionModel
{
    /// <summary>Records, batch size and epochs as they are until somebody edits them.</summary>
    public const string Training = "records: 60_000, batchSize: 1024, Epochs = 30";

    /// <param name="edit">A number that changes with each edit and nothing else.</param>
    /// <param name="training">Records, batch size and epochs.</param>
    public static string Source(string edit, string training = Training) => $$"""
        using System;
        using DslDp;
        using TorchSharp;
        using TorchSharp.Modules;
        using static TorchSharp.torch;
        using static TorchSharp.torch.nn;

        namespace App;

        [DpModel]
        [PrivacyBudget(epsilon: 3.0, delta: 1e-5)]
        [Training({{training}}, LearningRate = 0.5)]
        public sealed partial class Tagger : Module<Tensor, Tensor>
        {
            private readonly Linear query = Linear(64, 64), key = Linear(64, 64), value = Linear(64, 64), project = Linear(64, 64), output = Linear(64, 10);
            private readonly LayerNorm first = LayerNorm(64), second = LayerNorm(64);
            private readonly Linear up = Linear(64, 256), down = Linear(256, 64);

            public override Tensor forward([BatchOf(32, 64)] Tensor x)
            {
                var h = first.call(x);
                var (batch, time) = (x.shape[0], x.shape[1]);
                var q = query.call(h).view(batch, time, 4, 16).transpose(1, 2);
                var k = key.call(h).view(batch, time, 4, 16).transpose(1, 2);
                var v = value.call(h).view(batch, time, 4, 16).transpose(1, 2);
                var scores = q.matmul(k.transpose(-2, -1)) / Math.Sqrt(16);
                var mask = ones(time, time).tril();
                scores = scores.masked_fill(mask == 0, float.NegativeInfinity);
                var weights = scores.softmax(-1);
                var attended = weights.matmul(v).transpose(1, 2).contiguous().view(batch, time, 64);
                x = x + project.call(attended);
                var inner = functional.gelu(up.call(second.call(x)));
                x = x + down.call(inner);
                x = x * (1 + {{edit}} * 0.0);
                return output.call(x.mean([1]));
            }

            [Loss]
            private static Tensor CrossEntropy(Tensor logits, [BatchOf(DType = ScalarType.Int64)] Tensor labels) =>
                functional.cross_entropy(logits, labels, reduction: Reduction.None);
        }
        """;
}
