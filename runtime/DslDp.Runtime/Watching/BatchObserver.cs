using static TorchSharp.torch;

namespace DslDp.Watching;

/// <summary>Looks at the examples of a step as they are clipped. Exists only where <see cref="TrainingOptions.LogPrivateValues"/> is set.</summary>
internal sealed class BatchObserver
{
    private int examples, finite, clipped;
    private double losses, norms, greatest;

    /// <summary>Takes note of a part of the batch. Reads and changes nothing.</summary>
    /// <param name="ofExamples">Losses, <c>[batch]</c>.</param>
    /// <param name="ofGradients">Norms before clipping, <c>[batch]</c>.</param>
    /// <param name="factors">What each gradient is multiplied by, <c>[batch]</c>.</param>
    public void See(Tensor ofExamples, Tensor ofGradients, Tensor factors)
    {
        foreach (var loss in Numbers(ofExamples))
            losses += loss;
        foreach (var norm in Numbers(ofGradients).Where(double.IsFinite))
        {
            finite++;
            norms += norm;
            greatest = Math.Max(greatest, norm);
        }
        foreach (var factor in Numbers(factors))
        {
            examples++;
            if (factor < 1)
                clipped++;
        }
    }

    /// <summary>What was seen since the last call.</summary>
    public PrivateValues Take()
    {
        PrivateValues seen = new(
            examples,
            examples == 0 ? null : losses / examples,
            finite == 0 ? null : norms / finite,
            finite == 0 ? null : greatest,
            examples == 0 ? null : (double)clipped / examples);
        (examples, finite, clipped, losses, norms, greatest) = (0, 0, 0, 0, 0, 0);
        return seen;
    }

    private static double[] Numbers(Tensor perExample)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return [.. perExample.detach().to(float64).cpu().data<double>()];
    }
}
