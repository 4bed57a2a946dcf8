using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Refusals;

/// <summary>Lists and containers that a loop fills which turns as often as the run says: what holds for each item holds for the list.</summary>
public class ListsOfAnyLength
{
    private const string Block = """
        [DpModule]
        public sealed partial class Block : Module<Tensor, Tensor>
        {
            private readonly Linear inner;
            private readonly Module<Tensor, Tensor> norm;
            public Block(long width, Module<Tensor, Tensor> norm) : base(nameof(Block)) { inner = Linear(width, width); this.norm = norm; RegisterComponents(); }
            public override Tensor forward(Tensor x) => x + norm.call(inner.call(x)).tanh();
        }
        """;

    private static string Model(string members, string constructor, string forward, string parameters = "int depth = 2") => "using System.Linq;\nusing System.Collections.Generic;\n" + new ModelSource
    {
        Beside = Block,
        Members = $"{members} public Model({parameters}) : base(nameof(Model)) {{ {constructor} RegisterComponents(); }}",
        Forward = forward,
    }.Text;

    [Theory]
    [InlineData("private readonly ModuleList<Block> blocks = new();", "for (var i = 0; i < depth; i++) blocks.Add(new Block(8, LayerNorm(8)));", "foreach (var block in blocks) h = block.call(h); return h;")]
    [InlineData("private readonly ModuleList<Block> blocks;", "var list = new ModuleList<Block>(); for (var i = 0; i < depth; i++) list.Add(new Block(8, LayerNorm(8))); blocks = list;", "foreach (var block in blocks) h = block.call(h); return h;")]
    [InlineData("private readonly ModuleList<Block> blocks;", "blocks = new(Enumerable.Range(0, depth).Select(_ => new Block(8, LayerNorm(8))).ToArray());", "for (var i = 0; i < blocks.Count; i++) h = blocks[i].call(h); return h;")]
    [InlineData("private readonly Sequential blocks;", "var list = new List<(string, Module<Tensor, Tensor>)>(); for (var i = 0; i < depth; i++) { list.Add(($\"l{i}\", Linear(8, 8))); list.Add(($\"a{i}\", Tanh())); } blocks = Sequential(list);", "return blocks.call(h);")]
    [InlineData("private readonly Sequential blocks;", "var list = new List<Module<Tensor, Tensor>>(); for (var i = 0; i < sizes.Length; i++) { list.Add(Linear(8, 8)); list.Add(Tanh()); } list.Add(Linear(8, 8)); blocks = Sequential(list.ToArray());", "return blocks.call(h);", "int[] sizes")]
    [InlineData("private readonly Linear last; private readonly ModuleList<Linear> layers = new();", "for (var i = 0; i + 1 < sizes.Length; i++) layers.Add(Linear(i == 0 ? 8 : sizes[i], sizes[i + 1])); last = Linear(sizes[^1], 8);", "foreach (var layer in layers) h = layer.call(h).relu(); return last.call(h);", "int[] sizes")]
    [InlineData("private readonly Linear second = Linear(8, 8);", "", "var parts = new List<Tensor>(); for (var i = 0; i < x.shape[1] + depth - depth; i++) parts.Add(second.call(h)); return stack(parts, 1).mean([1]);", "int given = 2", "private readonly int depth = 1;")]
    [InlineData("private readonly Sequential blocks;", "var list = new List<Module<Tensor, Tensor>> { Unflatten(1, new long[] { 2, 4 }) }; for (var i = 0; i < depth; i++) { list.Add(Linear(4, 4)); list.Add(Tanh()); } list.Add(Flatten()); list.Add(Linear(8, 8)); blocks = Sequential(list);", "return blocks.call(h);")]
    public void Are_followed(string members, string constructor, string forward, string parameters = "int depth = 2", string more = "") =>
        Verdict.Accepts(Model(members + more, constructor, forward, parameters));

    [Theory]
    [InlineData("private readonly ModuleList<Block> blocks = new();", "for (var i = 0; i < depth; i++) blocks.Add(new Block(8, BatchNorm1d(8)));", "foreach (var block in blocks) h = block.call(h); return h;")]
    [InlineData("private readonly ModuleList<Module<Tensor, Tensor>> blocks = new();", "for (var i = 0; i < depth; i++) blocks.Add(i == 2 ? BatchNorm1d(8) : LayerNorm(8));", "foreach (var block in blocks) h = block.call(h); return h;")]
    [InlineData("private readonly ModuleList<Module<Tensor, Tensor>> blocks = new();", "for (var i = 0; i < depth; i++) blocks.Add(LayerNorm(8)); blocks.Add(BatchNorm1d(8));", "foreach (var block in blocks) h = block.call(h); return h;")]
    [InlineData("private readonly ModuleList<Module<Tensor, Tensor>> blocks = new();", "Module<Tensor, Tensor> next = LayerNorm(8), after = LayerNorm(8); for (var i = 0; i < depth; i++) { blocks.Add(next); next = after; after = BatchNorm1d(8); }", "foreach (var block in blocks) h = block.call(h); return h;")]
    [InlineData("private readonly Sequential blocks;", "var list = new List<Module<Tensor, Tensor>>(); for (var i = 0; i < depth; i++) { list.Add(Linear(8, 8)); if (i == 1) list.Add(BatchNorm1d(8)); } blocks = Sequential(list.ToArray());", "return blocks.call(h);")]
    [InlineData("private readonly ModuleList<Module<Tensor, Tensor>> blocks; private readonly ModuleList<Module<Tensor, Tensor>> kept;", "var list = new ModuleList<Module<Tensor, Tensor>>(); kept = list; for (var i = 0; i < depth; i++) list.Add(BatchNorm1d(8)); blocks = list;", "foreach (var block in kept) h = block.call(h); return h;")]
    [InlineData("private readonly ModuleList<Module<Tensor, Tensor>> blocks = new();", "if (depth > 1) blocks.Add(BatchNorm1d(8));", "foreach (var block in blocks) h = block.call(h); return h;")]
    [InlineData("private readonly ModuleList<Block> blocks = new();", "for (var i = 0; i < depth; i++) blocks.Add(new Block(8, LayerNorm(8)));", "foreach (var block in blocks) { h = block.call(h); h = h - h.mean([0]); } return h;")]
    [InlineData("private readonly ModuleList<Block> blocks = new();", "for (var i = 0; i < depth; i++) blocks.Add(new Block(8, LayerNorm(8)));", "var y = x; foreach (var block in blocks) { h = block.call(y); y = x.t(); } return h;")]
    [InlineData("private long a = 1; private long b = 1; private long c = 1;", "for (var i = 0; i < depth; i++) { a = b; b = c; c = 0; }", "return h.softmax(a);")]
    [InlineData("private readonly Linear second = Linear(8, 8);", "", "var parts = new List<Tensor>(); for (var i = 0; i < depth; i++) parts.Add(second.call(h)); return stack(parts, 0).mean([1]);", "int given = 2", "private readonly int depth; public void Use(int d) { }")]
    [InlineData("", "", "var parts = new List<Tensor>(); for (var i = 0; i < given; i++) parts.Add(h); return cat(parts, 0);", "int unused = 2", "private readonly int given = System.Environment.ProcessorCount;")]
    [InlineData("private readonly Sequential blocks;", "var list = new List<Module<Tensor, Tensor>> { Linear(8, 8) }; for (var i = 0; i < depth; i++) list.Add(Tanh()); list.Add(Softmax(0)); blocks = Sequential(list);", "return blocks.call(h);")]
    [InlineData("private readonly Sequential blocks;", "var list = new List<Module<Tensor, Tensor>> { Softmax(0) }; for (var i = 0; i < depth; i++) list.Add(Linear(8, 8)); blocks = Sequential(list);", "return blocks.call(h);")]
    [InlineData("private readonly Sequential blocks;", "var list = new List<Module<Tensor, Tensor>> { Unflatten(1, new long[] { 2, 4 }) }; for (var i = 0; i < depth; i++) list.Add(Softmax(1)); list.Add(Flatten(0, 1)); list.Reverse(); blocks = Sequential(list);", "return blocks.call(h);")]
    [InlineData("private readonly Sequential blocks;", "var list = new List<Module<Tensor, Tensor>> { Unflatten(1, new long[] { 2, 4 }) }; for (var i = 0; i < depth; i++) { list.Add(Softmax(1)); if (i == 3) list.Add(Softmax(0)); } list.Add(Flatten()); blocks = Sequential(list);", "return blocks.call(h);")]
    public void That_mix_are_refused(string members, string constructor, string forward, string parameters = "int depth = 2", string more = "") =>
        Verdict.RefusesSomehow(Model(members + more, constructor, forward, parameters));
}
