using DslDp.Clipping;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using BindingFlags = System.Reflection.BindingFlags;

namespace DslDp.Benchmarks.Training;

/// <summary>A classifier with one batch of data, trained in two ways.</summary>
/// <param name="Name">What the model is called in the table.</param>
internal abstract record TrainingCase(string Name)
{
    /// <summary>The generated private step, whole: the ledger, the draw, clipping, noise, the update.</summary>
    public abstract Action PrivateStep();

    /// <summary>The step that a user of TorchSharp would write: forward, mean loss, backward, SGD.</summary>
    public abstract Action OrdinaryStep();

    /// <summary>The ordinary step with the recorded forward and backward pass of the private one, and products and convolutions by the same kernels.</summary>
    public abstract Action SameKernelsStep();

    /// <summary>Makes a case.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="make">Makes the model.</param>
    /// <param name="trainer">The generated method of the model.</param>
    /// <param name="forward">The model's forward method.</param>
    /// <param name="batch">What enters the model, and the number of classes of the labels that are drawn for it.</param>
    public static TrainingCase Of<TModel>(
        string name,
        Func<TModel> make,
        Func<TModel, PrivateDataset, TrainingOptions, PrivateTrainer> trainer,
        Func<TModel, Tensor[], Tensor> forward,
        Func<(Tensor[] Inputs, int Classes)> batch)
        where TModel : Module => new Classifier<TModel>(name, make, trainer, forward, batch);

    private sealed record Classifier<TModel>(
        string Name,
        Func<TModel> Make,
        Func<TModel, PrivateDataset, TrainingOptions, PrivateTrainer> Trainer,
        Func<TModel, Tensor[], Tensor> Forward,
        Func<(Tensor[] Inputs, int Classes)> Batch) : TrainingCase(Name)
        where TModel : Module
    {
        public override Action PrivateStep()
        {
            var (inputs, labels) = Drawn();
            var options = new TrainingOptions { MicroBatchSize = (int)labels.shape[0] };
            var trainer = Trainer(Make(), PrivateDataset.FromTensors([.. inputs, labels]), options);
            return trainer.Step;
        }

        public override Action OrdinaryStep()
        {
            var (inputs, labels) = Drawn();
            var model = Make();
            model.train();
            var optimizer = optim.SGD(model.parameters(), 1e-6);
            return () =>
            {
                using var scope = NewDisposeScope();
                optimizer.zero_grad();
                functional.cross_entropy(Forward(model, inputs), labels).backward();
                optimizer.step();
            };
        }

        public override Action SameKernelsStep()
        {
            var (inputs, labels) = Drawn();
            var model = Make();
            model.train();
            var parameters = new TrainableParameters(model);
            var gradient = new GradientSum(parameters);
            var sums = new OrdinarySums(gradient);
            var recorded = typeof(TModel).GetMethod("RecordedForward", BindingFlags.Instance | BindingFlags.NonPublic)!;
            return () =>
            {
                using var scope = NewDisposeScope();
                using var record = new LayerRecord(labels.shape[0]);
                var logits = (Tensor)recorded.Invoke(model, [record, .. inputs])!;
                record.Backward(functional.cross_entropy(logits, labels, reduction: Reduction.None));
                sums.Make(record);
                using var noGrad = no_grad();
                foreach (var (parameter, sum) in gradient.Views)
                    parameter.add_(sum, -1e-6);
            };
        }

        private (Tensor[] Inputs, Tensor Labels) Drawn()
        {
            manual_seed(1);
            var (inputs, classes) = Batch();
            return (inputs, randint(0, classes, [inputs[0].shape[0]], int64));
        }
    }
}
