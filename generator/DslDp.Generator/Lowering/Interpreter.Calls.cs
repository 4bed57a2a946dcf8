using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using DslDp.Generator.Proof;
using DslDp.Generator.Proof.Rules;
using DslDp.Generator.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DslDp.Generator.Lowering;

internal sealed partial class Interpreter
{
    private static readonly ImmutableHashSet<string> LeaksOfThePlatform = ImmutableHashSet.Create("Console", "Debug", "Trace", "File", "StreamWriter", "TextWriter");

    private AbstractValue Invocation(IInvocationOperation invocation, Frame frame)
    {
        var method = invocation.TargetMethod;
        if (IsLeftOut(method) && (!method.DeclaringSyntaxReferences.IsEmpty || invocation.Descendants().Any(HasEffect))) return NotCalled(frame, Reason.UnsupportedCode, invocation.Syntax, $"{method.Name} is only called where a symbol is defined", "leave the attribute Conditional out");
        if (CallOnList(invocation, frame) is { } ofList) return ofList;
        if (CallOnSequence(invocation, frame) is { } ofSequence) return ofSequence;
        if (CallOnTable(invocation, frame) is { } ofTable) return ofTable;
        if (FillArray(invocation, frame) is { } filled) return filled;
        var receiver = invocation.Instance is null ? null : Evaluate(invocation.Instance, frame);
        if (receiver is RefusedValue) return receiver;
        if (method.MethodKind == MethodKind.DelegateInvoke && method.Parameters.Any(parameter => parameter.RefKind != RefKind.None)) return NotCalled(frame, Reason.UnsupportedCode, invocation.Syntax, $"{invocation.Syntax} passes a variable by reference to a function", "return its results, in a tuple if there are several");
        if (method.MethodKind == MethodKind.DelegateInvoke && receiver is FunctionValue function) return CallFunction(function, Arguments(invocation.Arguments, frame), frame, invocation);
        if (IsIterator(method) && IsReadLater(invocation, frame) is { } later) return later;
        if (invocation.ConstrainedToType is { } constrained)
        {
            if (frame.TypeFor(constrained) is not INamedTypeSymbol implementing) return Unsupported(invocation, frame, $"{method.Name} of a type that the compiler does not know");
            var implementation = Overrides.In(implementing, method);
            if (implementation.ContainingType.TypeKind == TypeKind.Interface && !Overrides.IsDefaultOf(implementing, method)) return Unsupported(invocation, frame, $"{method.Name} of a type that the compiler does not know");
            method = implementation;
        }

        if (IsCallOfBase(invocation) && !method.DeclaringSyntaxReferences.IsEmpty) return CallOwn(method, receiver, invocation, frame);
        if (known.IsModuleCall(method)) return CallModule(receiver, invocation, frame);
        if (known.IsFromTorchSharp(method)) return CallTorchSharp(method, receiver, invocation, frame);
        if (!method.DeclaringSyntaxReferences.IsEmpty || AttributeReader.Has(method, "PerExampleAttribute")) return CallOwn(Overriding(method, receiver), receiver ?? frame.This, invocation, frame);
        ForgetList(invocation, receiver, frame);
        var result = CallPlatform(method, receiver, invocation, frame);

        // What a query is given has been evaluated twice by now.
        if (PlatformTypes.IsOfLinq(method)) ForgetWhatIsAssigned(invocation, new UnknownValue("it is set within a query that the compiler does not follow"), frame);
        return result;
    }

    /// <summary>A call that the compiler leaves out, with what its arguments do, unless a symbol is defined.</summary>
    private static bool IsLeftOut(IMethodSymbol method) => method.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "ConditionalAttribute");

    private AbstractValue CallModule(AbstractValue? module, IInvocationOperation invocation, Frame frame)
    {
        if (module is not (ModuleValue or ObjectValue)) frame.Construction?.Distrust($"the constructor calls {invocation.Instance?.Syntax}, which the compiler cannot see into", sites.Of(invocation.Syntax));
        switch (module)
        {
            case ModuleValue { Kind: "Sequential" } sequential:
                return CallSequential(sequential, invocation, frame);
            case ModuleValue known:
                return Apply(known.Kind + ".call", known, Named(invocation.Arguments), invocation, frame);
            case ObjectValue { Identity: INamedTypeSymbol type } own:
                if (frame.Construction is null && IsTrained(own)) session.Parameters.Components.Add(sites.Of(invocation.Syntax));
                return ForwardOf(type) is { } forward
                    ? Invoke(forward, own, Arguments(invocation.Arguments, frame), frame, invocation.Syntax)
                    : Refuse(frame, Reason.UnknownComponent, invocation.Syntax, $"{type.Name} has no forward method that can be seen", "move the component into this project");
            case ChoiceValue { Present.Count: > 0 } choice:
                return choice.Present.Items.Select(option => CallModule(option, invocation, frame)).Aggregate(Join.Of);
            case UnknownValue { At: { } cause } changed:
                return Refuse(
                    frame,
                    Reason.UnknownComponent,
                    sites.NodeOf(cause),
                    $"{changed.Reason}, so that the compiler cannot tell what {invocation.Instance?.Syntax} does",
                    "leave the call out, so that each component does what its class says",
                    new Trail(sites.Of(invocation.Syntax), null));
            default:
                return Refuse(
                    frame,
                    Reason.UnknownComponent,
                    invocation.Syntax,
                    $"{invocation.Instance?.Syntax} is a component that the compiler cannot see into{(module is UnknownValue unknown ? $": {unknown.Reason}" : "")}",
                    "make it a readonly field that is set where it is declared, or in the constructor");
        }
    }

    /// <summary>Whether there is a parameter in a component, or in one of its parts, that is trained.</summary>
    private static bool IsTrained(AbstractValue component) => component switch
    {
        TensorValue tensor => tensor.IsParameter,
        OptionalValue optional => optional.Tensor.IsParameter,
        ModuleValue { IsFrozen: false } module => ModuleRows.Recorded.Contains(module.Kind) || (ModuleContainers.ContentsOf(module) is { } contents && IsTrained(contents)),
        ObjectValue { IsFrozen: false } own => own.Fields.Values.Any(IsTrained),
        SequenceValue list => list.Items.Any(IsTrained),
        ManyValue many => IsTrained(many.Item),
        ChoiceValue choice => choice.Present.Any(IsTrained),
        _ => false,
    };

    private AbstractValue CallSequential(ModuleValue sequential, IInvocationOperation invocation, Frame frame)
    {
        var value = Arguments(invocation.Arguments, frame).FirstOrDefault() ?? RefusedValue.Instance;
        if (ModuleContainers.ContentsOf(sequential) is ManyValue many) return CallMany(many, value, invocation, frame);
        if (sequential.Setting("modules") is not SequenceValue modules)
            return Refuse(frame, Reason.UnknownComponent, invocation.Syntax, "the parts of this Sequential cannot be seen", "write them in the call that makes it");
        foreach (var item in modules.Items)
        {
            value = CallPart(PartOf(item), value, invocation, frame);
        }

        return value;
    }

    /// <summary>Parts of which some are there any number of times.</summary>
    private AbstractValue CallMany(ManyValue many, AbstractValue input, IInvocationOperation invocation, Frame frame) => Join.PartsOf(many).Aggregate(input, (value, part) => part is ManyValue any
        ? ToRest(value, current => Join.Of(current, CallPart(PartOf(any.Item), current, invocation, frame)), invocation, frame)
        : CallPart(PartOf(part), value, invocation, frame));

    /// <summary>A part is a module, or a pair of its name and the module.</summary>
    private static AbstractValue PartOf(AbstractValue item) => item is SequenceValue { Items.Count: 2 } named ? named.Items[1] : item;

    /// <summary>What a value has become after a step that is taken any number of times.</summary>
    private AbstractValue ToRest(AbstractValue value, System.Func<AbstractValue, AbstractValue> step, IOperation at, Frame frame)
    {
        for (var pass = 0; pass < MaximumPasses; pass++)
        {
            var next = step(value);
            if (next.Equals(value)) return value;
            value = next;
        }

        return Unsupported(at, frame, "a chain in which shapes keep changing");
    }

    private AbstractValue CallPart(AbstractValue part, AbstractValue input, IInvocationOperation invocation, Frame frame) => part switch
    {
        ModuleValue { Kind: "Sequential" } inner when inner.Setting("modules") is SequenceValue parts =>
            parts.Items.Aggregate(input, (value, item) => CallPart(PartOf(item), value, invocation, frame)),
        ModuleValue { Kind: "Sequential" } inner when ModuleContainers.ContentsOf(inner) is ManyValue many =>
            CallMany(many, input, invocation, frame),
        ChoiceValue { Present.Count: > 0 } choice => choice.Present.Items.Select(option => CallPart(option, input, invocation, frame)).Aggregate(Join.Of),
        ModuleValue module => ApplyTo(module.Kind + ".call", module, ImmutableArray.Create(new Argument("input", input, false, sites.Of(invocation.Syntax))), invocation, frame),
        ObjectValue { Identity: INamedTypeSymbol type } own when ForwardOf(type) is { } forward => Invoke(forward, own, [input], frame, invocation.Syntax),
        _ => Refuse(frame, Reason.UnknownComponent, invocation.Syntax, "a part of this Sequential cannot be seen into", "write its parts in the call that makes it"),
    };

    private AbstractValue CallTorchSharp(IMethodSymbol method, AbstractValue? receiver, IInvocationOperation invocation, Frame frame)
    {
        if (method.IsStatic && method.ContainingType.Name == "TensorIndex") return IndexOf(method, invocation, frame);
        if (receiver is ObjectValue) return CallOnOwnModule(method, invocation, frame);
        if (receiver is ModuleValue module) return CallOnModule(method, module, invocation, frame);
        if (receiver is not null) receiver = StandIn(receiver, invocation.Instance!, frame);
        if (frame.Construction is { } construction && !method.IsStatic && known.IsModule(method.ContainingType) && !LeavesComponents(invocation))
            construction.Distrust($"the constructor calls {method.Name} on a component that the compiler does not follow", sites.Of(invocation.Syntax));
        return Apply(MemberNames.Of(method), receiver, Named(invocation.Arguments), invocation, frame);
    }

    /// <summary>One part of an index: <c>TensorIndex.Slice(1, null, 2)</c>.</summary>
    private AbstractValue IndexOf(IMethodSymbol method, IInvocationOperation invocation, Frame frame)
    {
        var parts = Arguments(invocation.Arguments, frame).Select(part => part is ConstantValue { Value: null } ? null : part).ToArray();
        return (method.Name, parts.Length) switch
        {
            ("Slice", 3) => new SliceValue(parts[0], parts[1], parts[2]),
            ("Single" or "Tensor" or "Bool", 1) => parts[0] ?? ConstantValue.Null,
            _ => Unsupported(invocation, frame, $"TensorIndex.{method.Name}"),
        };
    }

    /// <summary>Housekeeping of the module that the constructor stands in: registering its parts changes nothing of what they compute.</summary>
    private AbstractValue CallOnOwnModule(IMethodSymbol method, IInvocationOperation invocation, Frame frame)
    {
        if (frame.Construction is { } construction)
        {
            Arguments(invocation.Arguments, frame);
            if (!LeavesComponents(invocation) && method.Name is not ("RegisterComponents" or "register_module" or "register_buffer" or "register_parameter" or "add_module"))
                construction.Distrust($"the constructor calls {method.Name}", sites.Of(invocation.Syntax));
            return PublicValue.Instance;
        }

        return Refuse(
            frame,
            Reason.UnknownOperation,
            invocation.Syntax,
            $"{method.Name} acts on the model itself while it runs",
            "do it in the constructor, or outside of the model");
    }

    /// <summary>A method of a component that leaves what it computes as it is, but for the numbers of its parameters.</summary>
    private bool LeavesComponents(IInvocationOperation invocation) => invocation.TargetMethod.Name switch
    {
        "train" or "eval" or "to" or "cpu" or "cuda" or "parameters" or "named_parameters" or "children" or "named_children" or "modules" or "named_modules" or "zero_grad" or "GetName" => true,
        "apply" => invocation.Arguments.Length == 1 && invocation.Arguments[0].Value is IDelegateCreationOperation visit && visit.Target switch
        {
            IAnonymousFunctionOperation lambda => skipped.ChangesNumbersOnlyWhenCalled(lambda.Body),
            IMethodReferenceOperation group => BodyOf(group.Method) is IMethodBodyOperation body && skipped.ChangesNumbersOnlyWhenCalled(body),
            _ => false,
        },
        _ => false,
    };

    private AbstractValue CallOnModule(IMethodSymbol method, ModuleValue module, IInvocationOperation invocation, Frame frame)
    {
        if (frame.Construction is { } construction)
        {
            if (ModuleContainers.Grown(module, method.Name, [.. invocation.Arguments.Select(argument => Evaluate(argument.Value, frame))]) is { } grown)
            {
                Grow(module, grown, invocation, frame, construction);
                return grown;
            }

            // A hook, say, would change what the layer computes.
            if (!LeavesComponents(invocation) && method.Name is not "reset_parameters") construction.Distrust($"the constructor calls {method.Name} on {module.Kind}", sites.Of(invocation.Syntax));
            return module;
        }

        if (method.Name == "ContainsKey" && ModuleContainers.IsDictionary(module) && Evaluate(invocation.Arguments[0].Value, frame) is ConstantValue { Value: string } key)
            return ModuleContainers.ContentsOf(module) is SequenceValue pairs ? new ConstantValue(pairs.Items.Any(pair => ((SequenceValue)pair).Items[0].Equals(key))) : PublicValue.Instance;
        return Apply($"{module.Kind}.{method.Name}", module, Named(invocation.Arguments), invocation, frame);
    }

    /// <summary>A container that a constructor fills is another from then on, under all the names that lead to it.</summary>
    private static void Grow(ModuleValue container, ModuleValue grown, IInvocationOperation invocation, Frame frame, ObjectUnderConstruction construction)
    {
        var names = construction.Fields.Count(field => ReferenceEquals(field.Value, container));
        for (var active = frame; active is not null; active = active.Caller) names += active.Environment.CountOf(container);
        if (construction.HasHandedOn(container) || (construction.Uncertainty > 0 && names != 1))
        {
            construction.Distrust($"the constructor fills {invocation.Instance!.Syntax} in a way that the compiler does not follow");
            return;
        }

        // Whether it grows, and how often, is settled at the run.
        if (construction.Uncertainty > 0) grown = ModuleContainers.MaybeGrown(container, grown);

        construction.Replace(container, grown);
        for (var active = frame; active is not null; active = active.Caller) active.Environment.Replace(container, grown);
    }

    /// <summary>A method that can be neither seen into nor looked up. On numbers alone, <c>System.Math</c> is harmless; what writes values out is named as such.</summary>
    private AbstractValue CallPlatform(IMethodSymbol method, AbstractValue? receiver, IInvocationOperation invocation, Frame frame)
    {
        // The analyzer sees the constructor that the generator has written.
        if (method.ContainingType is { Name: "NormalizationWeights", ContainingNamespace: { Name: "DslDp", ContainingNamespace.IsGlobalNamespace: true } }) return PublicValue.Instance;
        var arguments = Arguments(invocation.Arguments, frame);
        if (method is { Name: "ThrowIfNull", ContainingType: { Name: "ArgumentNullException", ContainingNamespace.Name: "System" } } && IsOfPlatform(method)) return PublicValue.Instance;
        if (method is { Name: "Assert", ContainingType: { Name: "Debug" or "Trace", ContainingNamespace: { Name: "Diagnostics", ContainingNamespace.Name: "System" } } } && IsOfPlatform(method) && arguments.All(Join.IsPublic)) return PublicValue.Instance;
        if (PlatformTypes.IsSpan(method.ContainingType) && method.Name == "ToArray" && receiver is SequenceValue or ManyValue) return receiver;

        if (PlatformTypes.MakesImmutableList(method) && ImmutableOf(method, arguments) is { } made) return made;

        // Texts are made from what they are given.
        if (method.ContainingType.SpecialType == SpecialType.System_String && arguments.All(Join.IsPublic) && (receiver is null || Join.IsPublic(receiver))) return PublicValue.Instance;

        // A method that cannot be seen may change the elements of a list, or the modules, that it is given, and call the functions.
        if (frame.Construction is { } construction && (method.MethodKind == MethodKind.DelegateInvoke || WritesToArguments(method) || MayBeChanged(receiver) || arguments.Any(MayBeChanged)))
            construction.Distrust($"the constructor passes something to {method.Name} that it may change", sites.Of(invocation.Syntax));
        if (method.ContainingType is { Name: "Math" or "MathF", ContainingNamespace.Name: "System" } && !WritesToArguments(method) && arguments.All(Join.IsPublic)) return MathOf(method, arguments);
        if (invocation.Instance is IMemberReferenceOperation { Member: IFieldSymbol or IPropertySymbol, Instance: null or IInstanceReferenceOperation } kept && frame.Construction is null && Gathers(method))
        {
            return Refuse(
                frame,
                Reason.StateBetweenBatches,
                invocation.Syntax,
                $"{kept.Member.Name}.{method.Name} keeps a value from one batch to the next, outside what the noise protects",
                "gather the values in a local variable");
        }

        if (LeaksOfThePlatform.Contains(method.ContainingType.Name))
        {
            return Refuse(
                frame,
                Reason.ValueLetOut,
                invocation.Syntax,
                $"{method.ContainingType.Name}.{method.Name} lets something out while the examples are looked at, where no noise protects it",
                "report through the loop's progress, which shows nothing that is private");
        }

        return arguments.Any(argument => argument is RefusedValue)
            ? RefusedValue.Instance
            : Refuse(
                frame,
                Reason.UnknownOperation,
                invocation.Syntax,
                $"{method.ContainingType.Name}.{method.Name} is a method that the compiler cannot see into",
                "write its operations with tensors, or put it in a helper method of this project");
    }

    /// <summary>What an immutable list holds: the items that are written out, or those of a list.</summary>
    private static AbstractValue? ImmutableOf(IMethodSymbol method, List<AbstractValue> arguments)
    {
        if (method.OriginalDefinition.Parameters.All(parameter => parameter.Type is ITypeParameterSymbol)) return Items(arguments);
        return arguments is [SequenceValue or ManyValue] ? arguments[0] : null;
    }

    private bool MayBeChanged(AbstractValue? value) => value switch
    {
        SequenceValue or ManyValue or TableValue or ModuleValue or ObjectValue or ChoiceValue => true,
        FunctionValue function => function.Body is null || !skipped.ChangesNumbersOnlyWhenCalled(function.Body),
        _ => false,
    };

    /// <summary>A method that puts something into a collection of .NET.</summary>
    private static bool Gathers(IMethodSymbol method) =>
        method.ContainingNamespace.ToDisplayString().StartsWith("System.Collections", System.StringComparison.Ordinal)
        && method.Name is "Add" or "AddRange" or "TryAdd" or "Insert" or "Enqueue" or "Push" or "AddFirst" or "AddLast" or "AddOrUpdate" or "GetOrAdd";

    private static AbstractValue MathOf(IMethodSymbol method, IReadOnlyList<AbstractValue> arguments) =>
        (method.Name, arguments.Count == 1 ? Arithmetic.Number(arguments[0]) : null) switch
        {
            ("Sqrt", { } number) => Arithmetic.InRangeOf(method.ReturnType.SpecialType, new NumberValue(System.Math.Sqrt(number))),
            ("Log", { } number) => Arithmetic.InRangeOf(method.ReturnType.SpecialType, new NumberValue(System.Math.Log(number))),
            _ when method.ReturnType.SpecialType is SpecialType.System_Single or SpecialType.System_Double => new NumberValue((double?)null),
            _ => IntegerValue.Unknown,
        };

    private AbstractValue Apply(string member, AbstractValue? receiver, IEnumerable<(string Parameter, int Ordinal, IOperation Operand)> operands, IOperation at, Frame frame) =>
        ApplyTo(
            member,
            receiver,
            operands.Select(operand => (operand.Ordinal, Argument: new Argument(
                operand.Parameter,
                StandIn(HandedOn(known.CarriesTensors(operand.Operand.Type) ? Glance(operand.Operand, frame) : Evaluate(operand.Operand, frame), frame), operand.Operand, frame),
                operand.Operand.Parent is IArgumentOperation { ArgumentKind: ArgumentKind.DefaultValue },
                sites.Of(operand.Operand.Syntax)))).ToArray().OrderBy(argument => argument.Ordinal).Select(argument => argument.Argument).ToImmutableArray(),
            at,
            frame);

    private AbstractValue ApplyTo(string member, AbstractValue? receiver, ImmutableArray<Argument> arguments, IOperation at, Frame frame)
    {
        if (member.EndsWith("_", System.StringComparison.Ordinal) && (receiver ?? arguments.FirstOrDefault()?.Value) is TensorValue tensor && Overwritten(member, tensor, arguments, at, frame) is { } overwritten) return overwritten;

        member = Initialised(member, at, frame);
        (receiver, arguments) = (IfThere(receiver), WithoutAbsence(member, receiver, arguments));
        if (arguments.FirstOrDefault(argument => argument.Value is OptionalValue) is { } maybe) return WithAndWithout(maybe, member, receiver, arguments, at, frame);
        if (receiver is ExampleNumbersValue numbers && LaidOut.Contains(member) && ApplyTo(member, new TensorValue(numbers.Shape, Proof.Element.Integer), arguments, at, frame) is TensorValue { Shape: { HoldsExamples: true } laidOut, Element: Proof.Element.Integer })
            return numbers with { Shape = laidOut };

        // A constructor has no example at hand: what it cannot do privately it cannot do wrong either, but the result is not trusted.
        var judge = frame.Construction is null ? session : new ProofSession();
        var name = member.EndsWith(".call", System.StringComparison.Ordinal) ? member.Substring(0, member.Length - ".call".Length) : member.Substring(member.LastIndexOf('.') + 1);
        var result = OperatorTable.Instance.Apply(member, new Call(OperatorName(name), receiver, arguments, sites.Of(at.Syntax), judge, ReceiverOf(at)) { MayOverwrite = (at as IInvocationOperation)?.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == 0) is { } first && IsSeenByNothingElse(first.Value, at) });
        if (receiver is ModuleValue module && judge == session && arguments.Length > 0 && result is not RefusedValue) session.RecordCall(new LayerCall(module, sites.Of(at.Syntax), arguments[0].Value, result));
        return result is RefusedValue && frame.Construction is not null
            ? new UnknownValue(judge.Refusals.Count > 0 ? judge.Refusals[0].What : "it is set in the constructor in a way that the compiler cannot follow")
            : Fresh(member, WithElementsOf(at, result), frame);
    }

    /// <summary>Members that leave every element with the example that it belongs to.</summary>
    private static readonly ImmutableHashSet<string> LaidOut = ImmutableHashSet.Create("torch.Tensor.unsqueeze", "torch.Tensor.view", "torch.Tensor.reshape", "torch.Tensor.expand", "torch.Tensor.to", "torch.Tensor.this[]");

    private Site? ReceiverOf(IOperation at) => at switch
    {
        IInvocationOperation { Instance: { } instance } => sites.Of(instance.Syntax),
        IPropertyReferenceOperation { Instance: { } instance } => sites.Of(instance.Syntax),
        _ => null,
    };

    /// <summary>An operator is named in messages as it is written.</summary>
    private static string OperatorName(string name) => name switch
    {
        "op_Addition" => "+",
        "op_Subtraction" or "op_UnaryNegation" => "-",
        "op_Multiply" => "*",
        "op_Division" => "/",
        "op_Modulus" => "%",
        "op_Equality" => "==",
        "op_Inequality" => "!=",
        "op_LessThan" => "<",
        "op_LessThanOrEqual" => "<=",
        "op_GreaterThan" => ">",
        "op_GreaterThanOrEqual" => ">=",
        "op_BitwiseAnd" => "&",
        "op_BitwiseOr" => "|",
        "op_ExclusiveOr" => "^",
        "op_Explicit" => "a conversion to a number",
        "this[]" => "an index",
        _ => name,
    };

    /// <summary>The arguments in the order in which they are evaluated. Those of a <c>params</c> parameter come as one array.</summary>
    private static IEnumerable<(string Parameter, int Ordinal, IOperation Operand)> Named(ImmutableArray<IArgumentOperation> arguments) =>
        arguments.Select(argument => (argument.Parameter?.Name ?? "", argument.Parameter?.Ordinal ?? 0, argument.Value));

    private static IEnumerable<(string Parameter, int Ordinal, IOperation Operand)> Operands(IMethodSymbol method, params IOperation[] operands) =>
        operands.Select((operand, ordinal) => (method.Parameters[ordinal].Name, ordinal, operand));

    /// <summary>The values of the arguments in the order of the parameters.</summary>
    private List<AbstractValue> Arguments(ImmutableArray<IArgumentOperation> arguments, Frame frame) =>
        [.. arguments.Select(argument => (argument.Parameter?.Ordinal ?? 0, Value: argument.Parameter?.RefKind == RefKind.Out ? new UnknownValue("it is not set yet") : HandedOn(Evaluate(argument.Value, frame), frame))).ToArray().OrderBy(argument => argument.Item1).Select(argument => argument.Value)];

    /// <summary>What knows a container by a name that cannot be followed must find it as it is.</summary>
    private static AbstractValue HandedOn(AbstractValue value, Frame frame)
    {
        if (value is ModuleValue module && frame.Construction is { } construction) construction.HandOn(module);
        return value;
    }

    /// <summary>The method that runs: the override in the class that the receiver is known to be.</summary>
    private static IMethodSymbol Overriding(IMethodSymbol method, AbstractValue? receiver) =>
        receiver is ObjectValue { Identity: INamedTypeSymbol type } ? Overrides.In(type, method) : method;

    /// <summary><c>base.Method(…)</c> runs that method and no override.</summary>
    private static bool IsCallOfBase(IInvocationOperation invocation) => invocation.Instance?.Syntax is BaseExpressionSyntax;

    private IMethodSymbol? ForwardOf(INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current.GetMembers("forward").OfType<IMethodSymbol>().FirstOrDefault(method => !method.IsAbstract && known.IsModuleCall(method)) is { } forward) return forward;
        }

        return null;
    }
}
