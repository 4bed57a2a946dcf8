using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DslDp.Runtime.Tests.Training;

public sealed class NormalizationWeightsTests
{
    [Fact]
    public void The_models_own_normalisations_start_at_one_and_zero_and_those_of_its_components_stay()
    {
        using var model = new Outer();
        NormalizationWeights.Reset(model);

        Assert.Equal([1, 1, 1, 1], Values(model.Own.weight!));
        Assert.Equal([0, 0, 0, 0], Values(model.Own.bias!));
        Assert.Equal([1, 1], Values(((GroupNorm)model.Sequence[0]).weight!));
        Assert.Equal([7, 7], Values(model.Component.Norm.weight!));
    }

    private static float[] Values(Tensor tensor) => tensor.data<float>().ToArray();

    private sealed class Outer : nn.Module<Tensor, Tensor>
    {
        public Outer()
            : base(nameof(Outer)) => RegisterComponents();

        public GroupNorm Own => own;

        public Sequential Sequence => sequence;

        public Inner Component => component;

        private readonly GroupNorm own = nn.GroupNorm(2, 4);
        private readonly Sequential sequence = nn.Sequential(nn.GroupNorm(1, 2));
        private readonly Inner component = new();

        public override Tensor forward(Tensor input) => input;
    }

    private sealed class Inner : nn.Module<Tensor, Tensor>
    {
        private readonly GroupNorm norm = nn.GroupNorm(1, 2);

        public Inner()
            : base(nameof(Inner))
        {
            RegisterComponents();
            using var withoutGradients = no_grad();
            norm.weight!.fill_(7);
        }

        public GroupNorm Norm => norm;

        public override Tensor forward(Tensor input) => norm.call(input);
    }
}
