using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DslDp.Benchmarks.Models;

/// <summary>Convolutions 32-32-64-64-128-128 of 32×32 colour images, each with a GroupNorm and a ReLU; a pool after each pair.</summary>
[DpModule]
public sealed partial class ColourNetwork : Module<Tensor, Tensor>
{
    private readonly Conv2d first = Conv2d(3, 32, 3, padding: 1);
    private readonly Conv2d second = Conv2d(32, 32, 3, padding: 1);
    private readonly Conv2d third = Conv2d(32, 64, 3, padding: 1);
    private readonly Conv2d fourth = Conv2d(64, 64, 3, padding: 1);
    private readonly Conv2d fifth = Conv2d(64, 128, 3, padding: 1);
    private readonly Conv2d sixth = Conv2d(128, 128, 3, padding: 1);
    private readonly GroupNorm firstNorm = GroupNorm(8, 32);
    private readonly GroupNorm secondNorm = GroupNorm(8, 32);
    private readonly GroupNorm thirdNorm = GroupNorm(8, 64);
    private readonly GroupNorm fourthNorm = GroupNorm(8, 64);
    private readonly GroupNorm fifthNorm = GroupNorm(8, 128);
    private readonly GroupNorm sixthNorm = GroupNorm(8, 128);
    private readonly Linear output = Linear(128, 10);

    public ColourNetwork()
        : base(nameof(ColourNetwork))
    {
        RegisterComponents();
        foreach (var norm in new[] { firstNorm, secondNorm, thirdNorm, fourthNorm, fifthNorm, sixthNorm })
        {
            init.ones_(norm.weight!);
            init.zeros_(norm.bias!);
        }
    }

    public override Tensor forward(Tensor images)
    {
        var edges = secondNorm.call(second.call(firstNorm.call(first.call(images)).relu())).relu();
        var parts = functional.max_pool2d(edges, 2, 2);
        parts = fourthNorm.call(fourth.call(thirdNorm.call(third.call(parts)).relu())).relu();
        var things = functional.max_pool2d(parts, 2, 2);
        things = sixthNorm.call(sixth.call(fifthNorm.call(fifth.call(things)).relu())).relu();
        return output.call(things.mean([2, 3]));
    }
}
