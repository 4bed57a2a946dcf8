using System.Reflection;
using DslDp.Generator.Proof;
using TorchSharp;
using Xunit.Abstractions;

namespace DslDp.Generator.Tests.Coverage;

/// <summary>Every public member of TorchSharp that a model may use has a row; those that have none yet are named in <c>without-row.txt</c>.</summary>
public class RowsForAllMembers(ITestOutputHelper output)
{
    private static readonly (Type Type, string Name)[] Types =
    [
        (typeof(torch.Tensor), "torch.Tensor"),
        (typeof(torch), "torch"),
        (typeof(torch.nn), "torch.nn"),
        (typeof(torch.nn.functional), "torch.nn.functional"),
        (typeof(torch.linalg), "torch.linalg"),
        (typeof(torch.special), "torch.special"),
        (typeof(torch.fft), "torch.fft"),
    ];

    private static string ListPath { get; } = Path.Combine(Folder(), "without-row.txt");

    [Fact]
    public void A_member_has_a_row_or_is_listed_as_having_none()
    {
        var without = Members().Where(member => !OperatorTable.Instance.Knows(member)).ToHashSet();
        var listed = File.ReadAllLines(ListPath).Where(line => line.Length > 0 && line[0] != '#').ToHashSet();
        var unlisted = without.Except(listed).Order(StringComparer.Ordinal).ToArray();
        Assert.True(unlisted.Length == 0, $"without a row, and not in Coverage/without-row.txt:{Environment.NewLine}{string.Join(Environment.NewLine, unlisted)}");
        Assert.True(listed.IsSubsetOf(without), $"have a row now, or are no members; take them out of Coverage/without-row.txt: {string.Join(", ", listed.Except(without))}");
    }

    [Fact]
    public void How_many_have_a_rule()
    {
        var members = Members().ToArray();
        var rules = members.Where(OperatorTable.Instance.Knows).Count(member => !OperatorTable.Instance.IsRefusal(member));
        var refusals = members.Where(OperatorTable.Instance.Knows).Count(OperatorTable.Instance.IsRefusal);
        output.WriteLine($"{members.Length} members: {rules} with a transfer rule, {refusals} refused with a reason, {members.Length - rules - refusals} without a row");
    }

    /// <summary>Methods, properties and operators by the names that the table uses. Fields and properties of <c>torch</c> are constants.</summary>
    private static IEnumerable<string> Members() => Types
        .SelectMany(type => type.Type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(member => member is MethodInfo { IsSpecialName: false } || member.Name.StartsWith("op_", StringComparison.Ordinal) || (member is PropertyInfo && type.Type == typeof(torch.Tensor)))
            .Select(member => $"{type.Name}.{(member is PropertyInfo property && property.GetIndexParameters().Length > 0 ? "this[]" : member.Name)}"))
        .Distinct();

    private static string Folder([System.Runtime.CompilerServices.CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
