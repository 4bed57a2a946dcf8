using System.Collections.Generic;
using System.Linq;

namespace DslDp.Generator.Proof.Rules;

/// <summary>What to write instead of an operation over the examples, in the words of that operation.</summary>
internal static class Remedies
{
    /// <summary>How each operation is written over an example's own axes: {0} all of them, {1} the first, {2} the last, {3} its own name.</summary>
    private static readonly Dictionary<string, string> Forms = Table(
        ("sum mean std var amax amin std_mean var_mean count_nonzero nansum nanmean", "{3}([{0}])"),
        ("max min", "a{3}([{0}])"),
        ("prod norm logsumexp argmax argmin all any softmax log_softmax softmin cumsum cumprod logcumsumexp cummax cummin diff sort argsort", "{3}(dim: {2})"),
        ("normalize gumbel_softmax", "{3}(x, dim: {2})"),
        ("topk kthvalue quantile nanquantile", "{3}(…, dim: {2})"),
        ("split chunk tensor_split index_select gather take_along_dim scatter scatter_add index_add", "{3}(…, dim: {1})"),
        ("unbind flip", "{3}({1})"),
        ("flipud", "fliplr()"),
        ("roll", "{3}(…, {2})"),
        ("narrow select slice", "{3}({1}, …)"),
        ("cat concat concatenate", "{3}([…], {1})"),
        ("fftn ifftn rfftn irfftn fft2 ifft2 rfft2 irfft2", "{3}(x, dim: [{0}])"));

    public static string WithinExample(Call call, Shape shape)
    {
        var own = Require.OwnAxes(shape);
        if (own.Length == 0) return WithoutOwnAxes(call, shape);
        if (shape.ExamplesAxis != 0 && call.Receiver is ModuleValue) return "bring the examples to axis 0 first, with transpose or permute";
        var within = $"do it within each example, over {(own.Contains(",") ? "axes" : "axis")} {own}";
        if (call.Member == "scaled_dot_product_attention") return "feed it [batch, …, positions, features], as with unsqueeze(1) for a single position";
        if (call.Member == "an index") return $"{within}, leaving the axis of the examples whole, as in x[{string.Concat(Enumerable.Repeat(".., ", shape.ExamplesAxis + 1))}i]";
        if (call.Member == "layer_norm") return $"{within}, as in layer_norm(x, [{string.Join(", ", shape.Axes.Where(axis => !axis.HoldsExamples))}])";
        if (!Forms.TryGetValue(call.Member, out var form)) return within;
        var axes = own.Split([',', ' '], System.StringSplitOptions.RemoveEmptyEntries);
        return $"{within}, as in {string.Format(System.Globalization.CultureInfo.InvariantCulture, form, own, axes[0], axes[axes.Length - 1], call.Member)}";
    }

    private static string WithoutOwnAxes(Call call, Shape shape)
    {
        var examples = shape[shape.ExamplesAxis];
        if (!examples.IsExamples)
        {
            return examples.HasExamplesOutermost
                ? $"split the batch off first, as in view(-1, {string.Join(", ", examples.Factors.Skip(1))}), and keep its axis out"
                : "bring the batch to an axis of its own first";
        }

        return call.Member is "mean" or "sum"
            ? "keep one value for each example; the clipped sum over the batch is taken by the training loop"
            : "each example has one value here: use its features before they become one, or a constant";
    }

    private static Dictionary<string, string> Table(params (string Members, string Form)[] rows) =>
        rows.SelectMany(row => ModuleRows.Names(row.Members).Select(member => (member, row.Form))).ToDictionary(row => row.member, row => row.Form);
}
