using System.Reflection;
using DslDp.Generator.Proof;
using TorchSharp;
using static TorchSharp.torch;

namespace DslDp.Generator.Tests.AgainstTorchSharp;

/// <summary>One argument, with what the proof is told of it; the value may depend on the number of examples, and on whether the first was replaced.</summary>
internal sealed record Drawn(AbstractValue Abstract, Func<int, bool, object?> Real, bool IsDefault = false);

/// <summary>Draws arguments for an overload: tensors of several shapes with the examples on any axis, dimensions that exist or nearly, small numbers.</summary>
internal sealed class DrawnArguments(Random random)
{
    private static readonly long[][] Shapes = [[6], [4, 6], [4, 4], [3, 4, 6], [2, 4, 4], [2, 3, 4, 6]];

    private long[] sizes = [];
    private int axis;

    /// <summary>Null where a parameter has a type that nothing is drawn for.</summary>
    public Drawn[]? For(MethodBase method, bool hasReceiver)
    {
        Start();
        var parameters = method.GetParameters();
        var drawn = new List<Drawn>();
        if (hasReceiver) drawn.Add(Tensors("", isFirst: true));
        foreach (var parameter in parameters)
        {
            if (One(parameter, drawn.Count == 0) is not { } argument) return null;
            drawn.Add(argument);
        }

        return [.. drawn];
    }

    private void Start()
    {
        var own = Shapes[random.Next(Shapes.Length)];
        axis = random.Next(3) == 0 ? random.Next(own.Length + 1) : 0;
        sizes = [.. own.Take(axis), DrawnTensor.Batch, .. own.Skip(axis)];
        if (random.Next(6) == 0) (sizes, axis) = ([DrawnTensor.Batch], 0);
    }

    private Drawn? One(ParameterInfo parameter, bool isFirst)
    {
        var name = parameter.Name ?? "";
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        var isOptional = parameter.HasDefaultValue || Nullable.GetUnderlyingType(parameter.ParameterType) is not null;
        if (parameter.HasDefaultValue && (random.Next(2) == 0 || !CanDraw(type))) return Default(parameter);
        if (type == typeof(Tensor)) return Tensors(name, isFirst);
        if (type == typeof(bool)) return Flag(name != "disposeAfter" && random.Next(2) == 0);
        if (type == typeof(long) || type == typeof(int) || type == typeof(short) || type == typeof(byte)) return Integer(name, type);
        if (type == typeof(double) || type == typeof(float)) return Number(0.5, value => Convert.ChangeType(value, type, System.Globalization.CultureInfo.InvariantCulture));
        if (type == typeof(Scalar)) return random.Next(2) == 0 ? Number(0.5, value => (Scalar)value) : new(IntegerValue.Of(1), (_, _) => (Scalar)1);
        if (type == typeof(DeviceType)) return Enumeration(DeviceType.CPU);
        if (type.IsEnum) return type == typeof(ScalarType) && !isOptional ? Enumeration(ScalarType.Float32) : Enumeration(Pick(Enum.GetValues(type).Cast<object>().ToArray()));
        if (type == typeof(long[]) || type == typeof(int[]) || type == typeof(torch.Size)) return Integers(name, type);
        if (type == typeof(Tensor[]) || type == typeof(IEnumerable<Tensor>) || type == typeof(IList<Tensor>)) return SeveralTensors();
        if (type == typeof((long, long))) return Pair();
        return null;
    }

    private static bool CanDraw(Type type) =>
        type == typeof(Tensor) || type.IsPrimitive || type == typeof(Scalar) || type == typeof(long[]) || type == typeof(int[]) || type == typeof(torch.Size) || type == typeof((long, long)) || (type.IsEnum && type != typeof(ScalarType) && type != typeof(DeviceType));

    private static Drawn Default(ParameterInfo parameter)
    {
        var value = parameter.DefaultValue;
        return new(AbstractOf(value, Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType), (_, _) => Type.Missing, IsDefault: true);
    }

    private static AbstractValue AbstractOf(object? value, Type type) => value switch
    {
        null => ConstantValue.Null,
        bool or string => new ConstantValue(value),
        _ when type.IsEnum => new EnumerationValue(type.Name, Enum.GetName(type, value) ?? ""),
        long or int or short or byte => IntegerValue.Of(Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture)),
        double or float => new NumberValue(Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture)),
        _ => ConstantValue.Null,
    };

    private Drawn Tensors(string name, bool isFirst)
    {
        var isIndex = name.Contains("ind", StringComparison.Ordinal) && !name.Contains("input", StringComparison.Ordinal) || name is "target" or "repeats";
        var type = isIndex && random.Next(5) > 0 ? ScalarType.Int64 : (name is "condition" or "mask" && random.Next(4) > 0) ? ScalarType.Bool : ScalarType.Float32;
        var (own, at) = isFirst ? (sizes, axis) : random.Next(8) switch
        {
            0 => ([sizes[^1]], axis == sizes.Length - 1 ? 0 : -1),
            1 => ([2L], -1),
            2 => ([], -1),
            3 => ([DrawnTensor.Batch], 0),
            4 when sizes.Length >= 2 => ([.. sizes.Take(sizes.Length - 2), sizes[^1], sizes[^2]], axis == sizes.Length - 1 ? axis - 1 : axis == sizes.Length - 2 ? axis + 1 : axis),
            5 when sizes.Length >= 2 && axis == 0 => ([.. sizes.Skip(1)], -1),
            _ => (sizes, axis),
        };
        var tensor = new DrawnTensor(own, at, type);
        return new(tensor.Value, (examples, isReplaced) => tensor.With(examples, isReplaced));
    }

    private Drawn SeveralTensors()
    {
        var parts = Enumerable.Range(0, 2).Select(_ => Tensors("", random.Next(4) > 0)).ToArray();
        return new(new SequenceValue(EquatableArray.From(parts.Select(part => part.Abstract))), (examples, isReplaced) => parts.Select(part => (Tensor)part.Real(examples, isReplaced)!).ToArray());
    }

    private static Drawn Flag(bool flag) => new(new ConstantValue(flag), (_, _) => flag);

    private static Drawn Number(double number, Func<double, object> real) => new(new NumberValue(number), (_, _) => real(number));

    private static Drawn Enumeration(object value) => new(new EnumerationValue(value.GetType().Name, value.ToString()!), (_, _) => value);

    private Drawn Integer(string name, Type type)
    {
        var number = IsDimension(name) ? Dimension() : random.Next(1, 4);
        return new(IntegerValue.Of(number), (_, _) => Convert.ChangeType(number, type, System.Globalization.CultureInfo.InvariantCulture));
    }

    private Drawn Pair()
    {
        var (first, second) = (Dimension(), Dimension());
        return new(new SequenceValue(EquatableArray.From<AbstractValue>([IntegerValue.Of(first), IntegerValue.Of(second)])), (_, _) => (first, second));
    }

    /// <summary>Dimensions, or sizes among which the number of examples may be.</summary>
    private Drawn Integers(string name, Type type)
    {
        var isSizes = name is "size" or "sizes" or "shape" or "unflattened_size";
        long[] numbers = isSizes
            ? Pick<long[]>([sizes, [DrawnTensor.Batch, -1], [-1, sizes[^1]], [DrawnTensor.Batch, 2, -1], [.. sizes.Prepend(2)], [2, -1], [-1], [3]])
            : IsDimension(name) || name is "permutation" or "source" or "destination" ? Pick<long[]>([[Dimension()], [Dimension(), Dimension()], [.. Enumerable.Range(0, sizes.Length).Select(place => (long)place).Reverse()], [0, 2, 1], [-1, -2]])
            : Pick<long[]>([[1], [2], [2, 2], [1, 1], [1, 2, 1], [1, 4], [2, 3]]);
        long[] At(int examples) => isSizes ? [.. numbers.Select(number => number == DrawnTensor.Batch ? examples : number)] : numbers;
        return new(
            new SequenceValue(EquatableArray.From<AbstractValue>(numbers.Select(number => isSizes && number == DrawnTensor.Batch ? new IntegerValue(Axis.Examples) : IntegerValue.Of(number)))),
            (examples, _) => type == typeof(torch.Size) ? new torch.Size(At(examples)) : type == typeof(int[]) ? At(examples).Select(number => (int)number).ToArray() : At(examples));
    }

    private static bool IsDimension(string name) => name.StartsWith("dim", StringComparison.Ordinal) || name.EndsWith("dim", StringComparison.Ordinal) || name.StartsWith("axis", StringComparison.Ordinal);

    private long Dimension() => random.Next(-2, sizes.Length);

    private T Pick<T>(T[] choices) => choices[random.Next(choices.Length)];
}
