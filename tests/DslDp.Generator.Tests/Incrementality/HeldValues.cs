using System.Collections;
using System.Reflection;
using DslDp.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace DslDp.Generator.Tests.Incrementality;

/// <summary>
/// What the pipeline keeps from one edit to the next must be plain values: a symbol or a syntax tree would keep the whole former compilation
/// alive, and would never be equal to the next one.
/// </summary>
public class HeldValues
{
    private static readonly Type[] Forbidden =
        [typeof(ISymbol), typeof(SyntaxNode), typeof(SyntaxTree), typeof(Location), typeof(Compilation), typeof(SemanticModel), typeof(IOperation), typeof(SourceText), typeof(Diagnostic)];

    private static string[] Sources { get; } =
    [
        ModelSource.Returning("h.tanh()"),
        ModelSource.Returning("h - h.mean([0])").Replace("namespace Tests;", "namespace Refused;", StringComparison.Ordinal),
        SourceCompiler.Usings + "namespace Parts; [DpModule] public sealed partial class Block : Module<Tensor, Tensor> { public override Tensor forward(Tensor t) => t.tanh(); }",
    ];

    [Fact]
    public void Hold_no_symbol_no_syntax_and_no_location()
    {
        var values = Outputs().ToArray();
        Assert.True(values.Length >= 4, "two models, a block and the initialiser were expected");
        foreach (var value in values) Walk(value, value.GetType().Name, []);
    }

    [Fact]
    public void Of_two_runs_are_equal_and_hash_alike()
    {
        var (first, second) = (Outputs().ToArray(), Outputs().ToArray());
        Assert.Equal(first.Length, second.Length);
        Assert.All(first.Zip(second), pair =>
        {
            Assert.Equal(pair.First, pair.Second);
            Assert.Equal(pair.First.GetHashCode(), pair.Second.GetHashCode());
        });
    }

    [Fact]
    public void Of_different_sources_are_not_equal() => Assert.Equal(Outputs().Count(), Outputs().Distinct().Count());

    private static IEnumerable<object> Outputs()
    {
        var result = SourceCompiler.CreateDriver().RunGenerators(SourceCompiler.Create(Sources)).GetRunResult().Results.Single();
        string[] names = [TrackingNames.Models, TrackingNames.Blocks, TrackingNames.NativeInitializer];
        return names.SelectMany(name => result.TrackedSteps[name]).SelectMany(step => step.Outputs).Select(output => output.Value);
    }

    private static void Walk(object? value, string path, HashSet<object> seen)
    {
        if (value is null || !seen.Add(value)) return;
        Assert.False(Forbidden.Any(type => type.IsInstanceOfType(value)), $"{path} is a {value.GetType().Name}");
        if (value is string || value.GetType().IsPrimitive || value.GetType().IsEnum) return;
        if (value is IEnumerable items)
        {
            foreach (var item in items) Walk(item, path + "[]", seen);
        }

        foreach (var field in value.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
            Walk(field.GetValue(value), $"{path}.{field.Name}", seen);
    }
}
