using System.Collections.Generic;
using System.Linq;
using DslDp.Generator.Planning;
using DslDp.Generator.Reading;

namespace DslDp.Generator.Writing;

/// <summary>Writes DP-SGD as the textbook draws it (Abadi et al. 2016, algorithm 1), in the user's own names.</summary>
internal static class LoopWriter
{
    private const string Tensor = "global::TorchSharp.torch.Tensor";

    public static void Write(SourceWriter writer, ModelDeclaration declaration, TrainingPlan plan, LocalNames names)
    {
        var frozen = Frozen.NamesOf(declaration.Type).Select(name => $", \"{name}\"").ToArray();
        var inputs = names.Batches.Take(declaration.Inputs.Count).ToArray();
        var targets = names.Batches.Skip(declaration.Inputs.Count).ToArray();
        var batches = string.Join(", ", names.Batches);
        var parameters = string.Join(", ", names.Batches.Select(name => $"{Tensor} {name}"));
        var columns = string.Join(", ", Enumerable.Range(0, names.Batches.Count).Select(column => $"batch[{Text.Literal(column)}]"));

        writer.Line();
        foreach (var line in Guarantee.Summary(declaration, plan.Noise)) writer.Line("/// " + line);
        writer.Lines("""
            public global::DslDp.TrainingResult TrainPrivately(
                global::DslDp.PrivateDataset data,
                global::DslDp.TrainingOptions? options = null,
                global::System.IProgress<global::DslDp.TrainingProgress>? progress = null,
                global::System.Threading.CancellationToken cancellation = default)
            {
                using var trainer = CreatePrivateTrainer(data, options);
                while (!trainer.IsFinished && !cancellation.IsCancellationRequested)
                {
                    trainer.Step();
                    progress?.Report(trainer.Progress);
                }

                return trainer.Finish();
            }

            /// <summary>The same loop, a step at a time.</summary>
            public global::DslDp.PrivateTrainer CreatePrivateTrainer(global::DslDp.PrivateDataset data, global::DslDp.TrainingOptions? options = null) =>
                new(
                    PrivacyPlan,
                    this,
                    data,
                    [
            """);
        foreach (var column in Columns(declaration, plan)) writer.Line("            " + column);
        writer.Lines($$"""
                    ],
                    options,
                    DpSgdStep{{string.Concat(frozen)}});

            /// <summary>One step of DP-SGD (Abadi et al. 2016, algorithm 1).</summary>
            private void DpSgdStep(global::DslDp.PrivateStep step)
            {
                // Sample: every record joins the batch with the same probability, independently of the others.
                foreach (var batch in step.SampleMicroBatches())
                {
                    // Clip each example's gradient to the norm C at most, and add it to the sum.
                    using var norms = AddClippedGradients({{columns}}, step.Clip, step.Gradient);
                }

                // Add noise of standard deviation σ·C to the sum, once; a batch without examples gets it too. Divide what has its noise
                // by the expected batch size, which is public, and let the optimizer take its step.
                step.AddNoiseAndDescend();
            }

            /// <summary>For one batch: the norm of each example's gradient, and the sum of the gradients clipped to <paramref name="{{names.MaxNorm}}"/>. Without noise: private.</summary>
            public global::DslDp.ClippedGradients ComputeClippedGradients({{parameters}}, double {{names.MaxNorm}})
            {
                using var {{names.Parameters}} = new global::DslDp.Clipping.TrainableParameters(this{{string.Concat(frozen)}});
                var {{names.Sum}} = new global::DslDp.Clipping.GradientSum({{names.Parameters}});
                var {{names.Clip}} = new global::DslDp.Clipping.ClipBound({{names.MaxNorm}});
                return new(AddClippedGradients({{batches}}, {{names.Clip}}, {{names.Sum}}), {{names.Sum}});
            }

            """);
        if (plan.OneExampleAtATime) WriteOneByOne(writer, names, parameters);
        writer.Lines($$"""
            /// <summary>Adds the clipped gradient of each example to the sum, and gives the norms that they had before.</summary>
            private {{Tensor}} {{(plan.OneExampleAtATime ? "AddClippedGradientsOfOne" : "AddClippedGradients")}}({{parameters}}, global::DslDp.Clipping.ClipBound {{names.Clip}}, global::DslDp.Clipping.GradientSum {{names.Sum}})
            {
                using var {{names.Scope}} = global::TorchSharp.torch.NewDisposeScope();
                using var {{names.Record}} = new global::DslDp.Clipping.LayerRecord({{names.Batches[0]}}.shape[0]);

                using (global::TorchSharp.torch.NewDisposeScope())
                {
                    // Forward, remembering what enters and leaves each layer; then one loss for each example.
                    var {{names.Result}} = RecordedForward({{string.Join(", ", inputs.Prepend(names.Record))}});
                    var {{names.Losses}} = {{declaration.Loss.Name}}({{string.Join(", ", targets.Prepend(names.Result))}});

                    // Backward to the outputs of the layers only: no parameter ever has a gradient of its own.
                    {{names.Record}}.Backward({{names.Losses}});
                }

                // The norm of each example's gradient, over all layers together; and to the sum, min(1, C / norm) · gradient of each.
                return {{names.Record}}.AddClippedGradients({{names.Clip}}, {{names.Sum}}).MoveToOuterDisposeScope();
            }
            """);
    }

    /// <summary>Where a parameter meets the examples in an operation without a rule, each example goes through by itself.</summary>
    private static void WriteOneByOne(SourceWriter writer, LocalNames names, string parameters)
    {
        var columns = string.Join(", ", Enumerable.Range(0, names.Batches.Count).Select(column => $"one[{Text.Literal(column)}]"));
        writer.Lines($$"""

            /// <summary>
            /// Adds the clipped gradient of each example to the sum, and gives the norms that they had before. A parameter of this model meets the
            /// examples in an operation that has no rule for telling their gradients apart: each example goes through by itself.
            /// </summary>
            private {{Tensor}} AddClippedGradients({{parameters}}, global::DslDp.Clipping.ClipBound {{names.Clip}}, global::DslDp.Clipping.GradientSum {{names.Sum}}) =>
                global::DslDp.Clipping.SingleExamples.Each([{{string.Join(", ", names.Batches)}}], one => AddClippedGradientsOfOne({{columns}}, {{names.Clip}}, {{names.Sum}}));

            """);
    }

    private static IEnumerable<string> Columns(ModelDeclaration declaration, TrainingPlan plan) =>
        declaration.Inputs.Concat(declaration.Targets).Select(batch =>
        {
            var shape = string.Concat(batch.Shape.Select(size => ", " + Text.Literal(size)));
            var column = $"new(\"{batch.Name}\", global::TorchSharp.torch.ScalarType.{batch.ElementType}{shape})";
            if (!plan.Labels.TryGetValue(batch.Name, out var labels)) return column + ",";
            var ignored = labels.Ignored is { } label ? $", IgnoredClass = {Text.Literal(label)}" : "";
            return $"{column} {{ Classes = {Text.Literal(labels.Classes)}{ignored} }},";
        });
}
