using DslDp.Generator.Tests.Gradients;
using DslDp.Generator.Tests.Harness;
using Xunit.Abstractions;

namespace DslDp.Generator.Tests.RealModels;

/// <summary>Models of many kinds, written as in public code: each is accepted and has the right gradients, and each of its unsafe twins is refused.</summary>
[Collection(OneAfterTheOther.Name)]
public class RealModelTests(ITestOutputHelper output)
{
    public static TheoryData<string> Names => [.. RealModel.Names];

    public static TheoryData<string, int> Twins
    {
        get
        {
            var all = new TheoryData<string, int>();
            foreach (var name in RealModel.Names)
            {
                for (var number = 0; number < RealModel.Read(name).Twins.Count; number++) all.Add(name, number);
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_accepted_and_its_gradients_are_those_of_one_example_at_a_time(string name)
    {
        var model = RealModel.Read(name);
        Verdict.Accepts(model.Text);
        output.WriteLine(GradientComparison.Of(name, model.Text));
    }

    [Theory]
    [MemberData(nameof(Twins))]
    public void An_unsafe_twin_is_refused(string name, int number) => Verdict.RefusesSomehow(RealModel.Read(name).Twins[number]);
}
