using System.Reflection;
using DslDp.Generator.Diagnostics;
using DslDp.Generator.Proof;
using DslDp.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace DslDp.Generator.Tests.CodeFixes;

/// <summary>What holds of all repairs.</summary>
public class EveryFix
{
    [Fact]
    public void Each_kind_has_one() => Assert.Equal(
        Enum.GetNames<FixKind>().Select(kind => kind + "Fix").Order(StringComparer.Ordinal),
        EditedModel.Fixes.Select(fix => fix.GetType().Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Is_exported_and_for_ids_that_exist() => Assert.All(EditedModel.Fixes, fix =>
    {
        Assert.Equal([LanguageNames.CSharp], fix.GetType().GetCustomAttribute<ExportCodeFixProviderAttribute>()!.Languages);
        Assert.All(fix.FixableDiagnosticIds, id => Assert.Contains(Rules.All, rule => rule.Id == id));
    });

    /// <summary>The compiler has no workspaces: an assembly that refers to them could not be loaded by it.</summary>
    [Fact]
    public void Is_in_an_assembly_of_its_own() =>
        Assert.DoesNotContain(typeof(DpGenerator).Assembly.GetReferencedAssemblies(), assembly => assembly.Name!.Contains("Workspaces", StringComparison.Ordinal));

    [Fact]
    public void Repairs_all_of_a_kind_at_once()
    {
        using var model = new EditedModel(new ModelSource
        {
            Members = "private readonly BatchNorm1d first = BatchNorm1d(8);\n    private readonly BatchNorm1d second = BatchNorm1d(16);",
            Forward = "return first.call(h.view(-1, 8, 1)).flatten(1) + second.call(h.repeat(1, 2).view(-1, 16, 1)).flatten(1).narrow(1, 0, 8);",
        }.Text);
        model.ApplyAll();
        Assert.Contains("GroupNorm first = GroupNorm(2, 8);", model.Texts.Single(), StringComparison.Ordinal);
        Assert.Contains("GroupNorm second = GroupNorm(4, 16);", model.Texts.Single(), StringComparison.Ordinal);
        Repairs.IsAccepted(model);
    }

    [Fact]
    public void Reaches_into_the_file_in_which_a_component_is_made()
    {
        const string Block = SourceCompiler.Usings + """
            namespace Tests;

            [DpModule]
            public sealed partial class Block : Module<Tensor, Tensor>
            {
                private readonly BatchNorm1d norm = BatchNorm1d(8);

                public override Tensor forward(Tensor x) => norm.call(x);
            }
            """;
        using var model = new EditedModel(new ModelSource { Members = "private readonly Block block = new();", Forward = "return block.call(h.view(-1, 8, 1)).flatten(1);" }.Text, Block);
        model.Apply(model.Offers()[0].Action);
        Assert.Contains("private readonly GroupNorm norm = GroupNorm(2, 8);", model.Texts.Last(), StringComparison.Ordinal);
        Repairs.IsAccepted(model);
    }
}
