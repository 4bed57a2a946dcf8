using System;
using System.Collections.Generic;
using DslDp.Accounting;
using DslDp.Generator.Diagnostics;
using DslDp.Generator.Reading;

namespace DslDp.Generator.Planning;

/// <summary>Finds the noise for the declared budget, or says why there is none.</summary>
internal static class Planner
{
    private const double LargestReasonableEpsilon = GuaranteeTiers.LargestReasonable;

    public static NoisePlan? Plan(ModelDeclaration declaration, List<Finding> findings)
    {
        var (budget, training) = (declaration.Budget, declaration.Training);
        var location = AttributeReader.LocationOf(AttributeReader.Find(declaration.Type, "PrivacyBudgetAttribute")!, declaration.Type);
        if (training.Records is { } records && budget.Delta * records >= 1)
        {
            findings.Add(new(
                Rules.DeltaTooLarge,
                location,
                Text.Of($"δ = {budget.Delta} is 1/{records} or more, so the guarantee would allow publishing a whole record"),
                Text.Of($"write a δ well below {1.0 / records:0.#e+0}")));
            return null;
        }

        try
        {
            var plan = NoisePlan.For(budget, training);
            if (budget.Epsilon > LargestReasonableEpsilon && budget.Audit is null)
            {
                findings.Add(new(
                    Rules.WeakGuarantee,
                    location,
                    Text.Of($"ε = {budget.Epsilon} is above {LargestReasonableEpsilon}: a weak guarantee that needs evidence by an audit"),
                    Text.Of($"write an ε of at most {LargestReasonableEpsilon}, with more records or fewer steps for the same accuracy, or audit the trained model and declare it, as in [Audit(\"membership inference, results in docs/audit.md\")]; up to {GuaranteeTiers.LargestStrong} a guarantee is strong, up to {LargestReasonableEpsilon} reasonable")));
            }

            return plan;
        }
        catch (UnsupportedEventException)
        {
            var remedy = budget.Accountant == AccountantKind.Pld ? "use Adjacency.AddOrRemoveOne" : "use Accountant = AccountantKind.Pld";
            findings.Add(new(Rules.AccountantDoesNotFit, location, $"the {budget.Accountant} accountant has no theorem for Poisson sampling under Adjacency.{budget.Adjacency}", remedy));
            return null;
        }
        catch (ArgumentException exception)
        {
            findings.Add(new(Rules.NoPlan, location, exception.Message.TrimEnd('.'), WhatFits(budget, training) + "change the budget, the adjacency or the training"));
            return null;
        }
    }

    /// <summary>The noise that the tighter accountant would find enough.</summary>
    private static string WhatFits(BudgetDeclaration budget, TrainingDeclaration training)
    {
        if (budget.Accountant == AccountantKind.Pld) return "";
        try
        {
            return NoisePlan.For(budget with { Accountant = AccountantKind.Pld }, training).NoiseMultiplier is { } noise
                ? Text.Of($"leave Accountant out: by the PLD accountant σ = {noise:0.####} would fit; or ")
                : "";
        }
        catch (ArgumentException)
        {
            return "";
        }
    }
}
