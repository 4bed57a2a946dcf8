using DslDp.Clipping;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DslDp.Runtime.Tests.Clipping;

public class TrainableParametersTests
{
    private sealed class Network : Module<Tensor, Tensor>
    {
        private readonly Sequential features = Sequential(Conv2d(1, 2, 3), ReLU(), Sequential(("inner", Conv2d(2, 2, 3, bias: false))));
        private readonly Module<Tensor, Tensor> hidden;
        private readonly Module<Tensor, Tensor> output;
        private readonly ModuleList<Module<Tensor, Tensor>> more;

        public Network(Module<Tensor, Tensor>? hidden = null, Module<Tensor, Tensor>? output = null, params Module<Tensor, Tensor>[] more)
            : base(nameof(Network))
        {
            this.hidden = hidden ?? Linear(4, 3);
            this.output = output ?? Linear(3, 2);
            this.more = new ModuleList<Module<Tensor, Tensor>>(more);
            RegisterComponents();
        }

        public Linear Hidden => (Linear)hidden;

        public override Tensor forward(Tensor input) => more.Aggregate(output.call(hidden.call(features.call(input).flatten(1))), (value, module) => module.call(value));
    }

    private sealed class WithParameter : Module<Tensor, Tensor>
    {
        private readonly Parameter scale = Parameter(ones(1));

        public WithParameter()
            : base(nameof(WithParameter)) => RegisterComponents();

        public override Tensor forward(Tensor input) => input * scale;
    }

    [Fact]
    public void They_are_those_of_named_parameters_in_name_and_order()
    {
        var model = new Network(null, null, LayerNorm(3));
        var expected = model.named_parameters().Select(p => p.name).ToArray();

        using var parameters = new TrainableParameters(model);

        Assert.Equal(expected, parameters.Items.Select(p => p.Name));
        Assert.Equal("features.2.inner.weight", parameters.Items[2].Name);
    }

    [Fact]
    public void They_are_out_of_autograd_until_disposed_of()
    {
        var model = new Network();
        using (new TrainableParameters(model, "features"))
        {
            Assert.All(model.parameters(), parameter => Assert.False(parameter.requires_grad));
        }

        Assert.All(model.parameters(), parameter => Assert.True(parameter.requires_grad));
    }

    [Fact]
    public void Two_may_overlap_and_end_in_any_order()
    {
        var model = new Network();
        var first = new TrainableParameters(model);
        var second = new TrainableParameters(model);
        Assert.Equal(first.Items, second.Items);

        first.Dispose();
        first.Dispose();
        Assert.All(model.parameters(), parameter => Assert.False(parameter.requires_grad));
        second.Dispose();
        Assert.All(model.parameters(), parameter => Assert.True(parameter.requires_grad));
    }

    [Theory]
    [InlineData("features", 4)]
    [InlineData("features.2", 6)]
    [InlineData("features.0.bias", 6)]
    public void Frozen_ones_are_left_out(string frozen, int left)
    {
        using var parameters = new TrainableParameters(new Network(), frozen);
        Assert.Equal(left, parameters.Items.Count);
        Assert.DoesNotContain(parameters.Items, parameter => parameter.Name.StartsWith(frozen, StringComparison.Ordinal));
    }

    [Fact]
    public void Frozen_ones_may_be_of_any_kind()
    {
        using var parameters = new TrainableParameters(new Network(Embedding(4, 3)), "hidden");
        Assert.Equal(5, parameters.Items.Count);
    }

    [Fact]
    public void One_module_under_two_names_goes_by_the_first()
    {
        var shared = Linear(3, 3);
        using var parameters = new TrainableParameters(new Network(shared, shared));
        Assert.Equal(["features.0.weight", "features.0.bias", "features.2.inner.weight", "hidden.weight", "hidden.bias"], parameters.Items.Select(p => p.Name));
    }

    [Fact]
    public void A_frozen_name_that_leads_nowhere_is_refused() => Refused(new Network(), "'feature' is frozen, but Network has no parameter of that name", "feature");

    [Fact]
    public void Nothing_to_train_is_refused() => Refused(new Network(), "no parameter to train", "features", "hidden", "output");

    [Fact]
    public void Layers_and_parameters_of_all_kinds_are_trained()
    {
        using var parameters = new TrainableParameters(new Network(Embedding(4, 3), null, new WithParameter()));
        Assert.Contains("hidden.weight", parameters.Items.Select(item => item.Name));
    }

    [Fact]
    public void Another_element_type_is_refused() => Refused(new Network(Linear(4, 3, dtype: float64)), "'hidden.weight' is Float64; private training needs Float32");

    [Fact]
    public void A_parameter_out_of_autograd_by_hand_is_refused()
    {
        var model = new Network();
        model.Hidden.weight.requires_grad = false;
        Refused(model, "'hidden.weight' has requires_grad = false, but is not frozen");
    }

    [Fact]
    public void A_value_that_is_not_finite_is_refused()
    {
        var model = new Network();
        using (no_grad())
            model.Hidden.weight[0][0] = float.NaN;
        Refused(model, "'hidden.weight' holds values that are not finite; initialise it");

        var norm = GroupNorm(1, 3);
        using (no_grad())
            norm.weight.fill_(float.PositiveInfinity);
        Refused(new Network(null, null, norm), "GroupNorm starts uninitialised");
    }

    [Fact]
    public void Tied_weights_are_one_parameter()
    {
        var tied = Linear(4, 3);
        var other = Linear(4, 3);
        other.weight = tied.weight;
        using var parameters = new TrainableParameters(new Network(tied, other));
        Assert.Contains("hidden.weight", parameters.Items.Select(item => item.Name));
        Assert.DoesNotContain("output.weight", parameters.Items.Select(item => item.Name));
    }

    [Fact]
    public void Tied_weights_are_frozen_together_or_not_at_all()
    {
        var tied = Linear(4, 3);
        var other = Linear(4, 3);
        other.weight = tied.weight;
        Refused(new Network(tied, other), "'hidden.weight' is frozen under its other name 'output.weight'", "output");
    }

    [Fact]
    public void Parameters_on_the_same_memory_are_refused_but_not_neighbours_in_a_buffer()
    {
        var buffer = ones(24);
        var one = Linear(4, 3, hasBias: false);
        one.weight = new Parameter(buffer.narrow(0, 0, 12).view(3, 4));
        var neighbour = Linear(4, 3, hasBias: false);
        neighbour.weight = new Parameter(buffer.narrow(0, 12, 12).view(3, 4));
        using (new TrainableParameters(new Network(one, neighbour)))
        {
        }

        neighbour.weight = new Parameter(buffer.narrow(0, 11, 12).view(3, 4));
        Refused(new Network(one, neighbour), "'hidden.weight' and 'output.weight' lie in part on the same memory");
    }

    [Fact]
    public void A_refused_model_is_left_as_it_was()
    {
        var model = new Network(Linear(4, 3, dtype: float64));
        Assert.Throws<ArgumentException>(() => new TrainableParameters(model));
        Assert.All(model.parameters(), parameter => Assert.True(parameter.requires_grad));
    }

    private static void Refused(Module model, string why, params string[] frozen)
    {
        var error = Assert.Throws<ArgumentException>(() => new TrainableParameters(model, frozen));
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }
}
