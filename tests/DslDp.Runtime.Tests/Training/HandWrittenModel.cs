using DslDp.Clipping;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DslDp.Runtime.Tests.Training;

/// <summary>A small classifier, with by hand what the generator writes into such a class.</summary>
[DpModel]
[PrivacyBudget(epsilon: 3.0, delta: 1e-5)]
[Training(records: 200, batchSize: 20, Steps = 10, LearningRate = 0.5)]
[Clipping(maxNorm: 1.5)]
internal sealed class HandWrittenModel : Module<Tensor, Tensor>
{
    public static readonly ColumnSpec[] Columns = [new("pixels", ScalarType.Float32, 4), new("labels", ScalarType.Int64) { Classes = 3, IgnoredClass = -100 }];

    private readonly Linear hidden = Linear(4, 8);
    private readonly Linear output = Linear(8, 3);

    public HandWrittenModel()
        : base(nameof(HandWrittenModel)) => RegisterComponents();

    public override Tensor forward([BatchOf(4)] Tensor pixels) => output.call(hidden.call(pixels).tanh());

    public TrainingResult TrainPrivately(PrivacyPlan plan, PrivateDataset data, TrainingOptions? options = null, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        using var trainer = CreatePrivateTrainer(plan, data, options);
        while (!trainer.IsFinished && !cancellation.IsCancellationRequested)
        {
            trainer.Step();
            progress?.Report(trainer.Progress);
        }
        return trainer.Finish();
    }

    public PrivateTrainer CreatePrivateTrainer(PrivacyPlan plan, PrivateDataset data, TrainingOptions? options = null) =>
        new(plan, this, data, Columns, options, DpSgdStep);

    public PrivateTrainer CreatePrivateTrainer(PrivacyPlan plan, PrivateDataset data, RandomnessSources randomness, TrainingOptions? options = null, Action<PrivateStep>? step = null) =>
        new(plan, this, data, Columns, options, step ?? DpSgdStep, [], randomness);

    public void DpSgdStep(PrivateStep step)
    {
        // Sample: every record joins the batch with probability q, independently of the others.
        foreach (var batch in step.SampleMicroBatches())
        {
            // Clip each example's gradient to norm C at most, and add it to the sum.
            using var norms = AddClippedGradients(batch[0], batch[1], step.Clip, step.Gradient);
        }
        // Noise of standard deviation σ·C on the sum, once; an empty batch gets it too. Divide by the expected batch size, which is public, and
        // take one step of the optimizer.
        step.AddNoiseAndDescend();
    }

    public ClippedGradients ComputeClippedGradients(Tensor pixels, Tensor labels, double maxNorm)
    {
        using var parameters = new TrainableParameters(this);
        var sum = new GradientSum(parameters);
        return new ClippedGradients(AddClippedGradients(pixels, labels, new ClipBound(maxNorm), sum), sum);
    }

    /// <summary>The parameters one after the other, as numbers.</summary>
    public float[] Weights()
    {
        using var scope = NewDisposeScope();
        return cat([.. parameters().Select(parameter => parameter.detach().reshape(-1))]).data<float>().ToArray();
    }

    [Loss]
    private static Tensor CrossEntropy(Tensor logits, [BatchOf(DType = ScalarType.Int64)] Tensor labels) =>
        functional.cross_entropy(logits, labels, reduction: Reduction.None);

    private Tensor AddClippedGradients(Tensor pixels, Tensor labels, ClipBound clip, GradientSum sum)
    {
        using var scope = NewDisposeScope();
        using var record = new LayerRecord(batchSize: pixels.shape[0]);
        var logits = RecordedForward(record, pixels);         // forward, remembering what enters and leaves each layer
        var losses = CrossEntropy(logits, labels);            // [batch], one value an example
        record.Backward(losses);                              // to the outputs of the layers only: no parameter ever has a gradient of its own
        var norms = record.AddClippedGradients(clip, sum);    // sum += Σᵢ min(1, C/normᵢ) · ∇ᵢ, with the norms over all the layers together
        return norms.MoveToOuterDisposeScope();
    }

    private Tensor RecordedForward(LayerRecord record, Tensor pixels) => record.Call(output, record.Call(hidden, pixels).tanh());
}
