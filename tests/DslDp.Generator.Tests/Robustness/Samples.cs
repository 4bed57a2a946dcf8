using DslDp.Generator.Tests.Corpus;
using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Robustness;

/// <summary>Programs to break: our own, and the corpus where it is at hand.</summary>
internal static class Samples
{
    public static string Rich { get; } = new ModelSource
    {
        Beside = """
            [DpModule]
            public sealed partial class Block : Module<Tensor, Tensor>
            {
                private readonly Linear inner;
                private readonly GroupNorm norm = GroupNorm(2, 8);
                public Block(long width) : base(nameof(Block)) { inner = Linear(width, 8); RegisterComponents(); }
                public override Tensor forward(Tensor t) => norm.call(inner.call(t).unsqueeze(2)).squeeze(2) + t;
            }
            """,
        Members = """
            private readonly Block block = new(8);
            private readonly Sequential rest = Sequential(("a", Linear(8, 8)), ("b", Tanh()));
            [Frozen] private readonly Linear encoder = Linear(8, 8);
            private readonly long axis = 1;
            private (Tensor First, Tensor Second) Two(Tensor t, long along = 1) => (rest.call(t), t.softmax(along));
            private Tensor Scaled => encoder.call(zeros(1, 8));
            """,
        Forward = """
            var (a, b) = Two(h);
            for (var i = 0; i < 3; i++) { if (i == 1) continue; a = block.call(a) * (i + 0.5); }
            foreach (var part in new[] { a, b }) h += part[.., 0..8];
            var kind = axis switch { 1 => h.tanh(), _ => throw new System.NotSupportedException() };
            switch (axis) { case 0: return h; default: break; }
            while (axis == 2) { h = -h; break; }
            Tensor Local(Tensor t) => t.view(x.shape[0], -1).view([-1, 2, 4]).flatten(1);
            using var y = Local(kind);
            return axis == 1 ? torch.cat([y, b], dim: 1)[TensorIndex.Ellipsis, ..8] : y;
            """,
    }.Text;

    public static string[] All { get; } = [Rich, ModelSource.Returning("h.tanh()"), ModelSource.Returning("h - h.mean([0])"), .. CorpusFiles.All.Select(File.ReadAllText)];
}
