using Mono.Cecil;
using TorchSharp;

namespace DslDp.Runtime.Tests.ScalarLifetimes;

/// <summary>The code of TorchSharp, and of the assemblies that use it.</summary>
internal static class TorchSharpCode
{
    private const string Name = "TorchSharp";
    private static readonly ReaderParameters Parameters = new() { AssemblyResolver = Resolver() };

    /// <summary>Reads an assembly from beside the tests.</summary>
    public static ModuleDefinition Read(System.Reflection.Assembly assembly) => ModuleDefinition.ReadModule(assembly.Location, Parameters);

    /// <summary>Reads TorchSharp itself.</summary>
    public static ModuleDefinition Read() => Read(typeof(Scalar).Assembly);

    /// <summary>Whether the method is TorchSharp's.</summary>
    public static bool Declares(MethodReference method) => Declares(method.DeclaringType);

    /// <summary>Whether the type is TorchSharp's; arrays, which have methods of their own, are not.</summary>
    public static bool Declares(TypeReference type) => !type.IsArray && type.GetElementType().Scope switch
    {
        ModuleDefinition own => own.Assembly.Name.Name == Name,
        var other => other?.Name == Name,
    };

    private static DefaultAssemblyResolver Resolver()
    {
        var resolver = new DefaultAssemblyResolver();
        resolver.AddSearchDirectory(Path.GetDirectoryName(typeof(Scalar).Assembly.Location));
        return resolver;
    }
}
