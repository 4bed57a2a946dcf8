using System;
using System.Collections.Generic;
using DslDp.Accounting;
using DslDp.Generator.Diagnostics;
using DslDp.Generator.Reading;

namespace DslDp.Generator.Planning;

/// <summary>Finds the noise for the declared budget, or says why there is none.</summary>
internal static class Planner
{
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
            return NoisePlan.For(budget, training);
        }
        catch (Exception exception) when (exception is ArgumentException or UnsupportedEventException)
        {
            findings.Add(new(Rules.NoPlan, location, exception.Message.TrimEnd('.'), "change the budget, the adjacency or the training"));
            return null;
        }
    }
}
