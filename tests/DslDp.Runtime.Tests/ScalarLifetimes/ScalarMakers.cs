using Mono.Cecil;

namespace DslDp.Runtime.Tests.ScalarLifetimes;

/// <summary>
/// The methods of TorchSharp that make a scalar for themselves and hold it no longer than until libtorch starts to read it, as
/// <c>add(Tensor)</c> does, or call one that does. A method that is only taken for a delegate counts as called.
/// </summary>
internal sealed class ScalarMakers
{
    private readonly Dictionary<string, string> ways = [];

    public ScalarMakers(ModuleDefinition torchSharp)
    {
        Module = torchSharp;
        MethodDefinition[] methods = [.. torchSharp.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody || method.IsVirtual)];
        var virtuals = new VirtualMethods(methods);
        var callers = methods
            .SelectMany(caller => Called(caller).Concat(virtuals.InPlaceOf(caller)).Distinct().Select(called => (Caller: caller, Called: called)))
            .ToLookup(call => call.Called, call => call.Caller);
        var toVisit = new Queue<MethodDefinition>();
        foreach (var method in methods)
        {
            if (MadeScalars.NotHeld(method) is [var maker, ..])
                Add(method, maker.Name);
        }
        while (toVisit.TryDequeue(out var found))
        {
            foreach (var caller in callers[found])
                Add(caller, $"{Names.Of(found)}, {ways[found.FullName]}");
        }

        void Add(MethodDefinition method, string way)
        {
            if (ways.TryAdd(method.FullName, way))
                toVisit.Enqueue(method);
        }
    }

    public ModuleDefinition Module { get; }

    /// <summary>By which calls the method comes to make a scalar; null where it makes none.</summary>
    public string? WayOf(MethodReference method) => TorchSharpCode.Declares(method) ? ways.GetValueOrDefault(method.Resolve().FullName) : null;

    private static IEnumerable<MethodDefinition> Called(MethodDefinition method) => method.HasBody
        ? method.Body.Instructions.Select(instruction => instruction.Operand).OfType<MethodReference>().Where(TorchSharpCode.Declares).Select(called => called.Resolve())
        : [];
}
