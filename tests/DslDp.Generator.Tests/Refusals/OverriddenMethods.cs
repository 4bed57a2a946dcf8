using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Refusals;

/// <summary>Methods of objects whose class is not known: another class may have another method under the name.</summary>
public class OverriddenMethods
{
    private const string Beside = """
        public interface IScorer { Tensor Score(Tensor t) => t; }
        public class Scorer { public virtual Tensor Score(Tensor t) => t; }
        public sealed class Plain : Scorer { public override Tensor Score(Tensor t) => t.softmax(1); }
        public sealed class Mixing : Scorer, IScorer { public override Tensor Score(Tensor t) => t.softmax(0); }
        public interface IScaling { static virtual Tensor Scale(Tensor t) => t; static abstract int Axis { get; } }
        public readonly struct Own : IScaling { public static Tensor Scale(Tensor t) => t.softmax(1); public static int Axis => 1; }
        public readonly struct Batch : IScaling { public static Tensor Scale(Tensor t) => t.softmax(0); public static int Axis => 0; }
        public static class Of<T> where T : IScaling { public static Tensor Scale(Tensor t) => T.Scale(t); }
        public abstract class Basis { public abstract int Axis { get; } }
        public sealed class Along(int axis) : Basis { public override int Axis => axis; }
        """;

    private static string Model(string members, string forward) => new ModelSource { Beside = Beside, Members = members, Forward = forward }.Text;

    private static string Given(string type) => $"private readonly {type} scorer; public Model({type} scorer) : base(nameof(Model)) {{ this.scorer = scorer; RegisterComponents(); }}";

    [Theory]
    [InlineData("Scorer")]
    [InlineData("IScorer")]
    public void Of_what_the_caller_gives_are_refused(string type) => Verdict.RefusesSomehow(Model(Given(type), "return scorer.Score(h);"));

    [Theory]
    [InlineData("private readonly Scorer scorer = new Plain();", "return scorer.Score(h);")]
    [InlineData("private static Tensor Twice<T>(Tensor t) where T : IScaling => T.Scale(T.Scale(t)).softmax(T.Axis);", "return Twice<Own>(h);")]
    [InlineData("private readonly int axis; public Model() : base(nameof(Model)) { Basis basis = new Along(1); axis = basis.Axis; RegisterComponents(); }", "return h.softmax(axis);")]
    public void Of_a_known_class_are_followed(string members, string forward) => Verdict.Accepts(Model(members, forward));

    [Theory]
    [InlineData("private readonly Scorer scorer = new Mixing();", "return scorer.Score(h);")]
    [InlineData("private readonly IScorer scorer = new Mixing();", "return scorer.Score(h);")]
    [InlineData("private static Tensor Once<T>(Tensor t) where T : IScaling => T.Scale(t);", "return Once<Batch>(h);")]
    [InlineData("private static Tensor Once<T>(Tensor t) where T : IScaling => t.softmax(T.Axis);", "return Once<Batch>(h);")]
    [InlineData("", "return Of<Batch>.Scale(h);")]
    [InlineData("private readonly int axis; public Model() : base(nameof(Model)) { Basis basis = new Along(0); axis = basis.Axis; RegisterComponents(); }", "return h.softmax(axis);")]
    public void That_mix_are_refused(string members, string forward) => Verdict.RefusesSomehow(Model(members, forward));
}
