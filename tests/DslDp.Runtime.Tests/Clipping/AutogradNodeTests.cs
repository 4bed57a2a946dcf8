using System.Collections.Concurrent;
using DslDp.Clipping;
using DslDp.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace DslDp.Runtime.Tests.Clipping;

/// <summary>Operations of our own in autograd's graph: every gradient that passes is noted, as it is, and led on.</summary>
public class AutogradNodeTests
{
    private sealed class Stop(Tensor anchor) : IWayStop
    {
        public List<Tensor> Noted { get; } = [];

        public Tensor Anchor => anchor;

        public void Note(Tensor gradient) => Noted.Add(gradient.DetachFromDisposeScope());
    }

    /// <summary>y = 3 a + 5 b.</summary>
    private sealed class Weighted(bool leadsToFirst = true) : IWayBack
    {
        private static readonly Scalar Three = 3.0f, Five = 5.0f;

        public static Tensor Of(Tensor a, Tensor b, IWayStop? stop = null, bool leadsToFirst = true) =>
            AutogradNode.Of(a.detach().mul(Three).Plus(b.detach().mul(Five)), new Weighted(leadsToFirst), stop, a, b);

        public void Lead(Tensor gradient, Span<Tensor?> atInputs) =>
            (atInputs[0], atInputs[1]) = (leadsToFirst ? gradient.mul(Three) : null, gradient.mul(Five));
    }

    private sealed class Nowhere : IWayBack
    {
        public void Lead(Tensor gradient, Span<Tensor?> atInputs) => atInputs.Clear();
    }

    private static Tensor Anchor() => zeros(1, requires_grad: true);

    [Fact]
    public void The_gradient_at_each_input_arrives_there()
    {
        using var scope = NewDisposeScope();
        var (a, b) = (ones(2, 3).requires_grad_(true), ones(2, 3).requires_grad_(true));
        var y = Weighted.Of(a, b.square());

        (y * y).sum().backward();

        Assert.True(y.allclose(full(2, 3, 8.0f)));
        Assert.True(a.grad!.allclose(full(2, 3, 48.0f)));
        Assert.True(b.grad!.allclose(full(2, 3, 160.0f)));
    }

    [Fact]
    public void A_stop_notes_the_sum_of_what_all_who_read_the_value_give_and_leads_it_on()
    {
        using var scope = NewDisposeScope();
        var x = linspace(-1, 1, 6).requires_grad_(true);
        var stop = new Stop(Anchor());
        var value = x.exp();
        var y = AutogradNode.Of(value.detach(), null, stop, value);
        var losses = (y * y) + (y.sin() * 2);
        GC.Collect();
        GC.WaitForPendingFinalizers();

        losses.sum().backward();

        var exact = (value * 2) + (value.cos() * 2);
        Assert.True(Assert.Single(stop.Noted).allclose(exact, 1e-6, 1e-7));
        Assert.True(x.grad!.allclose(exact * value, 1e-6, 1e-7));
    }

    [Fact]
    public void A_stop_is_passed_where_nothing_before_it_takes_part()
    {
        using var scope = NewDisposeScope();
        var stop = new Stop(Anchor());
        var y = Weighted.Of(ones(4), ones(4), stop);

        autograd.backward([(y * y).sum()], inputs: [stop.Anchor]);

        Assert.True(Assert.Single(stop.Noted).allclose(full(4, 16.0f)));
    }

    [Fact]
    public void Every_pass_through_a_graph_that_is_kept_is_noted()
    {
        using var scope = NewDisposeScope();
        var stop = new Stop(Anchor());
        var y = Weighted.Of(ones(4).requires_grad_(true), ones(4), stop);
        var loss = (y * y).sum();

        autograd.backward([loss], retain_graph: true, inputs: [stop.Anchor]);
        autograd.backward([loss], inputs: [stop.Anchor]);

        Assert.Equal(2, stop.Noted.Count);
        Assert.All(stop.Noted, gradient => Assert.True(gradient.allclose(full(4, 16.0f))));
    }

    [Fact]
    public void Where_no_gradient_comes_none_is_noted_nor_led_on()
    {
        using var scope = NewDisposeScope();
        var a = ones(3).requires_grad_(true);
        var stop = new Stop(Anchor());
        var below = Weighted.Of(a, ones(3), stop);
        var above = AutogradNode.Of(below.detach(), new Nowhere(), null, below);

        above.sum().backward();

        Assert.Empty(stop.Noted);
        Assert.True(a.grad is null || a.grad.count_nonzero().ToInt64() == 0);
    }

    [Fact]
    public void An_input_without_a_gradient_takes_nothing_from_the_others()
    {
        using var scope = NewDisposeScope();
        var (a, b) = (ones(3).requires_grad_(true), ones(3).requires_grad_(true));

        Weighted.Of(a, b, leadsToFirst: false).sum().backward();

        Assert.True(a.grad is null || a.grad.count_nonzero().ToInt64() == 0);
        Assert.True(b.grad!.allclose(full(3, 5.0f)));
    }

    [Fact]
    public void Without_autograd_there_is_no_node()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();

        Assert.False(Weighted.Of(ones(3).requires_grad_(true), ones(3), new Stop(Anchor())).requires_grad);
    }

    [Fact]
    public void Graphs_of_several_threads_that_end_on_others_do_not_meet()
    {
        var noted = new ConcurrentBag<(int Thread, float[] Gradient)>();
        Parallel.For(0, 16, thread =>
        {
            for (var i = 0; i < 50; i++)
            {
                using var scope = NewDisposeScope();
                using Scalar factor = thread + 1.0f;
                var x = ones(8).requires_grad_(true);
                var stop = new Stop(Anchor());
                var value = x * factor;
                var y = AutogradNode.Of(value.detach(), null, stop, value);
                for (var depth = 0; depth < 5; depth++)
                    y = Weighted.Of(y, y.detach());
                (y * factor).sum().backward();
                noted.Add((thread, stop.Noted[0].data<float>().ToArray()));

                // What is not freed here is freed by the thread of the finalizers, its node with it.
                if (i % 10 == 0)
                    GC.Collect();
            }
        });

        Assert.All(noted, of => Assert.All(of.Gradient, number => Assert.Equal(243.0f * (of.Thread + 1), number)));
    }

    [Fact]
    public void The_next_use_makes_few_objects()
    {
        using var scope = NewDisposeScope();
        var x = ones(4).requires_grad_(true);
        var way = new Weighted();
        for (var i = 0; i < 10; i++)
            Use();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            Use();

        // The handle of the output.
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 100, 0, 100);

        void Use()
        {
            using var output = AutogradNode.Of(empty(4), way, null, x, x);
        }
    }
}
