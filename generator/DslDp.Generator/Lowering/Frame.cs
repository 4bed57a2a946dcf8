using System.Collections.Generic;
using System.Linq;
using DslDp.Generator.Proof;
using Microsoft.CodeAnalysis;

namespace DslDp.Generator.Lowering;

/// <summary>One activation of a method.</summary>
internal sealed class Frame(IMethodSymbol? method, AbstractValue? self, Frame? caller)
{
    public IMethodSymbol? Method => method;

    /// <summary>The value of <c>this</c>; null in a static method.</summary>
    public AbstractValue? This => self;

    public Frame? Caller => caller;

    public Environment Environment { get; set; } = new();

    /// <summary>A local function that is called where it can be seen: what it sets of the variables around it, they are set to.</summary>
    public bool SharesVariables { get; set; }

    /// <summary>Of a function that was passed on, where it was made.</summary>
    public Frame? DefinedIn { get; init; }

    /// <summary>The type that stands for a type parameter of the method here, where it is known.</summary>
    public ITypeSymbol TypeFor(ITypeSymbol type)
    {
        for (var frame = this; frame is not null && type is ITypeParameterSymbol parameter; frame = frame.DefinedIn ?? frame.Caller)
        {
            if (frame.Method is { } active && SymbolEqualityComparer.Default.Equals(active.OriginalDefinition, parameter.DeclaringMethod)) type = active.TypeArguments[parameter.Ordinal];
        }

        return type;
    }

    public List<AbstractValue> Returns { get; } = [];

    /// <summary>What held where the method returned, where more than its result is asked of it: what it gives out through its parameters, or yields.</summary>
    public List<Environment> Exits { get; } = [];

    /// <summary>The object that a constructor is filling; null in any other method, where fields may not be written.</summary>
    public ObjectUnderConstruction? Construction { get; set; }

    /// <summary>Where <c>break</c> and <c>continue</c> lead, innermost last.</summary>
    public Stack<LoopExits> Loops { get; } = new();

    public int Depth => caller is null ? 0 : caller.Depth + 1;

    /// <summary>How many activations of a method there are.</summary>
    public int CountOf(IMethodSymbol method)
    {
        var count = 0;
        for (var frame = this; frame is not null; frame = frame.Caller)
        {
            if (SymbolEqualityComparer.Default.Equals(frame.Method, method)) count++;
        }

        return count;
    }
}

/// <summary>The states with which a loop's body was left early.</summary>
internal sealed class LoopExits
{
    public List<Environment> Breaks { get; } = [];

    public List<Environment> Continues { get; } = [];
}

/// <summary>The fields that a constructor has set so far.</summary>
/// <param name="self">The object, as the constructors and the methods that they call know it; null where there is none.</param>
internal sealed class ObjectUnderConstruction(AbstractValue? self = null)
{
    public bool Is(AbstractValue? value) => value is not null && ReferenceEquals(value, self);

    public Dictionary<string, AbstractValue> Fields { get; } = [];

    /// <summary>Above zero while it is not settled that the code runs: under a condition that the run decides, in a loop that may not turn, after a return that may have happened.</summary>
    public int Uncertainty { get; set; }

    /// <summary>Counts the changes, so that a loop knows whether it has come to rest.</summary>
    public int Changes { get; private set; }

    public void Set(string name, AbstractValue value)
    {
        if (Uncertainty > 0) value = Join.Of(Fields.TryGetValue(name, out var before) ? before : value is ModuleValue or ObjectValue or ChoiceValue or TensorValue or OptionalValue ? ConstantValue.Null : new UnknownValue($"{name} is not set on every path of the constructor"), value);
        if (!Fields.TryGetValue(name, out var known) || !known.Equals(value)) Changes++;
        Fields[name] = value;
    }

    /// <summary>What a field holds, for a use that may keep it: an array is taken as it is then.</summary>
    public AbstractValue HandOn(string name, AbstractValue value) => value is ListValue list ? Fields[name] = list.Contents : value;

    private readonly List<ModuleValue> handedOn = [];

    /// <summary>Notes that something else than a field or a local variable knows a component from now on.</summary>
    public void HandOn(ModuleValue module) => handedOn.Add(module);

    public bool HasHandedOn(ModuleValue module) => handedOn.Exists(known => ReferenceEquals(known, module));

    /// <summary>Puts a component in the place of another, in every field that holds it.</summary>
    public void Replace(ModuleValue module, ModuleValue next)
    {
        foreach (var name in Fields.Where(field => ReferenceEquals(field.Value, module)).Select(field => field.Key).ToArray())
        {
            if (!module.Equals(next)) Changes++;
            Fields[name] = next;
        }
    }

    /// <summary>Why what the constructor has set cannot be trusted; null while it can.</summary>
    public string? Problem { get; private set; }

    /// <summary>The code at fault, where one call is.</summary>
    public Site? ProblemAt { get; private set; }

    /// <summary>Notes that code was not followed which may have changed anything; the first reason is the one that is told.</summary>
    public void Distrust(string problem, Site? at = null)
    {
        if (Problem is not null) return;
        Problem = problem;
        ProblemAt = at;
    }
}
