using System;
using System.Collections.Immutable;
using System.Linq;
using DslDp.Generator.Proof.Rules;

namespace DslDp.Generator.Proof;

/// <summary>An argument as it binds to a parameter of the overload that the compiler chose.</summary>
internal sealed record Argument(string Parameter, AbstractValue Value, bool IsDefault, Site Site);

/// <summary>Thrown by a rule to end itself; the refusal, if there is one, has been recorded.</summary>
internal sealed class RefusedException : Exception;

/// <summary>
/// One use of an operator, as its rule sees it. A rule takes the arguments that it understands, by parameter name;
/// an argument that was written and that no rule took is refused, so an overload with a new parameter cannot slip through.
/// </summary>
internal sealed class Call(string member, AbstractValue? receiver, ImmutableArray<Argument> arguments, Site site, ProofSession session, Site? receiverSite = null)
{
    private readonly System.Collections.Generic.List<AbstractValue> toldApart = [];
    private readonly bool[] taken = new bool[arguments.Length];

    public string Member => member;

    /// <summary>What the operator works on is seen by nothing else afterwards, so that it may as well be overwritten.</summary>
    public bool MayOverwrite { get; init; }

    public Site Site => site;

    public ProofSession Session => session;

    public AbstractValue? Receiver => receiver;

    public ImmutableArray<Argument> Arguments => arguments;

    /// <summary>The argument of the first of these parameters that the overload has; null where it was left out.</summary>
    public AbstractValue? Take(params string[] parameters) => TakeArgument(parameters) is { IsDefault: false } argument ? argument.Value : null;

    /// <summary>Like <see cref="Take"/>, with the default that the overload declares where the argument was left out.</summary>
    public AbstractValue? TakeOrDefault(params string[] parameters) => TakeArgument(parameters)?.Value;

    public bool Has(string parameter) => arguments.Any(argument => argument.Parameter == parameter);

    public Site SiteOf(string parameter) =>
        arguments.FirstOrDefault(argument => argument.Parameter == parameter && !argument.IsDefault)?.Site ?? site;

    /// <summary>The tensor that the operator works on: what it is called on, or the first argument of a static method.</summary>
    public TensorValue Subject() => receiver is not null and not ModuleValue ? AsTensor(receiver, site) : Operand(0);

    /// <summary>The argument at a position, which must be a tensor.</summary>
    public TensorValue Operand(int position)
    {
        if (position >= arguments.Length) throw Refuse(Reason.UnknownOperation, $"{member} is given too few arguments", "pass the tensor it works on");
        taken[position] = true;
        return AsTensor(arguments[position].Value, arguments[position].Site);
    }

    /// <summary>The tensor argument of the first of these parameters; null where it was left out.</summary>
    public TensorValue? TakeTensor(params string[] parameters)
    {
        var argument = TakeArgument(parameters);
        return argument is null || argument.Value is ConstantValue { Value: null } ? null : AsTensor(argument.Value, argument.Site);
    }

    /// <summary>Takes settings that hold no example's data and do not change which example a value comes from.</summary>
    public void TakeSettings()
    {
        for (var position = 0; position < arguments.Length; position++)
        {
            if (taken[position]) continue;
            var argument = arguments[position];
            if (argument.Parameter == "inplace" && argument.Value is ConstantValue { Value: true } && MayOverwrite)
            {
                session.OutOfPlace.Add(argument.Site);
            }
            else if (argument.Parameter == "inplace" && argument.Value is not ConstantValue { Value: false })
            {
                throw Refuse(Reason.UnsupportedCode, $"{member} writes into its input", "leave inplace out; the result is the same", argument.Site, fix: new Fix(FixKind.DropArgument, "inplace"));
            }

            RequirePublic(argument);
            taken[position] = true;
        }
    }

    /// <summary>Refuses an argument that the operator would write its result into: the tensor would change under all its names.</summary>
    public void RequireNoOutput()
    {
        foreach (var argument in arguments)
        {
            if (argument.Parameter is not ("out" or "out_tensor") || argument.IsDefault || argument.Value is ConstantValue { Value: null }) continue;
            throw Refuse(Reason.UnknownOperation, $"{member} writes into its argument {argument.Parameter}", "leave it out, and use the result", argument.Site);
        }
    }

    /// <summary>Refuses what no rule understood.</summary>
    public void RequireAllTaken()
    {
        for (var position = 0; position < arguments.Length; position++)
        {
            if (taken[position] || arguments[position].IsDefault) continue;
            throw Refuse(
                Reason.UnknownOperation,
                $"the argument {arguments[position].Parameter} of {member} is not one that the proof understands",
                "leave it out, or write the operation with others",
                arguments[position].Site);
        }
    }

    /// <summary>Each example gets a copy of an operand that is computed from parameters alone; the operands need not be the call's own.</summary>
    public void Copy(TensorValue operand, int rank, int axis)
    {
        if (!operand.IsTrained || operand.HoldsExamples) return;
        var at = ReferenceEquals(operand, receiver) ? receiverSite : arguments.FirstOrDefault(argument => ReferenceEquals(argument.Value, operand))?.Site;
        if (at is not { } place) return;
        session.Parameters.Add(place, new CopyUse(rank, axis));
        toldApart.Add(operand);
    }

    /// <summary>Notes how a layer is recorded, or a product with parameters, which then are told apart.</summary>
    public void Record(LayerUse use, params TensorValue?[] parameters)
    {
        if (!session.Parameters.TryAdd(site, use))
        {
            throw Refuse(
                Reason.NoClippingRule,
                $"{member} is called here in several ways, with the examples on different axes or layers that were made differently, and what is recorded is written once",
                "write a call for each");
        }

        foreach (var parameter in parameters)
        {
            if (parameter is not null) toldApart.Add(parameter);
        }
    }

    /// <summary>Whether a value computed from parameters alone goes into the call, and how its examples' gradients are told apart was not said.</summary>
    public bool HasUntold => TensorsIn(receiver).Concat(arguments.SelectMany(argument => TensorsIn(argument.Value)))
        .Any(tensor => tensor.IsTrained && !tensor.HoldsExamples && !toldApart.Any(told => ReferenceEquals(told, tensor)));

    /// <summary>Whether anything that goes into the call is computed from parameters that are trained.</summary>
    public bool HasTrained => TensorsIn(receiver).Concat(arguments.SelectMany(argument => TensorsIn(argument.Value))).Any(tensor => tensor.IsTrained);

    private static System.Collections.Generic.IEnumerable<TensorValue> TensorsIn(AbstractValue? value) => value switch
    {
        TensorValue tensor => [tensor],
        SequenceValue sequence => sequence.Items.SelectMany(TensorsIn),
        ManyValue many => TensorsIn(many.Item),
        _ => [],
    };

    public RefusedException Refuse(Reason reason, string what, string remedy, Site? at = null, Trail? trail = null, Fix? fix = null)
    {
        session.Refuse(new Refusal(reason, at ?? site, what, remedy, trail) { Origin = (receiver as ModuleValue)?.MadeAt, Fix = fix });
        return new RefusedException();
    }

    /// <summary>A result of this operation on <paramref name="origin"/>.</summary>
    public TensorValue Result(TensorValue origin, Shape? shape, Element? element = null) =>
        new(shape, element ?? origin.Element) { Trail = new Trail(site, origin.Trail) };

    /// <summary>The result on a tensor whose rank is not known, which holds no examples: neither does the result.</summary>
    public TensorValue OfUnknownRank(TensorValue origin)
    {
        TakeSettings();
        return Result(origin, null);
    }

    public TensorValue AsTensor(AbstractValue value, Site at)
    {
        var isDivision = member is "/" or "div" or "divide" or "true_divide";
        switch (value)
        {
            case TensorValue tensor:
                return tensor;
            case NumberValue:
                return new(Shape.Scalar, Element.Float);
            case IntegerValue { HoldsExamples: false }:
                return new(Shape.Scalar, Element.Integer);
            case ConstantValue { Value: bool }:
                return new(Shape.Scalar, Element.Boolean);
            case IntegerValue or BatchSizeDependentValue:
                throw Refuse(
                    Reason.BatchSizeEntersValue,
                    $"the number of examples in the batch enters {member}",
                    isDivision
                        ? "leave the division out: under Poisson sampling the batch size is random and private, and the training loop divides by the expected one, which is public"
                        : "use a constant: under Poisson sampling the batch size is random and private, and what it enters depends on every example",
                    at,
                    fix: isDivision ? new Fix(FixKind.DropDivision) : null);
            case OptionalValue:
                throw Refuse(Reason.UnknownOperation, $"{member} is given a tensor that may be null", "ask first, with is null, and write what is done without it", at);
            case ExampleNumbersValue numbers:
                throw CreationRows.PlaceInBatch(this, "arange", numbers.MadeAt);
            case RefusedValue:
                throw new RefusedException();
            case UnknownValue unknown:
                throw Refuse(Reason.UnknownOperation, $"{member} is given a value that the proof knows nothing of: {unknown.Reason}", "write it so that its axes can be followed", at);
            case PublicValue:
                return new(Shape.Scalar, Element.Unknown);
            default:
                throw Refuse(Reason.UnknownOperation, $"{member} is given something that is not a tensor", "pass a tensor", at);
        }
    }

    private void RequirePublic(Argument argument)
    {
        switch (argument.Value)
        {
            case RefusedValue:
                throw new RefusedException();
            case IntegerValue { HoldsExamples: true } or BatchSizeDependentValue:
                AsTensor(argument.Value, argument.Site);
                break;
            case var value when !Join.IsPublic(value):
                throw Refuse(
                    Reason.UnknownOperation,
                    $"the argument {argument.Parameter} of {member} is not a setting that is known to hold no example's data",
                    "use a constant or a value of the model's configuration",
                    argument.Site);
        }
    }

    private Argument? TakeArgument(string[] parameters)
    {
        foreach (var parameter in parameters)
        {
            for (var position = 0; position < arguments.Length; position++)
            {
                if (arguments[position].Parameter != parameter) continue;
                taken[position] = true;
                if (arguments[position].Value is RefusedValue) throw new RefusedException();
                return arguments[position];
            }
        }

        return null;
    }
}
