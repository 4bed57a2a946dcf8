using Mono.Cecil;

namespace DslDp.Runtime.Tests.ScalarLifetimes;

/// <summary>What methods are called in the source: a lambda or a local function goes by the method that it is written in.</summary>
internal static class Names
{
    /// <summary>For instance <c>Tensor.add_</c>.</summary>
    public static string Of(MethodReference method)
    {
        var (type, name) = (method.DeclaringType.GetElementType(), method.Name);
        for (; type.Name.StartsWith('<'); type = type.DeclaringType)
            name = name.StartsWith('<') ? name : type.Name;
        return $"{type.Name}.{(name.StartsWith('<') ? name[1..name.IndexOf('>')] : name)}";
    }
}
