using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Refusals;

/// <summary>
/// A path through the program on which the examples lie on another axis than on the rest. The proof must not forget it:
/// what looks like a sum over the features would be a sum over the batch.
/// </summary>
public class HiddenAxes
{
    private const string Flag = "public Model(bool flag) : base(nameof(Model)) { this.flag = flag; RegisterComponents(); } private readonly bool flag;";

    [Theory]
    [InlineData("a continue inside a switch", """
        for (var i = 0; i < 1; i++)
        {
            switch (flag)
            {
                case true:
                    h = h.t();
                    continue;
                default:
                    break;
            }
        }
        return h.softmax(1);
        """)]
    [InlineData("an assignment that && may skip", "if (flag && (h = h.t()).ndim == 2) { } return h.t().softmax(1);")]
    [InlineData("an assignment that || may skip", "if (flag || (h = h.t()).ndim == 2) { } return h.softmax(1);")]
    [InlineData("an assignment in an arm of a switch", "var y = flag switch { true => (h = h.t()), _ => x }; return h.t().softmax(1);")]
    [InlineData("a local function that assigns", "void Turn() { h = h.t(); } Turn(); return h.softmax(1);")]
    [InlineData("an assignment in the condition of a loop", "while ((h = h.t()).ndim == 2 && flag) { } return h.t().softmax(1);")]
    [InlineData("an assignment in one branch", "if (flag) h = h.t(); return h.softmax(1);")]
    [InlineData("an assignment in one operand of ?:", "var y = flag ? (h = h.t()) : x; return h.softmax(1);")]
    [InlineData("a break that leaves half a turn", "for (var i = 0; i < 3; i++) { h = h.t(); if (flag) break; h = h.t(); } return h.softmax(1);")]
    [InlineData("named arguments out of order", "Tensor First(Tensor a, Tensor b) => a; var y = First(b: h = h.t(), a: h); return y.softmax(1);")]
    [InlineData("a ref local", "ref var y = ref h; y = y.t(); return h.softmax(1);")]
    [InlineData("an axis order that reverses all", "return h.unsqueeze(1).T.softmax(2).squeeze(1).t();")]
    [InlineData("a break in an endless loop", "var y = h; while (true) { y = y.t(); if (flag) break; y = h; } return y.softmax(1);")]
    [InlineData("a loop of unknown length", "while (flag) h = h.t(); return h.softmax(1);")]
    [InlineData("a do loop", "do { h = h.t(); } while (flag); return h.softmax(1);")]
    public void A_path_that_turns_the_axes_is_not_forgotten(string name, string forward)
    {
        Assert.NotEmpty(name);
        Verdict.RefusesSomehow(new ModelSource { Members = Flag, Forward = forward }.Text);
    }

    [Theory]
    [InlineData("var y = flag ? h.tanh() : h.relu(); return y.softmax(1);")]
    [InlineData("if (flag) h = h.t(); else h = h.t(); return h.t().softmax(1);")]
    [InlineData("for (var i = 0; i < 2; i++) h = h.t(); return h.softmax(1);")]
    [InlineData("for (var i = 0; i < 4; i++) { h = h.tanh(); if (flag) break; } return h.softmax(1);")]
    [InlineData("var y = flag switch { true => h.tanh(), _ => h.relu() }; return y.softmax(1);")]
    [InlineData("switch (flag) { case true: h = h.tanh(); break; default: h = h.relu(); break; } return h.softmax(1);")]
    [InlineData("Tensor Smooth(Tensor y) => y.tanh(); return Smooth(h).softmax(1);")]
    public void A_choice_by_configuration_between_like_things_is_accepted(string forward) =>
        Verdict.Accepts(new ModelSource { Members = Flag, Forward = forward }.Text);
}
