namespace DslDp.Generator.Reading;

/// <summary>What <c>[PrivacyBudget]</c> says.</summary>
internal sealed record BudgetDeclaration(double Epsilon, double Delta, PrivacyUnit Unit, Adjacency Adjacency, AccountantKind Accountant);
