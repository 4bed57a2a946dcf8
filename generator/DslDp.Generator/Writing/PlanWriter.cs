using DslDp.Generator.Planning;
using DslDp.Generator.Reading;

namespace DslDp.Generator.Writing;

/// <summary>Writes the plan, all of it constants.</summary>
internal static class PlanWriter
{
    public static void Write(SourceWriter writer, ModelDeclaration declaration, TrainingPlan plan, LayerNames layers)
    {
        var (budget, training, noise) = (declaration.Budget, declaration.Training, plan.Noise);
        writer.Line("/// <summary>The plan that the compiler computed: how much noise, how many steps, and what they cost.</summary>");
        writer.Line("public static global::DslDp.PrivacyPlan PrivacyPlan { get; } = new()");
        writer.Line("{");
        Property(writer, "Model", $"nameof({declaration.Type.Name})");
        Property(writer, "MaxEpsilon", Text.Literal(budget.Epsilon));
        Property(writer, "Delta", Text.Literal(budget.Delta));
        Property(writer, "Unit", $"global::DslDp.PrivacyUnit.{budget.Unit}");
        Property(writer, "Adjacency", $"global::DslDp.Adjacency.{budget.Adjacency}");
        Property(writer, "Accountant", $"global::DslDp.AccountantKind.{budget.Accountant}");
        if (training.Records is { } records) Property(writer, "Records", Text.Literal(records));
        Property(writer, "BatchSize", Text.Literal(training.BatchSize));
        if (training.Epochs is { } epochs) Property(writer, "Epochs", Text.Literal(epochs));
        if (noise.Steps is { } steps) Property(writer, "Steps", Text.Literal(steps));
        if (noise.NoiseMultiplier is { } multiplier) Property(writer, "NoiseMultiplier", Text.Literal(multiplier));
        if (noise.Epsilon is { } epsilon) Property(writer, "Epsilon", Text.Literal(epsilon));
        if (budget.Audit is { } audit) Property(writer, "Audit", Text.Quoted(audit));
        Property(writer, "Source", SourceHash.Member);
        Property(writer, "ClipNorm", Text.Literal(training.ClipNorm));
        writer.Lines($$"""
                Optimizer = new()
                {
                    Kind = global::DslDp.OptimizerKind.{{training.Optimizer}},
                    LearningRate = {{Text.Literal(training.LearningRate)}},
                    Momentum = {{Text.Literal(training.Momentum)}},
                    WeightDecay = {{Text.Literal(training.WeightDecay)}},
                },
            """);
        writer.Line("    Layers =");
        writer.Line("    [");
        foreach (var layer in plan.Layers) writer.Line($"        new({layers.Class}.{layers.ConstantOf(layer)}, \"{layer.Layer}\", \"{layer.Rule}\"),");
        writer.Line("    ],");
        writer.Lines($$"""
                Assumptions =
                [
                    new("Each example's loss depends on that example and the parameters alone", global::DslDp.AssumptionBasis.Proved, "the compiler followed every tensor of forward and {{declaration.Loss.Name}}"),
            """);
        foreach (var frozen in Frozen.NamesOf(declaration.Type))
            writer.Line($"        new(\"The parameters of {frozen} come from public data\", global::DslDp.AssumptionBasis.VouchedFor, \"the field is marked Frozen\"),");
        foreach (var (method, why) in plan.Vouched)
            writer.Line($"        new(\"{method} treats each example alone\", global::DslDp.AssumptionBasis.VouchedFor, {Text.Quoted(why)}),");
        writer.Line("    ],");
        writer.Line("};");
    }

    private static void Property(SourceWriter writer, string name, string value) => writer.Line($"    {name} = {value},");
}
