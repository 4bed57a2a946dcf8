using DslDp.Generator.Proof;
using Xunit.Abstractions;

namespace DslDp.Generator.Tests.Coverage;

/// <summary>Every public member of TorchSharp that a model may use has a row, and every row is of a member that there is.</summary>
public class RowsForAllMembers(ITestOutputHelper output)
{
    [Fact]
    public void Every_member_has_a_row()
    {
        var without = TorchSharpMembers.All.Where(member => !OperatorTable.Instance.Knows(member)).Order(StringComparer.Ordinal).ToArray();
        Assert.True(without.Length == 0, $"without a row:{Environment.NewLine}{string.Join(Environment.NewLine, without)}");
    }

    [Fact]
    public void Every_row_is_of_a_member_that_there_is()
    {
        var gone = OperatorTable.Instance.Members.Where(member => !TorchSharpMembers.Exists(member)).Order(StringComparer.Ordinal).ToArray();
        Assert.True(gone.Length == 0, $"no such member:{Environment.NewLine}{string.Join(Environment.NewLine, gone)}");
    }

    [Fact]
    public void How_many_have_a_rule()
    {
        var members = TorchSharpMembers.All.ToArray();
        var refusals = members.Count(OperatorTable.Instance.IsRefusal);
        output.WriteLine($"{members.Length} members: {members.Length - refusals} with a transfer rule, {refusals} refused with a reason");
        Assert.True(refusals < members.Length / 2, "more members are refused than accepted");
    }
}
