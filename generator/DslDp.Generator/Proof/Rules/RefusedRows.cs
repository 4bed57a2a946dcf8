using System.Linq;

namespace DslDp.Generator.Proof.Rules;

/// <summary>Members that are known, and known to break the contract: their refusals say what they do and what to write instead.</summary>
internal static class RefusedRows
{
    public static void AddTo(OperatorTable table)
    {
        foreach (var kind in ModuleRows.Names("BatchNorm1d BatchNorm2d BatchNorm3d")) table.Add(kind + ".call", BatchNorm);
        table.AddAll("torch.nn.functional", "batch_norm", BatchNorm);
        table.AddAll(
            "torch.Tensor",
            "item data bytes ToString save ReadCpuValue ToScalar op_Explicit tolist",
            LetOut);
        table.AddAll("TensorExtensionMethods", "print ToDouble ToSingle ToInt32 ToInt64 ToInt16 ToByte ToSByte ToBoolean ToHalf ToComplexFloat32 ToComplexFloat64 Save jlstr npstr cstr str", LetOut);
        table.AddTensor("empty_like empty_strided", Uninitialised);
        table.Add("torch.empty", Uninitialised);
        table.Add("torch.Tensor.new_empty", Uninitialised);
        table.AddTensor("nonzero argwhere masked_select masked_scatter unique unique_consecutive", OfOpenSize);
        table.AddTensor("bincount histc cov corrcoef block_diag", OfAllElements);
        table.AddTensor("poisson binomial", DrawsByValue);
        table.AddTensor("allclose is_nonzero", Refuse(
            Reason.ValueLetOut,
            "turns values of the examples into a condition of the program",
            "keep it in a tensor, and use where"));
        table.AddTensor("as_strided", Refuse(
            Reason.UnknownOperation,
            "reads the memory of all examples by steps that have nothing to do with axes",
            "use unfold, select and narrow on the example's own axes"));
        table.AddAll("torch", "save", Refuse(Reason.ValueLetOut, "writes examples' values to a file", "save the model after training"));
    }

    /// <summary>As many elements as the values of all examples decide.</summary>
    public static Rule OfOpenSize { get; } = Refuse(
        Reason.UnknownOperation,
        "gives as many elements as the values of all examples together decide",
        "use where(mask, x, 0) or multiply by the mask, which keep the shape");

    public static Rule OfAllElements { get; } = Refuse(
        Reason.UnknownOperation,
        "takes one table over all elements that it is given",
        "write it for each example, with sums over the example's own axes");

    public static Rule DrawsByValue { get; } = Refuse(
        Reason.UnknownOperation,
        "draws as many random numbers as the examples' values ask for, so that the draws of the others change",
        "draw with rand_like or randn_like, and transform the draws");

    public static Rule LetOut { get; } = Refuse(
        Reason.ValueLetOut,
        "lets a value out of the examples, where no noise protects it",
        "keep it in a tensor; what the loop may show is in its progress and its report");

    private static Rule Uninitialised { get; } = Refuse(
        Reason.UnknownOperation,
        "holds what the memory held before, which may be other examples' values",
        "use zeros, or zeros_like");

    private static AbstractValue BatchNorm(Call call)
    {
        var kind = call.Receiver is ModuleValue module ? module.Kind : call.Member;
        throw call.Refuse(
            Reason.BatchStatistics,
            $"{kind} normalises each example with the mean and variance of its whole batch, and keeps them",
            "use GroupNorm(groups, channels), which normalises each example alone",
            fix: call.Receiver is ModuleValue ? new Fix(FixKind.ReplaceBatchNorm, Positions(call)) : null);
    }

    /// <summary>"none" where an example is a plain vector of features, which TorchSharp's GroupNorm does not take.</summary>
    private static string Positions(Call call) => call.Arguments.FirstOrDefault()?.Value is TensorValue { Shape.Rank: < 3 } ? "none" : "";

    public static Rule Refuse(Reason reason, string does, string remedy) => call => throw call.Refuse(reason, $"{call.Member} {does}", remedy);
}
