using DslDp.Generator.Tests.Gradients;
using DslDp.Generator.Tests.Robustness;
using Xunit.Abstractions;

namespace DslDp.Generator.Tests.Experiments;

/// <summary>Soundness by experiment: no accepted program lets one example reach another's loss. <c>DSLDP_LONG=1</c> runs more than 10,000 accepted programs.</summary>
[Collection(OneAfterTheOther.Name)]
public class RandomProgramTests(ITestOutputHelper output)
{
    private const int Together = 60;

    private const int AcceptedInLongRun = 10_000;

    private const int AcceptedInShortRun = 300;

    [Fact]
    public void No_accepted_program_mixes_examples()
    {
        var random = Experiment.Draws(output);
        var (number, tried, accepted, ran) = (0, 0, 0, 0);
        while (ran < (Effort.IsLong ? AcceptedInLongRun : AcceptedInShortRun))
        {
            var outcome = Experiment.Run([.. Enumerable.Range(0, Together).Select(_ => new RandomProgram(number++, random))], random);
            (tried, accepted, ran) = (tried + outcome.Tried, accepted + outcome.Accepted, ran + outcome.Ran);
            Assert.True(outcome.Violations.Count == 0, string.Join(Environment.NewLine, outcome.Violations));
        }

        output.WriteLine($"{tried} programs, {accepted} accepted, {ran} of them ran, none mixed examples");
    }
}
