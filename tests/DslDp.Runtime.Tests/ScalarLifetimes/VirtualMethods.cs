using Mono.Cecil;

namespace DslDp.Runtime.Tests.ScalarLifetimes;

/// <summary>
/// What a call of a virtual method may run in place of it: any method of the same name and number of parameters in a type that comes from
/// the one that declares it. That may be too many, and never too few.
/// </summary>
/// <param name="methods">All methods that are looked among.</param>
internal sealed class VirtualMethods(IEnumerable<MethodDefinition> methods)
{
    private readonly ILookup<(string Name, int Parameters), MethodDefinition> all = methods.Where(method => method.IsVirtual).ToLookup(Key);

    public IEnumerable<MethodDefinition> InPlaceOf(MethodDefinition called) => called.IsVirtual
        ? all[Key(called)].Where(method => method != called && ComesFrom(method.DeclaringType, called.DeclaringType))
        : [];

    // What implements a method of an interface by name is called after both.
    private static (string Name, int Parameters) Key(MethodDefinition method) => (method.Name[(method.Name.LastIndexOf('.') + 1)..], method.Parameters.Count);

    private static bool ComesFrom(TypeReference? type, TypeDefinition ancestor)
    {
        if (type is null || !TorchSharpCode.Declares(type))
            return false;
        var own = type.Resolve();
        return own == ancestor || ComesFrom(own.BaseType, ancestor) || own.Interfaces.Any(implemented => ComesFrom(implemented.InterfaceType, ancestor));
    }
}
