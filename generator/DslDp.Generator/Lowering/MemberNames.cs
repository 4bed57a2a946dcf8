using Microsoft.CodeAnalysis;

namespace DslDp.Generator.Lowering;

/// <summary>The names under which the operator table knows TorchSharp's members: as they are written, without the namespace.</summary>
internal static class MemberNames
{
    public static string Of(ISymbol member) =>
        $"{OfType(member.ContainingType)}.{(member is IPropertySymbol { IsIndexer: true } ? "this[]" : member.Name)}";

    private static string OfType(INamedTypeSymbol type) =>
        type.ContainingType is { } outer ? $"{OfType(outer)}.{type.Name}" : type.Name;
}
