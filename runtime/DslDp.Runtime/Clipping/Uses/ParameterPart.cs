using static TorchSharp.torch;

namespace DslDp.Clipping.Uses;

/// <summary>Some rows of a parameter: all of them, or one of the matrices that a module keeps in one tensor (query, key, value).</summary>
/// <param name="Parameter">A handle of the parameter, out of autograd.</param>
/// <param name="Start">The first row.</param>
/// <param name="Rows">Number of rows.</param>
internal readonly record struct ParameterPart(Tensor Parameter, long Start, long Rows)
{
    /// <summary>Whether the part is the whole parameter.</summary>
    public bool IsWhole => Parameter.dim() == 0 || Rows == Parameter.size(0);

    /// <summary>The part's numbers, on the parameter's memory, out of autograd.</summary>
    public Tensor Values => Of(Parameter).detach();

    /// <summary>Whether two parts of one parameter are the same rows.</summary>
    public bool IsSameAs(ParameterPart other) => Start == other.Start && Rows == other.Rows;

    public static ParameterPart Whole(Tensor parameter) => new(parameter, 0, parameter.dim() == 0 ? 1 : parameter.size(0));

    /// <summary>The same rows of a tensor that is shaped like the parameter.</summary>
    public Tensor Of(Tensor like) => IsWhole ? like : like.narrow(0, Start, Rows);

    /// <summary>Whether two parts have no row in common.</summary>
    public bool IsApartFrom(ParameterPart other) => Start + Rows <= other.Start || other.Start + other.Rows <= Start;

    /// <summary>Each example's gradient of the part as one of the whole parameter.</summary>
    /// <param name="perExample"><c>[length, numbers of the part]</c>.</param>
    /// <returns><c>[length, numbers of the parameter]</c>.</returns>
    public Tensor Widened(Tensor perExample)
    {
        if (IsWhole)
            return perExample;
        var perRow = Parameter.numel() / Parameter.size(0);
        var whole = zeros(perExample.size(0), Parameter.numel(), perExample.dtype, perExample.device);
        whole.narrow(1, Start * perRow, Rows * perRow).copy_(perExample);
        return whole;
    }
}
