using System.Runtime.InteropServices;
using DslDp.Clipping.Uses;
using DslDp.Kernels;
using DslDp.Native;
using TorchSharp.Modules;
using TorchSharp;
using static TorchSharp.torch;

namespace DslDp.Clipping;

/// <summary>
/// One forward pass and what clipping needs of it: what enters each layer with parameters, and where autograd stops when it comes
/// back from the losses. From the two, each example's gradient is measured and the clipped sum is made (Lee and Kifer 2021, "Scaling
/// up differentially private deep learning with fast per-example gradient clipping"; Bu et al. 2023, "Differentially private
/// optimization on large foundation models"); no parameter takes part in autograd.
/// </summary>
/// <remarks>
/// The order of use is fixed: calls of layers, <see cref="Backward"/>, <see cref="AddClippedGradients"/>.
/// Tensors that the record needs are its own: the caller may dispose of inputs and outputs of layers at any time.
/// </remarks>
public sealed partial class LayerRecord : IDisposable
{
    /// <summary>
    /// As a batch axis: the examples lie on the first axis, which is the batch merged with axes outside it, as <c>view(-1, d)</c> of
    /// <c>[time, batch, d]</c> has it.
    /// </summary>
    public const int Innermost = -1;

    private readonly long batchSize;
    private readonly OwnedTensors owned = new();
    private readonly InPlaceGuard guard = new();
    private readonly IDisposable gradMode = set_grad_enabled(true);
    private readonly Tensor anchor;
    private readonly Dictionary<Tensor, ParameterGradient> gradients = Reused<Dictionary<Tensor, ParameterGradient>>.Take() ?? new(SameMemory.Comparer);
    private readonly Stack<ParameterGradient> unusedGradients = Reused<Stack<ParameterGradient>>.Take() ?? [];

    // What operations read on autograd's way back, and nobody after it.
    private readonly List<Tensor> untilBack = [];

    // The product that its result enters tells it that the gradient from there is nobody else's.
    private RectifiedMap? lastRectified;

    private bool isDisposed;
    private bool wentBackward;
    private Tensor? losses;
    private bool wasAdded;

    /// <summary>Where each recorded parameter is used.</summary>
    internal IEnumerable<ParameterGradient> Gradients => gradients.Values;

    /// <summary>Starts a record. Autograd is on until it is disposed of.</summary>
    /// <param name="batchSize">Number of examples, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The batch size is negative.</exception>
    public LayerRecord(long batchSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(batchSize);
        ConvolutionCheck.Require();
        this.batchSize = batchSize;
        anchor = owned.Keep(zeros(1, requires_grad: true));
    }

    /// <summary>Runs autograd from the sum of the losses back to what left each recorded layer.</summary>
    /// <param name="losses">One loss an example: <c>[batch]</c>.</param>
    /// <exception cref="ArgumentException">There is not one loss an example.</exception>
    /// <exception cref="InvalidOperationException">It was called before, a recorded tensor was changed in place, or examples meet in a parameter.</exception>
    /// <exception cref="ObjectDisposedException">The record was disposed of.</exception>
    public void Backward(Tensor losses)
    {
        ArgumentNullException.ThrowIfNull(losses);
        ObjectDisposedException.ThrowIf(isDisposed, this);
        if (losses.dim() != 1 || losses.size(0) != batchSize)
            throw WrongShape("The losses have", losses, nameof(losses));
        if (wentBackward)
            throw new InvalidOperationException("A record goes backward once.");
        wentBackward = true;
        this.losses = owned.Keep(losses.detach());
        guard.Check();
        guard.Release();
        if (batchSize == 0 || !losses.requires_grad)
            return;

        RequireApart(losses);
        using var total = losses.sum();
        // Not autograd.grad: in TorchSharp 0.107 its errors end the process instead of reaching the caller.
        autograd.backward([total], inputs: [anchor]);
        WayBack.Leave();
        foreach (var tensor in untilBack)
            tensor.Dispose();
    }

    /// <summary>
    /// Measures each example's gradient over all the recorded layers together, clips it, and adds it to the sum: sum ← sum + Σᵢ min(1, C/‖∇ᵢ‖)·∇ᵢ
    /// (Abadi et al. 2016, "Deep learning with differential privacy", algorithm 1). An example whose norm is not finite adds exactly nothing.
    /// </summary>
    /// <param name="clip">C.</param>
    /// <param name="sum">What to add to.</param>
    /// <returns>The norms before clipping: <c>[batch]</c>, Float32; not finite where anything of the example's gradient is not.</returns>
    /// <exception cref="InvalidOperationException">
    /// <see cref="Backward"/> was not called, the gradients were added before, or a recorded layer's parameters are not among those of the sum.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The record was disposed of.</exception>
    public Tensor AddClippedGradients(ClipBound clip, GradientSum sum)
    {
        ArgumentNullException.ThrowIfNull(sum);
        // Its collections may be another record's by now.
        ObjectDisposedException.ThrowIf(isDisposed, this);
        if (!wentBackward)
            throw new InvalidOperationException("Call Backward before AddClippedGradients.");
        if (wasAdded)
            throw new InvalidOperationException("The clipped gradients of this record were added before: once more, and each example would count twice its bound.");
        var ofParameters = gradients.Values.ToArray();
        var parts = new SumPart[ofParameters.Length];
        for (var i = 0; i < parts.Length; i++)
            parts[i] = sum.Of(ofParameters[i].Uses[0].Parameter, ofParameters[i].Uses[0].Name);
        wasAdded = true;
        using var scope = NewDisposeScope();
        using var noGrad = new NoGrad();
        var batch = new BatchClipping(clip, ofParameters, (int)batchSize, owned);
        batch.Measure();

        var device = ofParameters is [var one, ..] ? one.Uses[0].Parameter.device : CPU;
        var (norms, factors) = (OnDevice(batch.Norms, device), OnDevice(batch.Factors, device));
        sum.Observer?.See(losses!, norms, factors);
        var weights = ExampleWeights.Of(factors, norms, batch);
        for (var i = 0; i < parts.Length; i++)
            ofParameters[i].AddWeightedSum(weights, parts[i]);
        return norms.MoveToOuterDisposeScope();
    }

    /// <summary>Frees what was recorded.</summary>
    public void Dispose()
    {
        if (isDisposed)
            return;
        isDisposed = true;
        gradMode.Dispose();
        guard.Dispose();
        owned.Dispose();
        foreach (var gradient in gradients.Values)
        {
            gradient.Clear();
            unusedGradients.Push(gradient);
        }

        gradients.Clear();
        leaves.Clear();
        Reused<Dictionary<Tensor, Tensor>>.GiveBack(leaves);
        Reused<Stack<ParameterGradient>>.GiveBack(unusedGradients);
        Reused<Dictionary<Tensor, ParameterGradient>>.GiveBack(gradients);
    }

    /// <summary>Keeps what entered a layer, out of autograd.</summary>
    private Tensor Entered(Tensor input, LayerName name)
    {
        RequireBeforeBackward();
        var kept = owned.Keep(input.detach());
        guard.Watch(kept, "The input", name);
        return kept;
    }

    private void RequireBeforeBackward()
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        if (wentBackward)
            throw new InvalidOperationException("A record takes no calls after it went backward.");
    }

    /// <summary>A stop on the way back from what leaves a layer.</summary>
    private RecordedOutput NewOutput() => new(anchor, owned);

    /// <summary>What leaves a layer by an operation that has the stop on its way back.</summary>
    private Tensor Left(Tensor output, LayerName name)
    {
        guard.Watch(output, "The output", name);
        return output;
    }

    /// <summary>What leaves a layer by an operation of the library's, with the stop behind it.</summary>
    private Tensor Left(Tensor output, RecordedOutput stop, LayerName name) => Left(AutogradNode.Stopped(output, stop), name);

    /// <summary>A handle that lives until autograd has come back, whatever the caller does with the tensor.</summary>
    private Tensor UntilBack(Tensor tensor)
    {
        var kept = owned.Keep(tensor.alias());
        untilBack.Add(kept);
        return kept;
    }

    /// <summary>A handle of the record's own: those that modules give may be disposed of while the record still needs them.</summary>
    internal ParameterPart Held(Parameter parameter) => ParameterPart.Whole(owned.Keep(parameter.detach()));

    internal ParameterPart? HeldOrNone(Parameter? parameter) => parameter is null ? null : Held(parameter);

    // A tensor made of an array would pin it, at the price of some objects.
    private static Tensor OnDevice(float[] numbers, Device device)
    {
        var host = empty(numbers.Length, float32);
        numbers.CopyTo(MemoryMarshal.Cast<byte, float>(host.bytes));
        return device.type == DeviceType.CPU ? host : host.to(device);
    }

    private void Add(GradientUse use)
    {
        if (!gradients.TryGetValue(use.Parameter, out var gradient))
            gradients.Add(use.Parameter, gradient = unusedGradients.TryPop(out var unused) ? unused : new ParameterGradient());
        gradient.Uses.Add(use);
    }

    private void AddDense(ParameterPart? part, LayerName name, Tensor? input, RecordedOutput output, Func<Tensor, Tensor> gradientOf, LeafView? view = null)
    {
        if (part is { } used)
            Add(new DenseUse(used, name, owned, input, output, gradientOf, view));
    }

    private ArgumentException WrongShape(string what, Tensor tensor, string name) =>
        new($"{what} the shape [{string.Join(", ", tensor.shape)}]; expected is one number an example, [{batchSize}].", name);
}
