using DslDp;
using Quickstart.Models;
using static TorchSharp.torch;

namespace Quickstart.Training;

/// <summary>Starts a run: what the generated <c>TrainPrivately</c> of every model looks like.</summary>
internal delegate TrainingResult TrainPrivately(
    PrivateDataset data,
    TrainingOptions? options,
    IProgress<TrainingProgress>? progress,
    CancellationToken cancellation);

/// <summary>A model with what the compiler planned for it and generated into it.</summary>
internal sealed record PrivateModel(nn.Module<Tensor, Tensor> Network, PrivacyPlan Plan, TrainPrivately Train)
{
    public static PrivateModel ForDrawnDigits()
    {
        var model = new DrawnDigitModel();
        return new(model, DrawnDigitModel.PrivacyPlan, model.TrainPrivately);
    }

    public static PrivateModel ForImages()
    {
        var model = new ImageModel();
        return new(model, ImageModel.PrivacyPlan, model.TrainPrivately);
    }
}
