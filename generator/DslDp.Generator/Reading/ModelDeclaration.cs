using Microsoft.CodeAnalysis;

namespace DslDp.Generator.Reading;

/// <summary>What the programmer declared of a model, checked for form.</summary>
internal sealed record ModelDeclaration(
    INamedTypeSymbol Type,
    IMethodSymbol Forward,
    IMethodSymbol Loss,
    EquatableArray<BatchParameter> Inputs,
    EquatableArray<BatchParameter> Targets,
    BudgetDeclaration Budget,
    TrainingDeclaration Training);
