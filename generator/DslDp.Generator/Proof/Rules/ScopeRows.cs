using System.Linq;

namespace DslDp.Generator.Proof.Rules;

/// <summary>Scopes say when tensors are freed, and <c>no_grad</c> that no gradient is wanted: neither changes which example a value comes from.</summary>
internal static class ScopeRows
{
    public static void AddTo(OperatorTable table)
    {
        table.AddAll("torch", "NewDisposeScope no_grad", _ => PublicValue.Instance);
        table.Add("torch.Tensor.Dispose", call =>
        {
            call.Subject();
            return PublicValue.Instance;
        });
        table.AddAll("torch.Tensor", "MoveToOuterDisposeScope DetachFromDisposeScope DetatchFromDisposeScope MoveToOtherDisposeScope", call =>
        {
            call.Take("other");
            return call.Subject();
        });
        table.AddAll("DisposeScope", "MoveToOuter MoveToOther Detach Attach DisposeEverythingBut DisposeEverything Dispose", Moved);
    }

    /// <summary>A scope gives back what it is given: one tensor, or a tuple of them.</summary>
    private static AbstractValue Moved(Call call)
    {
        call.Take("scope");
        var given = call.Arguments.Where(argument => argument.Parameter != "scope").Select(argument => call.Take(argument.Parameter) ?? ConstantValue.Null).ToArray();
        return given.Length switch
        {
            0 => PublicValue.Instance,
            1 => given[0],
            _ => new SequenceValue(EquatableArray.From(given)),
        };
    }
}
