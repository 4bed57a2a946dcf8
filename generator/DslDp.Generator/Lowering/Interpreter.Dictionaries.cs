using System.Linq;
using DslDp.Generator.Proof;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DslDp.Generator.Lowering;

/// <summary>Dictionaries whose keys are known: tables of settings, and the features that a method gathers by name. One that is changed is followed as lists are.</summary>
internal sealed partial class Interpreter
{
    private static bool IsKey(AbstractValue key) => key is ConstantValue or EnumerationValue or IntegerValue { Size.Constant: not null };

    private AbstractValue TableMember(TableValue table, IPropertyReferenceOperation reference, Frame frame)
    {
        if (reference.Property.IsIndexer)
        {
            var key = Evaluate(reference.Arguments[0].Value, frame);
            if (Entry(table, key) is { } entry) return entry;
            return Join.IsPublic(key) && !IsKey(key) && table.Rows.Count > 0 ? table.Rows.Items.Select(row => row.Value).Aggregate(Join.Of) : Unsupported(reference, frame, "an entry that the dictionary is not seen to have");
        }

        return reference.Property.Name switch
        {
            "Count" => IntegerValue.Of(table.Rows.Count),
            "Keys" => Items(table.Rows.Items.Select(row => row.Key)),
            "Values" => Items(table.Rows.Items.Select(row => row.Value)),
            _ => Unsupported(reference, frame),
        };
    }

    /// <summary>A method of a dictionary that is followed; null where it is something else, or a method that is not known.</summary>
    private AbstractValue? CallOnTable(IInvocationOperation invocation, Frame frame)
    {
        if (invocation is not { Instance: IFieldReferenceOperation or ILocalReferenceOperation or IParameterReferenceOperation, Arguments: [var first, ..] }) return null;
        if (!PlatformTypes.IsCollection(invocation.Instance.Type) || Glance(invocation.Instance, frame) is not TableValue table) return null;
        switch (invocation.TargetMethod.Name, invocation.Arguments.Length)
        {
            case ("ContainsKey", 1) when Evaluate(first.Value, frame) is var sought && Join.IsPublic(sought):
                return IsKey(sought) ? new ConstantValue(Entry(table, sought) is not null) : PublicValue.Instance;
            case ("TryGetValue", 2) when Evaluate(first.Value, frame) is var key && IsKey(key) && invocation.Instance.Type is INamedTypeSymbol { TypeArguments: [_, var type] }:
                Assign(invocation.Arguments[1].Value, Entry(table, key) ?? Default(frame.TypeFor(type)), frame);
                return new ConstantValue(Entry(table, key) is not null);
            case ("Add", 2) when !invocation.Descendants().Any(HasEffect) && SetElement(invocation.Instance, first.Value, Evaluate(invocation.Arguments[1].Value, frame), invocation, frame) is { } set:
                return set is RefusedValue ? set : PublicValue.Instance;
            default:
                return null;
        }
    }

    private static AbstractValue? Entry(TableValue table, AbstractValue key) => table.Rows.Items.Where(row => row.Key.Equals(key)).Select(row => row.Value).FirstOrDefault();

    /// <summary>A dictionary with a value under a key: a new entry comes after the others.</summary>
    private static TableValue? WithEntry(TableValue table, AbstractValue key, AbstractValue value)
    {
        if (!IsKey(key)) return null;
        return new(EquatableArray.From(Entry(table, key) is null ? table.Rows.Items.Add((key, value)) : table.Rows.Items.Select(row => row.Key.Equals(key) ? (key, value) : row)));
    }

    /// <summary>The entries as pairs of a key and a value, in the order in which they were added.</summary>
    private static SequenceValue PairsOf(TableValue table) => Items(table.Rows.Items.Select(row => Items([row.Key, row.Value])));
}
