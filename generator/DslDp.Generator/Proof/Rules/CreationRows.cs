using System.Linq;

namespace DslDp.Generator.Proof.Rules;

/// <summary>New tensors hold no example's data; they may be as long as the batch.</summary>
internal static class CreationRows
{
    public static void AddTo(OperatorTable table)
    {
        table.AddAll("torch", "zeros ones rand randn", Sized(Element.Float));
        table.Add("torch.full", Sized(Element.Unknown));
        table.AddTensor("zeros_like ones_like rand_like randn_like full_like", Like);
        table.Add("torch.tensor", Literal);
    }

    private static Rule Sized(Element element) => call =>
    {
        string[] parameters = ["size", "rows", "columns", "dim0", "dim1", "dim2", "dim3"];
        var sizes = parameters.Select(parameter => call.Take(parameter)).Where(value => value is not null)
            .SelectMany(value => Dimensions.Sizes(call, value!, "size")).ToArray();
        call.TakeSettings();
        return new TensorValue(new Shape(sizes), element) { Trail = new Trail(call.Site, null) };
    };

    private static AbstractValue Like(Call call)
    {
        var subject = call.Subject();
        call.TakeSettings();
        return call.Result(subject, subject.Shape);
    }

    private static AbstractValue Literal(Call call)
    {
        var scalar = call.Has("scalar");
        call.TakeSettings();
        return new TensorValue(scalar ? Shape.Scalar : null, Element.Unknown) { Trail = new Trail(call.Site, null) };
    }
}
