using System.Collections.Generic;
using DslDp.Generator.Planning;
using DslDp.Generator.Reading;

namespace DslDp.Generator.Writing;

/// <summary>The guarantee in words: what the editor shows on <c>TrainPrivately</c>.</summary>
internal static class Guarantee
{
    public static IEnumerable<string> Summary(ModelDeclaration declaration, NoisePlan noise)
    {
        var (budget, training) = (declaration.Budget, declaration.Training);
        yield return "<summary>";
        yield return noise.Epsilon is { } epsilon
            ? Text.Of($"Trains with (ε = {Rounded(epsilon)}, δ = {Text.Literal(budget.Delta)})-differential privacy for {Relation(budget.Adjacency)}.")
            : Text.Of($"Trains with at most (ε = {budget.Epsilon}, δ = {Text.Literal(budget.Delta)})-differential privacy for {Relation(budget.Adjacency)}; the noise follows from the number of records.");
        yield return "</summary>";
        yield return "<remarks>";
        yield return GuaranteeTiers.Describe(noise.Epsilon ?? budget.Epsilon, budget.Delta);
        if (noise.NoiseMultiplier is { } multiplier)
        {
            yield return Text.Of(
                $"{noise.Steps} steps; in each, every one of the {training.Records} records joins the batch with probability {training.BatchSize}/{training.Records} (Poisson sampling), its gradient is clipped to norm {training.ClipNorm}, and Gaussian noise of {multiplier:0.####} times that norm is added to the sum. ε by the {budget.Accountant.ToString().ToUpperInvariant()} accountant.");
        }

        yield return "The unit of protection is one example, which is one record of the data set. The weights, at the end and after every step, may be published; values computed from the data without noise may not. A cancelled run returns what has been trained, and its report says what was spent.";
        yield return "</remarks>";
        yield return "<exception cref=\"global::System.ArgumentException\">The data or the options cannot be used; nothing has been trained and nothing spent.</exception>";
    }

    private static string Relation(Adjacency adjacency) => adjacency switch
    {
        Adjacency.AddOrRemoveOne => "adding or removing one example",
        Adjacency.ReplaceOne => "replacing one example by another",
        _ => "blanking one example out",
    };

    /// <summary>Rounded up: a guarantee is never shown smaller than it is.</summary>
    private static double Rounded(double epsilon) => System.Math.Ceiling(epsilon * 10_000 - 1e-6) / 10_000;
}
