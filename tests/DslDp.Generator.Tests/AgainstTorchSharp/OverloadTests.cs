using DslDp.Generator.Tests.Gradients;
using DslDp.Generator.Tests.Robustness;
using Xunit.Abstractions;

namespace DslDp.Generator.Tests.AgainstTorchSharp;

/// <summary>Every overload with a transfer rule against TorchSharp itself: what the row accepts has the shape that it says, and keeps the examples apart.</summary>
[Collection(OneAfterTheOther.Name)]
public class OverloadTests(ITestOutputHelper output)
{
    private const int Attempts = 150;

    private const int Enough = 8;

    [Fact]
    public void Do_what_their_rows_say()
    {
        var seed = Effort.Seed(output);
        TorchSharp.torch.random.manual_seed(seed);
        var (wrong, notDriven, alwaysThrow, compared) = (new SortedSet<string>(StringComparer.Ordinal), new List<string>(), new List<string>(), 0);
        var overloads = Overload.All.ToArray();
        foreach (var overload in overloads)
        {
            var random = new Random(seed);
            var (ran, threw) = (0, 0);
            for (var attempt = 0; attempt < Effort.Cases(Attempts) && ran < Effort.Cases(Enough); attempt++)
            {
                if (overload.Draw(random) is not { } drawn) break;
                if (Reality.Differs(overload, drawn) is not { } difference) continue;
                ran++;
                if (difference.StartsWith(Reality.Throws, StringComparison.Ordinal)) threw++;
                else if (difference.Length > 0) wrong.Add($"{overload} of {string.Join("; ", drawn.Select(argument => argument.Abstract))}: {difference}");
            }

            compared += ran - threw;
            if (threw > 0 && threw == ran) alwaysThrow.Add(overload.ToString());
            if (ran == 0) notDriven.Add(overload.ToString());
        }

        output.WriteLine($"{overloads.Length} overloads, {compared} calls compared, {notDriven.Count} overloads not driven:");
        foreach (var overload in notDriven) output.WriteLine(overload);
        output.WriteLine($"{alwaysThrow.Count} overloads accepted that took none of the arguments drawn:");
        foreach (var overload in alwaysThrow) output.WriteLine(overload);
        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
    }
}
