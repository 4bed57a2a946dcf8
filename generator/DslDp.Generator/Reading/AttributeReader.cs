using System;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace DslDp.Generator.Reading;

/// <summary>Reads the values of DslDp's attributes.</summary>
internal static class AttributeReader
{
    /// <summary>The attribute, or null; also null where its arguments do not compile, which the compiler says.</summary>
    public static AttributeData? Find(ISymbol symbol, string name) => Find(symbol.GetAttributes(), name);

    /// <summary>The attribute of what a method returns, written <c>[return: …]</c>.</summary>
    public static AttributeData? FindOnResult(IMethodSymbol method, string name) => Find(method.GetReturnTypeAttributes(), name);

    /// <summary>The sentence of <c>[PerExample]</c> or <c>[Audit]</c>.</summary>
    public static string? ReadReason(AttributeData attribute) => attribute.ConstructorArguments[0].Value as string;

    private static AttributeData? Find(ImmutableArray<AttributeData> attributes, string name) => attributes.FirstOrDefault(attribute =>
        attribute.AttributeClass is { ContainingNamespace.Name: "DslDp" } type && type.Name == name
        && attribute is { AttributeConstructor: { } constructor } && attribute.ConstructorArguments.Length == constructor.Parameters.Length);

    public static bool Has(ISymbol symbol, string name) => Find(symbol, name) is not null;

    public static BudgetDeclaration ReadBudget(AttributeData attribute, AttributeData? audit) => new(
        Positional<double>(attribute, "epsilon"),
        Positional<double>(attribute, "delta"),
        (PrivacyUnit)Named(attribute, "Unit", 0),
        (Adjacency)Named(attribute, "Adjacency", 0),
        (AccountantKind)Named(attribute, "Accountant", (int)AccountantKind.Pld),
        audit is null ? null : ReadReason(audit) ?? "");

    public static TrainingDeclaration ReadTraining(AttributeData training, AttributeData? clipping) => new(
        training.AttributeConstructor!.Parameters.Any(parameter => parameter.Name == "records") ? Positional<long>(training, "records") : null,
        Positional<long>(training, "batchSize"),
        NullIfLeftOut(training, "Epochs"),
        NullIfLeftOut(training, "Steps"),
        "Sgd",
        Named(training, "LearningRate", 0.1),
        Named(training, "Momentum", 0.0),
        Named(training, "WeightDecay", 0.0),
        clipping is null ? 1.0 : Positional<double>(clipping, "maxNorm"));

    /// <summary>The dimensions of <c>[BatchOf]</c> and the name of its element type.</summary>
    public static BatchParameter ReadBatch(string name, AttributeData attribute)
    {
        var shape = attribute.ConstructorArguments.Length == 0 || attribute.ConstructorArguments[0].IsNull
            ? []
            : attribute.ConstructorArguments[0].Values.Select(value => value.Value is { } size ? Convert.ToInt64(size, CultureInfo.InvariantCulture) : 0).ToArray();
        var type = attribute.NamedArguments.FirstOrDefault(argument => argument.Key == "DType").Value;
        return new(name, EquatableArray.From(shape), type is { Kind: TypedConstantKind.Enum, Type: { } scalar } ? NameOf(scalar, type.Value) : "Float32");
    }

    public static Location LocationOf(AttributeData attribute, ISymbol fallback) =>
        attribute.ApplicationSyntaxReference is { } reference ? Location.Create(reference.SyntaxTree, reference.Span) : fallback.Locations[0];

    private static int? NullIfLeftOut(AttributeData attribute, string name) =>
        attribute.NamedArguments.Any(argument => argument.Key == name) ? Named(attribute, name, 0) : null;

    private static string NameOf(ITypeSymbol type, object? value) =>
        type.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(field => field.HasConstantValue && Equals(field.ConstantValue, value))?.Name ?? "Float32";

    private static T Positional<T>(AttributeData attribute, string name)
    {
        for (var index = 0; index < attribute.AttributeConstructor!.Parameters.Length; index++)
        {
            if (attribute.AttributeConstructor.Parameters[index].Name == name && attribute.ConstructorArguments[index] is { Kind: TypedConstantKind.Primitive, Value: { } value })
                return (T)Convert.ChangeType(value, typeof(T), CultureInfo.InvariantCulture);
        }

        return default!;
    }

    private static T Named<T>(AttributeData attribute, string name, T fallback)
        where T : struct =>
        attribute.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value is { Kind: TypedConstantKind.Primitive or TypedConstantKind.Enum, Value: { } value }
            ? (T)Convert.ChangeType(value, typeof(T), CultureInfo.InvariantCulture)
            : fallback;
}
