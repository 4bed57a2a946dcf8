using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DslDp.Clipping;

/// <summary>Whether each parameter can be trained privately; if not, an exception that names it and says what to do.</summary>
internal static class ParameterCheck
{
    /// <param name="all">Every parameter under every name.</param>
    /// <param name="trained">Those of them that are to be trained.</param>
    /// <returns>The trained ones, each once, under its first name.</returns>
    public static NamedParameter[] Checked(OwnedParameter[] all, OwnedParameter[] trained)
    {
        foreach (var parameter in trained)
        {
            RequireRule(parameter);
            RequireAutograd(parameter);
            RequireOneOwner(parameter, all);
            RequireUsableValues(parameter, trained[0]);
        }
        RequireSeparateMemory(all, trained);
        // A module that two fields hold is one module that is called twice: its parameters go by their first name.
        return [.. trained.DistinctBy<OwnedParameter, Parameter>(p => p.Parameter, ReferenceEqualityComparer.Instance).Select(p => new NamedParameter(p.Name, p.Parameter))];
    }

    private static void RequireRule(OwnedParameter parameter)
    {
        if (!ClippingRule.Covers(parameter.Owner))
        {
            throw Refused(parameter, $"belongs to a {parameter.Owner.GetType().Name}, for which there is no rule to clip gradients; "
                + "use Linear, Conv1d, Conv2d, Conv3d, GroupNorm or LayerNorm, or mark the field [Frozen]");
        }
    }

    private static void RequireAutograd(OwnedParameter parameter)
    {
        if (!AutogradPause.IsInAutograd(parameter.Parameter))
            throw Refused(parameter, "has requires_grad = false, but is not frozen; mark the field that holds it [Frozen], or set requires_grad to true");
    }

    private static void RequireOneOwner(OwnedParameter parameter, OwnedParameter[] all)
    {
        var other = all.FirstOrDefault(o => ReferenceEquals(o.Parameter, parameter.Parameter) && !ReferenceEquals(o.Owner, parameter.Owner));
        if (other is not null)
            throw Tied(parameter, other);
    }

    private static void RequireUsableValues(OwnedParameter parameter, OwnedParameter first)
    {
        var tensor = parameter.Parameter;
        if (tensor.dtype != ScalarType.Float32)
            throw Refused(parameter, $"is {tensor.dtype}; private training needs Float32");
        if (tensor.device.ToString() != first.Parameter.device.ToString())
            throw Refused(parameter, $"lies on {tensor.device}, but '{first.Name}' on {first.Parameter.device}; move the whole model to one device");
        using var scope = NewDisposeScope();
        if (!tensor.isfinite().all().ToBoolean())
            throw Refused(parameter, "holds values that are not finite" + (parameter.Owner is GroupNorm
                ? "; TorchSharp's GroupNorm starts uninitialised: set its weight to ones and its bias to zeros, or give TrainingOptions a Seed"
                : "; initialise it"));
    }

    // Two parameters may be views of one buffer, but not of the same part of it.
    private static void RequireSeparateMemory(OwnedParameter[] all, OwnedParameter[] trained)
    {
        using var scope = NewDisposeScope();
        foreach (var one in trained)
        {
            var other = all.FirstOrDefault(o => !ReferenceEquals(o.Parameter, one.Parameter) && Overlap(o.Parameter, one.Parameter));
            if (other is not null)
                throw Tied(one, other);
        }
    }

    private static bool Overlap(Parameter one, Parameter other)
    {
        if (one.dtype != other.dtype || one.storage<float>().data_ptr() != other.storage<float>().data_ptr())
            return false;
        var (start, otherStart) = (one.storage_offset(), other.storage_offset());
        return start < otherStart + other.numel() && otherStart < start + one.numel();
    }

    private static ArgumentException Tied(OwnedParameter one, OwnedParameter other) =>
        Refused(one, $"and '{other.Name}' share one tensor; tied weights cannot be trained privately yet: give each layer its own");

    private static ArgumentException Refused(OwnedParameter parameter, string why) => new($"The parameter '{parameter.Name}' {why}.");
}
