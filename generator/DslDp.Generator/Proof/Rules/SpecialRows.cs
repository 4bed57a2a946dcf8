namespace DslDp.Generator.Proof.Rules;

/// <summary><c>torch.special</c>: functions of each element, and two along an axis.</summary>
internal static class SpecialRows
{
    private const string Unary = """
        airy_ai bessel_j0 bessel_j1 bessel_y0 bessel_y1 digamma entr erf erfc erfcx erfinv exp2 expit expm1 gammaln i0 i0e i1 i1e logit modified_bessel_i0
        modified_bessel_i1 modified_bessel_k0 modified_bessel_k1 multigammaln ndtr ndtri psi scaled_modified_bessel_k0 scaled_modified_bessel_k1 sigmoid sinc
        spherical_bessel_j0
        """;

    private const string Binary = """
        chebyshev_polynomial_t chebyshev_polynomial_u chebyshev_polynomial_v chebyshev_polynomial_w gammainc gammaincc hermite_polynomial_h
        hermite_polynomial_he laguerre_polynomial_l legendre_polynomial_p shifted_chebyshev_polynomial_t shifted_chebyshev_polynomial_u
        shifted_chebyshev_polynomial_v shifted_chebyshev_polynomial_w xlog1py zeta
        """;

    public static void AddTo(OperatorTable table)
    {
        table.AddAll("torch.special", Unary, ElementwiseRows.Map(Element.Float));
        table.AddAll("torch.special", Binary, ElementwiseRows.Zip(Element.Float));
        table.AddAll("torch.special", "softmax log_softmax", ReductionRows.Along(null));
        table.Add("torch.special.polygamma", call =>
        {
            var input = call.TakeTensor("input")!;
            call.TakeSettings();
            return call.Result(input, input.Shape, Element.Float);
        });
    }
}
