namespace DslDp.Generator.Reading;

/// <summary>What <c>[PrivacyBudget]</c> says, and <c>[Audit]</c>, null where there is none.</summary>
internal sealed record BudgetDeclaration(double Epsilon, double Delta, PrivacyUnit Unit, Adjacency Adjacency, AccountantKind Accountant, string? Audit = null);
