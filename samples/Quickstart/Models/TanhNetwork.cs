using DslDp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Quickstart.Models;

/// <summary>
/// A small convolutional network for 28×28 grey images in ten classes, 26,010 parameters. With tanh in place of ReLU the
/// activations stay bounded, and so do the gradients: clipping them costs less (Papernot et al. 2021, "Tempered Sigmoid
/// Activations for Deep Learning with Differential Privacy"). The layers are those of Tramèr and Boneh 2021, "Differentially
/// Private Learning Needs Better Features (or Much More Data)".
/// </summary>
[DpModule]
internal sealed partial class TanhNetwork : Module<Tensor, Tensor>
{
    private readonly Conv2d coarse = Conv2d(1, 16, kernel_size: 8, stride: 2, padding: 2);
    private readonly Conv2d fine = Conv2d(16, 32, kernel_size: 4, stride: 2);
    private readonly Linear hidden = Linear(512, 32);
    private readonly Linear output = Linear(32, 10);

    public override Tensor forward(Tensor pixels)
    {
        var shapes = functional.max_pool2d(coarse.call(pixels).tanh(), kernel_size: 2, stride: 1);
        var parts = functional.max_pool2d(fine.call(shapes).tanh(), kernel_size: 2, stride: 1);
        return output.call(hidden.call(parts.flatten(1)).tanh());
    }
}
