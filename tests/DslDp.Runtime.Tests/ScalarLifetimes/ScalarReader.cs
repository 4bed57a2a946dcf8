using System.Reflection;
using Mono.Cecil;

namespace DslDp.Runtime.Tests.ScalarLifetimes;

/// <summary>Finds the scalars that an assembly makes, or has TorchSharp make, and does not hold.</summary>
internal static class ScalarReader
{
    private static readonly Lazy<ScalarMakers> Makers = new(() => new(TorchSharpCode.Read()));

    public static Finding[] Read(Assembly assembly)
    {
        using var module = TorchSharpCode.Read(assembly);
        return [.. module.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody).SelectMany(Read)];
    }

    /// <summary>By which calls a module of TorchSharp makes a scalar when it runs; empty where it makes none.</summary>
    public static string[] WaysOfForward(Type module)
    {
        var forwards = Array.Empty<MethodDefinition>();
        for (var type = Makers.Value.Module.GetType(module.FullName); forwards.Length == 0; type = type.BaseType.Resolve())
            forwards = [.. type.Methods.Where(method => method is { Name: "forward", HasBody: true })];
        return [.. forwards.Select(Makers.Value.WayOf).OfType<string>()];
    }

    private static IEnumerable<Finding> Read(MethodDefinition method)
    {
        foreach (var maker in MadeScalars.NotHeld(method))
            yield return new(Names.Of(method), Names.Of(maker), "");
        foreach (var instruction in method.Body.Instructions)
        {
            if (instruction.Operand is MethodReference called && Makers.Value.WayOf(called) is { } way)
                yield return new(Names.Of(method), Names.Of(called), way);
        }
    }
}
