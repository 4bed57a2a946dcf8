using System.Linq;

namespace DslDp.Generator.Proof.Rules;

/// <summary>New tensors hold no example's data; they may be as long as the batch.</summary>
internal static class CreationRows
{
    private static readonly string[] ShapeParameters = ["dimensions", "rows", "columns", "dim0", "dim1", "dim2", "dim3"];

    public static void AddTo(OperatorTable table)
    {
        table.AddAll("torch", "zeros ones rand randn", Sized(Element.Float));
        table.Add("torch.full", Sized(Element.Unknown));
        table.Add("torch.randint", Sized(Element.Integer));
        table.AddAll("torch.Tensor", "new_zeros new_ones new_full", call =>
        {
            call.Subject();
            return Sized(Element.Unknown)(call);
        });
        table.AddTensor("zeros_like ones_like rand_like randn_like full_like randint_like bernoulli", Like);
        table.AddAll("torch", "tensor as_tensor from_array", Literal);
        table.AddAll("torch.Tensor", "op_Implicit", Literal);
        table.Add("torch.frombuffer", call =>
        {
            call.TakeSettings();
            return new TensorValue(new Shape([Axis.Unknown]), Element.Unknown) { Trail = new Trail(call.Site, null) };
        });
        table.Add("torch.eye", Eye);
        table.Add("torch.arange", Range);
        table.AddAll("torch", "linspace logspace", call => Ramp(call, "steps"));
        table.AddAll("torch", "bartlett_window blackman_window hamming_window hann_window kaiser_window", call => Ramp(call, "len"));
        table.Add("torch.randperm", call => call.Has("out") ? throw call.Refuse(Reason.UnknownOperation, "randperm writes into its argument", "use its result") : Ramp(call, "n"));
        table.AddAll("torch", "tril_indices triu_indices", call =>
        {
            call.TakeSettings();
            return new TensorValue(new Shape([Axis.Of(2), Axis.Unknown]), Element.Integer) { Trail = new Trail(call.Site, null) };
        });
        table.AddTensor("multinomial", Draws);
    }

    /// <summary>Entries that differ from place to place: not as long as the batch, or an example's place in the batch would enter a value.</summary>
    public static TensorValue Ramp(Call call, AbstractValue? length, Element element)
    {
        if (length is IntegerValue { HoldsExamples: true } or BatchSizeDependentValue) throw PlaceInBatch(call);
        return new(new Shape([length is IntegerValue { Size: var size } ? size : Axis.Unknown]), element) { Trail = new Trail(call.Site, null) };
    }

    private static TensorValue Ramp(Call call, string parameter)
    {
        var length = call.Take(parameter);
        call.TakeSettings();
        return Ramp(call, length, Element.Unknown);
    }

    private static AbstractValue Range(Call call)
    {
        if (NumbersOfExamples(call) is { } numbers) return numbers;
        foreach (var argument in call.Arguments)
        {
            if (argument.Value is IntegerValue { HoldsExamples: true } or BatchSizeDependentValue) throw PlaceInBatch(call);
        }

        var start = call.Take("start") is { } from ? (from as IntegerValue)?.Size.Constant : 0;
        var step = call.Take("step") is { } by ? (by as IntegerValue)?.Size.Constant : 1;
        var stop = call.Take("stop");
        call.TakeSettings();
        if (start == 0 && step == 1 && stop is IntegerValue end) return Ramp(call, end, Element.Integer);
        return Ramp(call, step > 0 && start is { } first && (stop as IntegerValue)?.Size.Constant is { } last && last >= first ? IntegerValue.Of((last - first + step.Value - 1) / step.Value) : null, Element.Unknown);
    }

    /// <summary><c>arange(x.shape[0])</c>, which may be an index. Null for anything else.</summary>
    private static ExampleNumbersValue? NumbersOfExamples(Call call)
    {
        if (call.TakeOrDefault("stop") is not IntegerValue { Size.IsExamples: true }) return null;
        if (call.Take("start") is not (null or IntegerValue { Size.Constant: 0 }) || call.Take("step") is not (null or IntegerValue { Size.Constant: 1 })) return null;
        if (call.Take("dtype") is not (null or ConstantValue { Value: null } or EnumerationValue { Member: "Int64" or "Int32" })) return null;
        call.TakeSettings();
        return new(new Shape([Axis.Examples])) { MadeAt = call.Site };
    }

    private static AbstractValue Eye(Call call)
    {
        var rows = call.Take("rows");
        var columns = call.Take("columns");
        call.TakeSettings();
        if (columns is null or IntegerValue { Size.Constant: -1 }) columns = rows;
        return new TensorValue(new Shape([Ramp(call, rows, Element.Float).Shape![0], Ramp(call, columns, Element.Float).Shape![0]]), Element.Float) { Trail = new Trail(call.Site, null) };
    }

    private static RefusedException PlaceInBatch(Call call) => PlaceInBatch(call, call.Member, null);

    public static RefusedException PlaceInBatch(Call call, string member, Site? at) => call.Refuse(
        Reason.BatchSizeEntersValue,
        $"{member} makes another value for each place in the batch, so that what an example gets depends on where it lies",
        "use values that are the same for all examples, or that come with each example",
        at);

    /// <summary>Positions drawn for each row of weights, independently of the other rows.</summary>
    private static AbstractValue Draws(Call call)
    {
        var subject = call.Subject();
        var count = call.Take("num_samples");
        call.TakeSettings();
        if (subject.Shape is not { Rank: > 0 } shape) return call.Result(subject, null, Element.Integer);
        Require.NotOverExamples(call, subject, [shape.Rank - 1], "draws from");
        if (count is not IntegerValue { HoldsExamples: false } draws) throw call.Refuse(Reason.UnknownOperation, "multinomial with a number of draws that is not known", "use a constant");
        return call.Result(subject, shape.With(shape.Rank - 1, draws.Size), Element.Integer);
    }

    public static Rule Sized(Element element) => call =>
    {
        string[] parameters = ["size", "rows", "columns", "dim0", "dim1", "dim2", "dim3"];
        var sizes = parameters.Select(parameter => call.Take(parameter)).Where(value => value is not null)
            .SelectMany(value => Dimensions.Sizes(call, value!, "size")).ToArray();
        call.TakeSettings();
        return new TensorValue(new Shape(sizes), element) { Trail = new Trail(call.Site, null) };
    };

    private static AbstractValue Like(Call call)
    {
        var subject = call.Subject();
        call.TakeSettings();
        return call.Result(subject, subject.Shape);
    }

    /// <summary>The axes of numbers in lists of lists, or of an array with several axes; null where the lists differ.</summary>
    private static System.Collections.Generic.List<Axis>? AxesOf(AbstractValue numbers)
    {
        if (numbers is not (SequenceValue { Items.Count: > 0 } or ManyValue)) return numbers is SequenceValue ? [Axis.Of(0)] : [];
        var inner = numbers is SequenceValue list ? list.Items.Select(AxesOf).ToArray() : [AxesOf(((ManyValue)numbers).Item)];
        if (inner.Any(axes => axes is null || !axes.SequenceEqual(inner[0]!))) return null;
        return [numbers is SequenceValue { Items.Count: var count } ? Axis.Of(count) : Axis.Unknown, .. inner[0]!];
    }

    private static AbstractValue Literal(Call call)
    {
        if (call.Arguments.Length > 0 && call.Arguments[0].Value is TensorValue) return Like(call);
        var written = ShapeParameters.Where(call.Has).ToArray();
        var sizes = written.Select(parameter => call.Take(parameter)).Where(value => value is not null).SelectMany(value => Dimensions.Sizes(call, value!, "dimensions")).ToArray();
        if (sizes.Any(size => size.HoldsExamples)) throw PlaceInBatch(call);
        var shape = call.Has("scalar") ? Shape.Scalar
            : written.Length > 0 ? new Shape(sizes)
            : call.Arguments.Length > 0 && AxesOf(call.Arguments[0].Value) is { Count: > 0 } axes ? new Shape(axes)
            : null;
        call.TakeSettings();
        return new TensorValue(shape, Element.Unknown) { Trail = new Trail(call.Site, null) };
    }
}
