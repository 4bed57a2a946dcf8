using DslDp.Clipping.Uses;
using DslDp.Kernels;
using DslDp.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DslDp.Clipping;

/// <summary>The layers with one input and one output.</summary>
public sealed partial class LayerRecord
{
    /// <summary>Runs a linear layer and records it.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input"><c>[batch, …, in_features]</c>; the first axis may be the batch merged with an axis inside it.</param>
    /// <param name="batchAxis">The axis on which the examples lie, where it is not the first; or <see cref="Innermost"/>.</param>
    /// <returns><c>[batch, …, out_features]</c>.</returns>
    /// <exception cref="ArgumentException">The input has another shape.</exception>
    public Tensor Call(Linear layer, Tensor input, int batchAxis = 0)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return Linear(input, layer.weight, layer.bias, batchAxis);
    }

    /// <summary>Multiplies every position of the input by a parameter, as <c>functional.linear</c> does, and records it.</summary>
    /// <param name="input"><c>[batch, …, d]</c>; the first axis may be the batch merged with an axis inside it.</param>
    /// <param name="weight"><c>[p, d]</c>.</param>
    /// <param name="bias"><c>[p]</c>, or none.</param>
    /// <param name="batchAxis">The axis on which the examples lie, where it is not the first; or <see cref="Innermost"/>.</param>
    /// <returns><c>[batch, …, p]</c>.</returns>
    /// <exception cref="ArgumentException">The input has another shape.</exception>
    public Tensor Linear(Tensor input, Parameter weight, Parameter? bias = null, int batchAxis = 0)
    {
        ArgumentNullException.ThrowIfNull(weight);
        var held = Held(weight);
        return Multiply(input, held, HeldOrNone(bias), new LayerName("Linear", held.Parameter), batchAxis);
    }

    /// <summary>Runs a convolution in one, two or three dimensions and records it.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input"><c>[batch, in_channels, …]</c>; the first axis may be the batch merged with an axis inside it.</param>
    /// <param name="output_size">Of a transposed convolution, the sizes that its output is to have along the axes that the kernel moves on; none for what its output padding says.</param>
    /// <returns><c>[batch, out_channels, …]</c>.</returns>
    /// <exception cref="ArgumentException">The input has another shape, or the output cannot have the sizes.</exception>
    public Tensor Call(Convolution layer, Tensor input, long[]? output_size = null)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(input);
        var weight = Held(layer.weight);
        var name = new LayerName(layer.GetType().Name, weight.Parameter);
        var spatial = layer.kernel_size.Length;
        RequireChannels(name, input, layer.in_channels, spatial);
        if (layer is ConvTranspose1d or ConvTranspose2d or ConvTranspose3d)
            return CallTransposed(layer, input, weight, name, output_size);

        var geometry = new ConvolutionGeometry(layer, input.shape);
        var bias = HeldOrNone(layer.bias);
        var entered = Entered(input, name);
        var left = NewOutput();
        var output = Left(geometry.Convolve(input, weight.Parameter, bias?.Parameter, left), name);
        Add(new ConvolutionWeightUse(weight, layer, geometry, name, batchSize, entered, left, output.numel() / layer.out_channels));
        AddBias(bias, name, left, SumOfChannels);
        return output;
    }

    /// <summary>Runs a table of embeddings and records it.</summary>
    /// <param name="layer">The layer; without <c>max_norm</c> and <c>scale_grad_by_freq</c>, which the compiler refuses.</param>
    /// <param name="tokens"><c>[batch, …]</c>, Int64 or Int32; the first axis may be the batch merged with an axis inside it.</param>
    /// <param name="batchAxis">The axis on which the examples lie, where it is not the first; or <see cref="Innermost"/>.</param>
    /// <returns><c>[batch, …, d]</c>.</returns>
    /// <exception cref="ArgumentException">The input has another shape.</exception>
    public Tensor Call(Embedding layer, Tensor tokens, int batchAxis = 0)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(tokens);
        return LookUp(layer.weight!, EmbeddingSettings.Of(layer).Padding, tokens, batchAxis);
    }

    /// <summary>Runs bags of embeddings and records them.</summary>
    /// <param name="layer">The layer; without <c>max_norm</c> and <c>scale_grad_by_freq</c>, which the compiler refuses.</param>
    /// <param name="tokens"><c>[batch, tokens of a bag]</c>.</param>
    /// <param name="offsets">None: every example is a bag.</param>
    /// <param name="perSampleWeights">What each token counts for in a sum, in the shape of the tokens.</param>
    /// <returns><c>[batch, d]</c>.</returns>
    /// <exception cref="ArgumentException">The input has another shape.</exception>
    public Tensor Call(EmbeddingBag layer, Tensor tokens, Tensor? offsets = null, Tensor? perSampleWeights = null)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(tokens);
        if (tokens.dim() != 2 || offsets is not null)
            throw new ArgumentException($"EmbeddingBag was called with an input of shape [{string.Join(", ", tokens.shape)}]{(offsets is null ? "" : " and offsets")}; it must be [{batchSize}, tokens], one bag an example.", nameof(tokens));
        var settings = EmbeddingSettings.Of(layer);
        using var scope = NewDisposeScope();
        return settings.Bag(LookUp(layer.weight!, settings.Padding, tokens, 0), tokens, perSampleWeights).MoveToOuterDisposeScope();
    }

    /// <summary>Runs a group normalisation and records it.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input"><c>[batch, channels, …]</c>; the first axis may be the batch merged with an axis inside it.</param>
    /// <returns>The input's shape.</returns>
    /// <exception cref="ArgumentException">The input has another shape.</exception>
    public Tensor Call(GroupNorm layer, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(input);
        if (layer.weight is null)
            return layer.call(input);
        var scale = Held(layer.weight);
        var name = new LayerName("GroupNorm", scale.Parameter);
        RequireChannels(name, input, scale.Parameter.numel(), null);
        return Normalize((x, weight, bias) => nn.functional.group_norm(x, layer.num_groups, weight, bias, layer.eps), input, name, scale, HeldOrNone(layer.bias), layer.num_groups, layer.eps, SumOfChannels);
    }

    /// <summary>Runs an instance normalisation without running statistics and records it.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input"><c>[batch, channels, …]</c>; the first axis may be the batch merged with an axis inside it.</param>
    /// <returns>The input's shape.</returns>
    /// <exception cref="ArgumentException">The input has another shape.</exception>
    /// <exception cref="NotSupportedException">The layer keeps running statistics, which carry values from batch to batch.</exception>
    public Tensor Call(InstanceNorm layer, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(input);
        if (layer.track_running_stats)
            throw NoRule(layer);
        if (layer.weight is null)
            return layer.call(input);
        var scale = Held(layer.weight);
        var name = new LayerName(layer.GetType().Name, scale.Parameter);
        var channels = scale.Parameter.numel();
        RequireChannels(name, input, channels, null);
        return Normalize((x, weight, bias) => x.numel() == 0 ? x.clone() : nn.functional.instance_norm(x, weight: weight, bias: bias, eps: layer.eps), input, name, scale, HeldOrNone(layer.bias), channels, layer.eps, SumOfChannels);
    }

    /// <summary>Runs a layer normalisation and records it.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input"><c>[batch, …]</c>, the normalised axes last; the first axis may be the batch merged with an axis inside it.</param>
    /// <param name="batchAxis">The axis on which the examples lie, where it is not the first; or <see cref="Innermost"/>.</param>
    /// <returns>The input's shape.</returns>
    /// <exception cref="ArgumentException">The input has another shape.</exception>
    public Tensor Call(LayerNorm layer, Tensor input, int batchAxis = 0)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(input);
        return layer.weight is null ? layer.call(input) : NormalizeFeatures(input, layer.weight, layer.bias, layer.eps, batchAxis);
    }

    /// <summary>Normalises over the last axes, whose sizes are those of the weight, and records it.</summary>
    internal Tensor NormalizeFeatures(Tensor input, Parameter weight, Parameter? bias, double eps = 1e-5, int batchAxis = 0)
    {
        var held = Held(weight);
        var name = new LayerName("LayerNorm", held.Parameter);
        using var moved = ToFront(input, batchAxis);
        var front = moved ?? input;
        if (!EndsAs(front, held.Parameter) || !BatchAxis.IsOutermost(front.size(0), batchSize))
            throw WrongInput(name, input, $"[{batchSize}, …, {string.Join(", ", held.Parameter.shape)}]", nameof(input));
        var features = held.Parameter.shape;
        var output = Normalize((x, scale, shift) => nn.functional.layer_norm(x, features, scale, shift, eps), front, name, held, HeldOrNone(bias), null, eps, SumOfFeatures);
        return BackFromFront(output, batchAxis);

        Tensor SumOfFeatures(Tensor tensor)
        {
            using var positions = tensor.reshape(batchSize, -1, held.Parameter.numel());
            return positions.sum(1L);
        }
    }

    /// <summary>Runs a rectifier with trained slopes and records it.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input"><c>[batch, channels, …]</c>; the first axis may be the batch merged with an axis inside it.</param>
    /// <returns>The input's shape.</returns>
    /// <exception cref="ArgumentException">The input has another shape.</exception>
    public Tensor Call(PReLU layer, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(input);
        var slope = Held(layer.weight);
        var name = new LayerName("PReLU", slope.Parameter);
        if (input.dim() < 1 || !BatchAxis.IsOutermost(input.size(0), batchSize))
            throw WrongInput(name, input, $"[{batchSize}, …]", nameof(input));
        var entered = Entered(input, name);
        var left = NewOutput();
        var output = Left(nn.functional.prelu(input, slope.Parameter), left, name);
        AddDense(slope, name, entered, left, gradient =>
        {
            using var scope = NewDisposeScope();
            var slopes = gradient * entered.clamp_max(HeldScalars.Zero);
            return (slope.Parameter.numel() == 1 ? slopes.reshape(batchSize, -1).sum(1L, keepdim: true) : SumOfChannels(slopes)).MoveToOuterDisposeScope();
        });
        return output;
    }

    /// <summary>Runs a bilinear layer and records it.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input1"><c>[batch, …, in1_features]</c>.</param>
    /// <param name="input2"><c>[batch, …, in2_features]</c>.</param>
    /// <returns><c>[batch, …, out_features]</c>.</returns>
    /// <exception cref="ArgumentException">The inputs have other shapes.</exception>
    public Tensor Call(Bilinear layer, Tensor input1, Tensor input2)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(input1);
        ArgumentNullException.ThrowIfNull(input2);
        using var scope = NewDisposeScope();
        var (first, second) = (layer.in1_features, layer.in2_features);
        var weight = Held(layer.weight);
        var name = new LayerName("Bilinear", weight.Parameter);
        if (input1.shape[^1] != first || input2.shape[^1] != second || !input1.shape.AsSpan()[..^1].SequenceEqual(input2.shape.AsSpan()[..^1]))
            throw WrongInput(name, input1, $"[{batchSize}, …, {first}] beside [{batchSize}, …, {second}]", nameof(input1));

        // xᵀ W y is linear in the products of an entry of x with one of y.
        var products = (input1.unsqueeze(-1) * input2.unsqueeze(-2)).flatten(-2);
        return Multiply(products, weight, HeldOrNone(layer.bias), name, 0).MoveToOuterDisposeScope();
    }

    /// <summary>Multiplies every position by a matrix, or by rows of one, and records it.</summary>
    /// <param name="input"><c>[batch · n, …, d]</c>.</param>
    /// <param name="weight">Rows of a tensor whose axes after the first hold d numbers.</param>
    /// <param name="bias">As many numbers, or none.</param>
    /// <param name="name">The layer, for messages.</param>
    /// <param name="batchAxis">The axis of the examples.</param>
    internal Tensor Multiply(Tensor input, ParameterPart weight, ParameterPart? bias, LayerName name, int batchAxis)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var moved = ToFront(input, batchAxis);
        return BackFromFront(Multiplied(RequireFeatures(moved ?? input, weight, name, input), weight, bias, name).Output, batchAxis);
    }

    /// <summary>Multiplies as <see cref="Multiply"/> does, and rectifies what leaves.</summary>
    /// <param name="input">The input.</param>
    /// <param name="weight"><c>[p, d]</c>.</param>
    /// <param name="bias"><c>[p]</c>, or none.</param>
    /// <param name="name">The layer, for messages.</param>
    /// <param name="batchAxis">The axis on which the examples lie, where it is not the first; or <see cref="Innermost"/>.</param>
    internal Tensor MultiplyRectified(Tensor input, ParameterPart weight, ParameterPart? bias, LayerName name, int batchAxis)
    {
        using var scope = NewDisposeScope();
        var (product, left) = Multiplied(RequireFeatures(ToFront(input, batchAxis) ?? input, weight, name, input), weight, null, name);
        AddMatrixBias(bias, name, left);
        var added = bias is null ? null : owned.Keep(bias.Value.Values.contiguous());
        var rectified = Memory.ServesInOrder(product)
            ? RectifiedMap.Of(UntilBack(product), added, out lastRectified)
            : (added is null ? product : product.Plus(added)).relu();
        return BackFromFront(rectified, batchAxis).MoveToOuterDisposeScope();
    }

    /// <summary>Multiplies as <see cref="Multiply"/> does, the examples first.</summary>
    /// <returns>What the record keeps until autograd has come back.</returns>
    internal Tensor Project(Tensor input, ParameterPart weight, ParameterPart? bias, LayerName name) =>
        UntilBack(Multiplied(RequireFeatures(input, weight, name, input), weight, bias, name).Output);

    private Tensor RequireFeatures(Tensor front, ParameterPart weight, LayerName name, Tensor input)
    {
        var features = weight.Parameter.numel() / weight.Parameter.size(0);
        if (front.dim() < 2 || front.size(-1) != features || !BatchAxis.IsOutermost(front.size(0), batchSize))
            throw WrongInput(name, input, $"[{batchSize}, …, {features}]", nameof(input));
        return front;
    }

    private (Tensor Output, RecordedOutput Left) Multiplied(Tensor input, ParameterPart weight, ParameterPart? bias, LayerName name)
    {
        var entered = Entered(input, name);
        var matrix = weight.IsWhole && weight.Parameter.dim() == 2 ? weight.Parameter : owned.Keep(weight.Values.view(weight.Rows, -1));
        var added = bias is not { } part ? null : part.IsWhole ? part.Parameter : owned.Keep(part.Values);
        var left = NewOutput();
        var before = lastRectified?.Gave(input) == true ? lastRectified : null;
        var output = Left(LinearMap.Of(input, matrix, added, left, before), name);
        AddMatrix(weight, bias, name, entered, left);
        return (output, left);
    }

    private void AddMatrix(ParameterPart weight, ParameterPart? bias, LayerName name, Tensor entered, RecordedOutput left)
    {
        Add(new MatrixUse(weight, name, batchSize, entered, left));
        AddMatrixBias(bias, name, left);
    }

    private void AddMatrixBias(ParameterPart? bias, LayerName name, RecordedOutput left) => AddBias(bias, name, left, SumOfPositions);

    /// <summary>A bias beside a weight, from whose kernel it takes the sums where that makes them.</summary>
    private void AddBias(ParameterPart? bias, LayerName name, RecordedOutput left, Func<Tensor, Tensor> sumOverPositions)
    {
        if (bias is not { } used)
            return;
        left.AreSumsWanted = true;
        Add(new DenseUse(used, name, owned, null, left, sumOverPositions) { IsBias = true });
    }

    private Tensor LookUp(Parameter table, long? padding, Tensor tokens, int batchAxis)
    {
        var held = Held(table);
        var name = new LayerName("Embedding", held.Parameter);
        using var moved = ToFront(tokens, batchAxis);
        var front = moved ?? tokens;
        if (front.dim() < 1 || !BatchAxis.IsOutermost(front.size(0), batchSize))
            throw WrongInput(name, tokens, $"[{batchSize}, …]", nameof(tokens));
        RequireBeforeBackward();
        var entered = owned.Keep(front.to(ScalarType.Int64, copy: true));
        using var flat = entered.reshape(-1);
        using var rows = held.Parameter.index_select(0, flat);
        var left = NewOutput();
        var output = Left(rows.view(Memory.ShapeOf(entered, (int)entered.dim(), held.Parameter.size(1))), left, name);
        Add(new EmbeddingUse(held, name, batchSize, entered, left, padding));
        return BackFromFront(output, batchAxis);
    }

    private Tensor CallTransposed(Convolution layer, Tensor input, ParameterPart weight, LayerName name, long[]? outputSize)
    {
        using var scope = NewDisposeScope();
        var padding = layer.padding ?? new long[layer.kernel_size.Length];
        var more = outputSize is null ? layer.output_padding ?? new long[layer.kernel_size.Length] : PaddingFor(outputSize);
        var entered = Entered(input, name);
        var left = NewOutput();
        var output = Left(Convolve(input, weight.Parameter, layer.bias?.detach()), left, name);
        Add(new TransposedConvolutionWeightUse(weight, name, batchSize, entered, left, (inputs, kernel) => Convolve(inputs, kernel, null)));
        AddDense(HeldOrNone(layer.bias), name, null, left, SumOfChannels);
        return output.MoveToOuterDisposeScope();

        Tensor Convolve(Tensor inputs, Tensor kernel, Tensor? bias)
        {
            return layer switch
            {
                ConvTranspose1d => nn.functional.conv_transpose1d(inputs, kernel, bias, layer.stride[0], padding[0], more[0], layer.dilation[0], layer.groups),
                ConvTranspose2d => nn.functional.conv_transpose2d(inputs, kernel, bias, layer.stride, padding, more, layer.dilation, layer.groups),
                _ => nn.functional.conv_transpose3d(inputs, kernel, bias, layer.stride, padding, more, layer.dilation, layer.groups),
            };
        }

        // A stride may lead from several sizes of an output to one of an input; the padding says which.
        long[] PaddingFor(long[] sizes)
        {
            var dimensions = layer.kernel_size.Length;
            long[] needed = sizes.Length < dimensions ? [] : [.. Enumerable.Range(0, dimensions).Select(i =>
                sizes[sizes.Length - dimensions + i] - (((input.shape[2 + i] - 1) * layer.stride[i]) - (2 * padding[i]) + (layer.dilation[i] * (layer.kernel_size[i] - 1)) + 1))];
            if (needed.Length == 0 || needed.Where((size, i) => size < 0 || size >= layer.stride[i]).Any())
                throw new ArgumentException($"{name} cannot give an output of the size [{string.Join(", ", sizes)}] for an input of shape [{string.Join(", ", input.shape)}].", nameof(outputSize));
            return needed;
        }
    }

    private Tensor Normalize(Func<Tensor, Tensor?, Tensor?, Tensor> normalize, Tensor input, LayerName name, ParameterPart weight, ParameterPart? bias, long? groups, double epsilon, Func<Tensor, Tensor> sumOverPositions)
    {
        var entered = Entered(input, name);
        var (scale, shift) = (weight.Parameter, bias?.Parameter);
        var sums = new NormalizationSums(entered, scale, batchSize, groups, epsilon, owned);
        var left = NewOutput();
        var output = sums.Serves
            ? Left(AutogradNode.Of(OutOfAutograd(normalize, input, scale, shift), sums, left, input), name)
            : Left(normalize(input, scale, shift), left, name);
        AddDense(weight, name, entered, left, sums.Serves ? sums.Scale : ScaleOf(normalize, entered, sumOverPositions));
        AddDense(bias, name, entered, left, sums.Serves ? sums.Shift : sumOverPositions);
        return output;
    }

    private static Func<Tensor, Tensor> ScaleOf(Func<Tensor, Tensor?, Tensor?, Tensor> normalize, Tensor entered, Func<Tensor, Tensor> sumOverPositions) => gradient =>
    {
        using var normalized = normalize(entered, null, null);
        using var product = gradient * normalized;
        return sumOverPositions(product);
    };

    // Not a view, as the library may give: autograd's error at a change in place would come before the record's.
    private static Tensor OutOfAutograd(Func<Tensor, Tensor?, Tensor?, Tensor> normalize, Tensor input, Tensor scale, Tensor? shift)
    {
        using var noGrad = new NoGrad();
        using var normalized = normalize(input, scale, shift);
        return normalized.detach();
    }

    /// <summary>Sums over an example's positions: <c>[batch · n, channels, …]</c> to <c>[batch, channels]</c>.</summary>
    private Tensor SumOfChannels(Tensor tensor)
    {
        var (rows, channels) = (tensor.size(0), tensor.size(1));
        using var positions = tensor.reshape(batchSize, rows / batchSize, channels, tensor.numel() / (rows * channels));
        return positions.sum([1L, 3L]);
    }

    /// <summary>Sums over an example's positions: <c>[batch · n, …, features]</c> to <c>[batch, features]</c>.</summary>
    private Tensor SumOfPositions(Tensor tensor)
    {
        if (tensor.size(0) == batchSize && tensor.dim() == 2)
            return tensor.alias();
        using var positions = tensor.reshape(batchSize, -1, tensor.size(-1));
        return positions.sum(1L);
    }

    /// <summary>A new tensor with the examples on the first axis, the rows of each together; none where they lie so.</summary>
    private Tensor? ToFront(Tensor input, int axis)
    {
        if (axis == 0 || (axis == Innermost && batchSize == 0))
            return null;
        if (axis != Innermost)
            return input.transpose(0, axis);
        if (input.size(0) % batchSize != 0)
            throw new ArgumentException($"A layer was called with an input of shape [{string.Join(", ", input.shape)}]; its first axis must be the batch, {batchSize}, merged with an axis outside it.", nameof(input));
        return Exchanged(input, input.size(0) / batchSize, batchSize);
    }

    /// <summary>Brings the examples back to the axis on which they lay.</summary>
    /// <param name="output">What left, the examples first; freed where another tensor takes its place.</param>
    /// <param name="axis">The axis.</param>
    private Tensor BackFromFront(Tensor output, int axis)
    {
        if (axis == 0 || (axis == Innermost && batchSize == 0))
            return output;
        using (output)
            return axis == Innermost ? Exchanged(output, batchSize, output.size(0) / batchSize) : output.transpose(0, axis);
    }

    private static Tensor Exchanged(Tensor rows, long outer, long inner)
    {
        using var scope = NewDisposeScope();
        return rows.reshape([outer, inner, .. rows.shape[1..]]).transpose(0, 1).flatten(0, 1).MoveToOuterDisposeScope();
    }

    private void RequireChannels(LayerName name, Tensor input, long channels, int? spatial)
    {
        var axes = input.dim();
        if (axes >= 2 && (spatial is null ? axes >= 3 : axes == spatial + 2) && input.size(1) == channels && BatchAxis.IsOutermost(input.size(0), batchSize))
            return;
        throw WrongInput(name, input, $"[{batchSize}, {channels}{string.Concat(Enumerable.Repeat(", …", spatial ?? 1))}]", nameof(input));
    }

    /// <summary>Whether the last axes of a tensor have the sizes of a smaller one's.</summary>
    private static bool EndsAs(Tensor tensor, Tensor end)
    {
        var (axes, last) = ((int)tensor.dim(), (int)end.dim());
        if (axes <= last)
            return false;
        for (var axis = 1; axis <= last; axis++)
        {
            if (tensor.size(-axis) != end.size(-axis))
                return false;
        }
        return true;
    }

    private static ArgumentException WrongInput(LayerName name, Tensor input, string expected, string parameter) =>
        new($"{name} was called with an input of shape [{string.Join(", ", input.shape)}]; it must be {expected}, or the batch merged with an axis inside it.", parameter);
}
