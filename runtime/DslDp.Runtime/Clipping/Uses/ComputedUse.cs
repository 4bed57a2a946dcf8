using static TorchSharp.torch;

namespace DslDp.Clipping.Uses;

/// <summary>
/// A parameter from which a value was computed before it met the examples: each example's gradient of the value is led back to the
/// parameter through the computation, which holds no example.
/// </summary>
/// <param name="part">The parameter.</param>
/// <param name="name">What it is, for messages.</param>
/// <param name="shared">The value.</param>
/// <param name="leaf">The parameter's stand-in in the value's graph.</param>
/// <param name="copies">The copies of the value, one for each example.</param>
/// <param name="ofEachExample">The gradient at the copies as <c>[batch, numbers of the value]</c>.</param>
internal sealed class ComputedUse(ParameterPart part, LayerName name, Tensor shared, Tensor leaf, RecordedOutput copies, Func<Tensor, Tensor> ofEachExample)
    : GradientUse(part, name, null, copies)
{
    protected override Tensor PerExampleOfPart(long start, long length)
    {
        var gradients = ofEachExample(OutputGradient);
        return stack([.. Enumerable.Range((int)start, (int)length).Select(example => LedBack(gradients.select(0, example)).reshape(-1))]);
    }

    private Tensor LedBack(Tensor gradient)
    {
        autograd.backward([shared], [gradient.reshape(shared.shape)], retain_graph: true, inputs: [leaf]);
        var ledBack = leaf.grad!;
        leaf.grad = null;
        return ledBack;
    }
}
