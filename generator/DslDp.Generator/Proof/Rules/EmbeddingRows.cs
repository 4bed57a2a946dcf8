namespace DslDp.Generator.Proof.Rules;

/// <summary>Tables of embeddings: each token is looked up by itself, so the axes of the tokens stay where they are.</summary>
internal static class EmbeddingRows
{
    public static void AddTo(OperatorTable table)
    {
        table.Add("Embedding.call", Embedding);
        table.Add("EmbeddingBag.call", Bag);
    }

    private static AbstractValue Embedding(Call call)
    {
        var (module, tokens, shape) = LayerRules.Input(call, canMove: true);
        RequirePlain(call, module);
        RequireTokens(call, module, tokens);
        return call.Result(tokens, new Shape([.. shape.Axes, LayerRules.SizeOf(module, "embedding_dims")]), Element.Float);
    }

    private static AbstractValue Bag(Call call)
    {
        if (call.TakeOrDefault("offsets", "input2") is { } offsets and not ConstantValue { Value: null })
        {
            throw call.Refuse(
                Reason.NoClippingRule,
                "EmbeddingBag with offsets keeps the tokens of all examples in one row, so that one example's bag is told by the others' lengths",
                "give it one row of tokens for each example, with padding_index for the places that are empty",
                call.SiteOf(call.Has("offsets") ? "offsets" : "input2"));
        }

        var (module, tokens, shape) = LayerRules.Input(call);
        RequirePlain(call, module);
        RequireTokens(call, module, tokens);
        if (shape.Rank != 2) throw call.Refuse(Reason.ShapeMismatch, $"EmbeddingBag is fed {shape}", "feed it [batch, tokens], one bag for each example", trail: tokens.Trail);
        Require.NotOverExamples(call, tokens, [1], "puts together");
        if (call.TakeTensor("perSampleWeights", "input3") is { } weights) Require.Aligned(call, tokens, weights, except: -1);
        return call.Result(tokens, new Shape([shape[0], LayerRules.SizeOf(module, "embedding_dims")]), Element.Float);
    }

    /// <summary>Rows that are scaled by their norm are written while they are read; gradients that are scaled by frequency count the batch's tokens.</summary>
    private static void RequirePlain(Call call, ModuleValue module)
    {
        if (module.Setting("max_norm") is not (null or ConstantValue { Value: null }))
        {
            throw call.Refuse(
                Reason.StateBetweenBatches,
                $"{module.Kind} with max_norm writes into its weights while it looks up the tokens of the batch, outside what the noise protects",
                "leave max_norm out");
        }

        if (module.Setting("scale_grad_by_freq") is not (null or ConstantValue { Value: false }))
        {
            throw call.Refuse(
                Reason.MixesExamples,
                $"{module.Kind} with scale_grad_by_freq divides each token's gradient by how often the token occurs in the whole batch",
                "leave scale_grad_by_freq out");
        }
    }

    private static void RequireTokens(Call call, ModuleValue module, TensorValue tokens)
    {
        if (tokens.Element is Element.Float or Element.Boolean)
        {
            throw call.Refuse(
                Reason.ShapeMismatch,
                $"{module.Kind} looks up whole numbers, and {tokens} holds {(tokens.Element == Element.Float ? "floating-point numbers" : "Booleans")}",
                tokens.Input is null ? "convert it with .to(ScalarType.Int64)" : $"declare {tokens.Input} with [BatchOf(…, DType = ScalarType.Int64)]");
        }

        if (tokens.Input is { } input && LayerRules.Constant(module, "num_embeddings") is { } rows) call.Session.RequireLabels(input, new ClassLabels(rows, null));
    }
}
