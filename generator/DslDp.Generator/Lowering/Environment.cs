using System.Collections.Generic;
using System.Linq;
using DslDp.Generator.Proof;
using Microsoft.CodeAnalysis;

namespace DslDp.Generator.Lowering;

/// <summary>What is known of each local variable and parameter at a point of a method.</summary>
internal sealed class Environment
{
    private readonly Dictionary<ISymbol, AbstractValue> values = new(SymbolEqualityComparer.Default);

    public bool IsReachable { get; set; } = true;

    public AbstractValue this[ISymbol variable]
    {
        get => values.TryGetValue(variable, out var value) ? value : new UnknownValue($"{variable.Name} is not assigned where the compiler can see it");
        set => values[variable] = value;
    }

    /// <summary>What a condition has said of a field that does not change; null where none has.</summary>
    public AbstractValue? Learnt(ISymbol field) => values.TryGetValue(field, out var value) ? value : null;

    /// <summary>Puts a value in the place of another, in every variable that holds it.</summary>
    public void Replace(AbstractValue value, AbstractValue next)
    {
        foreach (var variable in values.Where(pair => ReferenceEquals(pair.Value, value)).Select(pair => pair.Key).ToArray()) values[variable] = next;
    }

    /// <summary>Gives the variables that are known here, and of which another environment knows too, the values that they have there.</summary>
    public void TakeOver(Environment other, System.Func<ISymbol, bool> isTaken)
    {
        foreach (var variable in values.Keys.Where(isTaken).ToArray())
        {
            if (other.values.TryGetValue(variable, out var value)) values[variable] = value;
        }
    }

    /// <summary>How many variables hold a value.</summary>
    public int CountOf(AbstractValue value) => values.Count(pair => ReferenceEquals(pair.Value, value));

    public Environment Clone()
    {
        var clone = new Environment { IsReachable = IsReachable };
        foreach (var pair in values) clone.values.Add(pair.Key, pair.Value);
        return clone;
    }

    /// <summary>What holds after either path; a path that has ended says nothing. A variable that one path has not assigned is not in use there.</summary>
    public static Environment Join(Environment left, Environment right)
    {
        if (!left.IsReachable) return right.Clone();
        if (!right.IsReachable) return left.Clone();
        var joined = new Environment();
        foreach (var pair in left.values)
        {
            if (right.values.TryGetValue(pair.Key, out var other)) joined.values.Add(pair.Key, Proof.Join.Of(pair.Value, other));
        }

        return joined;
    }

    /// <summary>What holds after <c>a &amp;&amp; b</c> or <c>a || b</c>; a variable that a pattern in b declares is only in use where b has matched.</summary>
    public static Environment JoinKeepingDeclared(Environment before, Environment after)
    {
        var joined = Join(before, after);
        foreach (var pair in after.values)
        {
            if (pair.Key is ILocalSymbol && !before.values.ContainsKey(pair.Key) && !joined.values.ContainsKey(pair.Key)) joined.values.Add(pair.Key, pair.Value);
        }

        return joined;
    }

    public void Become(Environment other)
    {
        values.Clear();
        foreach (var pair in other.values) values.Add(pair.Key, pair.Value);
        IsReachable = other.IsReachable;
    }

    public bool Holds(Environment other) =>
        IsReachable == other.IsReachable && values.Count == other.values.Count
        && values.All(pair => other.values.TryGetValue(pair.Key, out var value) && value.Equals(pair.Value));
}
