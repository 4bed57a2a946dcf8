using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Refusals;

/// <summary>Settings of the model that are not what stands where they are declared: a constructor, or something after it, may have changed them.</summary>
public class HiddenConstruction
{
    private static string Constructor(string parameters, string body) => $"public Model({parameters}) : base(nameof(Model)) {{ {body} RegisterComponents(); }}";

    private static void Refuses(string members, string forward) => Verdict.RefusesSomehow(new ModelSource { Members = members, Forward = forward }.Text);

    [Theory]
    [InlineData("private readonly long axis;", "bool across", "if (across) axis = 0; else axis = 1;")]
    [InlineData("private readonly long axis = 1;", "bool across", "if (across) axis = 0;")]
    [InlineData("private readonly long axis = 1;", "int k", "switch (k) { case 0: axis = 0; break; case 1: axis = 1; break; }")]
    [InlineData("private readonly long axis = 0;", "int k", "for (var i = 0; i < k; i++) axis = 1;")]
    [InlineData("private readonly long axis = 0;", "bool early", "RegisterComponents(); if (early) return; axis = 1;")]
    [InlineData("private readonly long axis;", "bool across", "axis = across ? 0 : 1;")]
    [InlineData("private readonly long axis;", "long axis", "this.axis = axis;")]
    [InlineData("private readonly long axis = 0;", "bool early", "try { if (early) throw new System.InvalidOperationException(); axis = 1; } catch (System.InvalidOperationException) { }")]
    [InlineData("private readonly long axis = 1;", "", "Set(out axis); static void Set(out long a) => a = 0;")]
    [InlineData("private long axis = 1; public System.Action? Across { get; }", "", "Across = () => axis = 0;")]
    public void A_field_that_a_constructor_may_set_otherwise_is_not_a_constant(string field, string parameters, string body) =>
        Refuses(field + Constructor(parameters, body), "return h.softmax(axis);");

    [Fact]
    public void A_component_that_a_constructor_may_choose_is_every_choice() => Refuses(
        "private readonly Module<Tensor, Tensor> norm;" + Constructor("bool batch", "if (batch) norm = BatchNorm1d(8); else norm = Tanh();"),
        "return norm.call(h);");

    [Theory]
    [InlineData("private Module<Tensor, Tensor> norm = Tanh(); public Model(Model other) : this() => other.norm = Softmax(0);")]
    [InlineData("private Module<Tensor, Tensor> norm = Tanh(); public Model? Other { get; } public Model(int k) : this() { Other = new Model { norm = Softmax(0) }; }")]
    public void A_constructor_may_set_a_member_of_another_object(string members) => Refuses(members + Constructor("", ""), "return norm.call(h);");

    [Theory]
    [InlineData("private readonly long[] axes = [1];", "axes[0] = 0;")]
    [InlineData("private readonly long[] axes = [1];", "System.Array.Fill(axes, 0L);")]
    [InlineData("private readonly long[] axes = [1]; public void Across() => axes[0] = 0;", "")]
    [InlineData("private readonly long[] axes = [1]; public long[] Axes => axes;", "")]
    [InlineData("public readonly long[] axes = [1];", "")]
    [InlineData("private static readonly long[] axes = [1]; static Model() { axes[0] = 0; }", "")]
    [InlineData("private readonly long[] axes;", "long[] given = [1]; axes = given; given[0] = 0;")]
    public void The_elements_of_an_array_can_change(string field, string body) =>
        Refuses(field + Constructor("", body), "return h - h.mean(axes, keepdim: true);");

    [Theory]
    [InlineData("private static readonly long Axis = 1; static Model() { Axis = 0; }")]
    [InlineData("private static readonly long Axis = 1; static Model() => Axis = 0;")]
    public void A_static_constructor_may_set_a_static_field_again(string field) => Refuses(field, "return h.softmax(Axis);");

    [Theory]
    [InlineData("private readonly long axis;", "", "axis = 1;", "return h.softmax(axis);")]
    [InlineData("private readonly long width;", "long width", "this.width = width;", "return h.view(-1, 8).softmax(1);")]
    [InlineData("private readonly Linear second;", "", "second = Linear(8, 8);", "return second.call(h);")]
    public void What_a_constructor_always_sets_is_known(string field, string parameters, string body, string forward) =>
        Verdict.Accepts(new ModelSource { Members = field + Constructor(parameters, body), Forward = forward }.Text);
}
