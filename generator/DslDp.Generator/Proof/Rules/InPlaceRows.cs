namespace DslDp.Generator.Proof.Rules;

/// <summary>Members that write into their tensor. The tensor changes under all its names, which the proof does not follow.</summary>
internal static class InPlaceRows
{
    private const string OfTorch = """
        abs_ absolute_ acos_ acosh_ add_ addbmm_ addcdiv_ addcmul_ addmm_ addmv_ addr_ arccos_ arccosh_ arcsin_ arcsinh_ arctan2_ arctan_ arctanh_
        asin_ asinh_ atan2_ atan_ atanh_ bitwise_and_ bitwise_left_shift_ bitwise_not_ bitwise_or_ bitwise_right_shift_ bitwise_xor_ ceil_ clamp_
        clamp_max_ clamp_min_ conj_physical_ copysign_ cos_ cosh_ deg2rad_ digamma_ div_ divide_ erf_ erfc_ erfinv_ exp2_ exp_ expm1_ fix_
        float_power_ floor_ floor_divide_ fmod_ frac_ gcd_ heaviside_ i0_ index_add_ index_copy_ index_fill_ lcm_ ldexp_ lgamma_ log10_ log1p_ log2_
        log_ logical_and_ logical_or_ logical_xor_ logit_ mul_ multiply_ mvlgamma_ nan_to_num_ neg_ negative_ nextafter_ polygamma_ pow_ rad2deg_
        reciprocal_ remainder_ round_ rsqrt_ scatter_ scatter_add_ sgn_ sigmoid_ sign_ sin_ sinc_ sinh_ sqrt_ squeeze_ sub_ subtract_ tan_ tanh_ tril_
        triu_ true_divide_ trunc_ unsqueeze_ xlogy_
        """;

    private const string OfSpecial = """
        sigmoid_
        """;

    private const string OfTensor = """
        abs_ absolute_ acos_ acosh_ add_ addbmm_ addcdiv_ addcmul_ addmm_ addmv_ addr_ arccos_ arccosh_ arcsin_ arcsinh_ arctan2_ arctan_ arctanh_
        asin_ asinh_ atan2_ atan_ atanh_ bernoulli_ bitwise_and_ bitwise_left_shift_ bitwise_not_ bitwise_or_ bitwise_right_shift_ bitwise_xor_
        cauchy_ ceil_ celu_ clamp_ clamp_max_ clamp_min_ conj_physical_ copy_ copysign_ cos_ cosh_ deg2rad_ detach_ digamma_ div_ divide_ elu_ eq_
        erf_ erfc_ erfinv_ exp2_ exp_ expm1_ exponential_ fill_ fix_ float_power_ floor_ floor_divide_ fmod_ frac_ gcd_ ge_ gelu_ geometric_ gt_
        hardsigmoid_ hardswish_ hardtanh_ heaviside_ i0_ index_add_ index_copy_ index_fill_ index_put_ lcm_ ldexp_ le_ leaky_relu_ lerp_ less_equal_
        lgamma_ log10_ log1p_ log2_ log_ log_normal_ logical_and_ logical_not_ logical_or_ logical_xor_ logit_ lt_ masked_fill_ masked_scatter_ mul_
        mvlgamma_ nan_to_num_ ne_ neg_ nextafter_ normal_ not_equal_ polygamma_ pow_ rad2deg_ random_ reciprocal_ relu6_ relu_ remainder_ rename_
        requires_grad_ round_ rrelu_ rsqrt_ scatter_ scatter_add_ selu_ set_ sgn_ sigmoid_ sign_ silu_ sin_ sinc_ sinh_ sqrt_ squeeze_ sub_ subtract_
        tan_ tanh_ threshold_ transpose_ tril_ triu_ true_divide_ trunc_ uniform_ unsqueeze_ xlogy_ zero_
        """;

    private static readonly System.Collections.Generic.HashSet<string> ThatChangeMore = [.. ModuleRows.Names("set_ squeeze_ unsqueeze_ transpose_ rename_ requires_grad_ detach_ index_put_")];

    private static readonly System.Collections.Generic.HashSet<string> All = [.. ModuleRows.Names(OfTorch), .. ModuleRows.Names(OfTensor)];

    /// <summary>Whether all that the member changes is the numbers of its tensor.</summary>
    public static bool KeepsShape(string member)
    {
        var name = member.Substring(member.LastIndexOf('.') + 1);
        return All.Contains(name) && !ThatChangeMore.Contains(name);
    }

    /// <summary>Whether the member gives each entry a number that does not depend on what is there.</summary>
    public static bool Fills(string member) => member is "torch.Tensor.fill_" or "torch.Tensor.zero_" or "torch.Tensor.uniform_" or "torch.Tensor.normal_" or "torch.Tensor.exponential_";

    public static void AddTo(OperatorTable table)
    {
        var inPlace = RefusedRows.Refuse(Reason.UnknownOperation, "writes into its tensor, which then changes under all its names", "use the operation without the underscore, and its result");
        table.AddAll("torch", OfTorch, inPlace);
        table.AddAll("torch.special", OfSpecial, inPlace);
        table.AddAll("torch.Tensor", OfTensor, inPlace);
    }
}
