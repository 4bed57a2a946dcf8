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
            RequireAutograd(parameter);
            RequireOneFate(parameter, all, trained);
            RequireUsableValues(parameter, trained[0]);
        }
        RequireSeparateMemory(all, trained);
        // A parameter that two names lead to, as tied weights are, is one: it goes by its first name.
        return [.. trained.DistinctBy<OwnedParameter, Tensor>(p => p.Parameter, SameMemory.Comparer).Select(p => new NamedParameter(p.Name, p.Parameter))];
    }

    private static void RequireAutograd(OwnedParameter parameter)
    {
        if (!AutogradPause.IsInAutograd(parameter.Parameter))
            throw Refused(parameter, "has requires_grad = false, but is not frozen; mark the field that holds it [Frozen], or set requires_grad to true");
    }

    private static void RequireOneFate(OwnedParameter parameter, OwnedParameter[] all, OwnedParameter[] trained)
    {
        var frozen = all.Except(trained).FirstOrDefault(o => SameMemory.Comparer.Equals(o.Parameter, parameter.Parameter));
        if (frozen is not null)
            throw Refused(parameter, $"is frozen under its other name '{frozen.Name}'; freeze both or neither");
    }

    private static void RequireUsableValues(OwnedParameter parameter, OwnedParameter first)
    {
        var tensor = parameter.Parameter;
        if (tensor.dtype != ScalarType.Float32)
            throw Refused(parameter, $"is {tensor.dtype}; private training needs Float32");
        if (tensor.device.ToString() != first.Parameter.device.ToString())
            throw Refused(parameter, $"lies on {tensor.device}, but '{first.Name}' on {first.Parameter.device}; move the whole model to one device");
        using var scope = NewDisposeScope();
        if (!tensor.isfinite().all().item<bool>())
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
            if (SameMemory.OverlapsItself(one.Parameter))
                throw Refused(one, "holds several numbers on the same memory, as an expanded tensor does; give it a copy with memory of its own (contiguous)");
            var other = all.FirstOrDefault(o => !SameMemory.Comparer.Equals(o.Parameter, one.Parameter) && SameMemory.Overlap(o.Parameter, one.Parameter));
            if (other is not null)
                throw Refused(one, $"and '{other.Name}' lie in part on the same memory, or all of it in another order; give each memory of its own, or let both names hold the same parameter");
        }
    }

    private static ArgumentException Refused(OwnedParameter parameter, string why) => new($"The parameter '{parameter.Name}' {why}.");
}
