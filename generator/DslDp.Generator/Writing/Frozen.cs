using System.Collections.Generic;
using System.Linq;
using DslDp.Generator.Lowering;
using DslDp.Generator.Reading;
using Microsoft.CodeAnalysis;

namespace DslDp.Generator.Writing;

/// <summary>The fields whose parameters are not trained.</summary>
internal static class Frozen
{
    public static IEnumerable<string> NamesOf(INamedTypeSymbol type) =>
        Overrides.ChainOf(type).SelectMany(part => part.GetMembers()).OfType<IFieldSymbol>().Where(field => AttributeReader.Has(field, "FrozenAttribute")).Select(field => field.Name);
}
