using System.Reflection;
using TorchSharp;

namespace DslDp.Generator.Tests.Coverage;

/// <summary>The public members of TorchSharp that a model may use, by the names of the operator table, read from the assembly.</summary>
internal static class TorchSharpMembers
{
    private static readonly (Type Type, string Name)[] Types =
    [
        (typeof(torch.Tensor), "torch.Tensor"),
        (typeof(torch), "torch"),
        (typeof(torch.nn), "torch.nn"),
        (typeof(torch.nn.functional), "torch.nn.functional"),
        (typeof(torch.nn.init), "torch.nn.init"),
        (typeof(torch.nn.utils), "torch.nn.utils"),
        (typeof(torch.nn.utils.rnn), "torch.nn.utils.rnn"),
        (typeof(torch.linalg), "torch.linalg"),
        (typeof(torch.special), "torch.special"),
        (typeof(torch.fft), "torch.fft"),
        (typeof(torch.distributions), "torch.distributions"),
        (typeof(torch.autograd), "torch.autograd"),
        (typeof(torch.random), "torch.random"),
        (typeof(torch.cuda), "torch.cuda"),
        (typeof(DisposeScope), "DisposeScope"),
    ];

    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>Methods, properties and operators. Fields and properties of <c>torch</c> are constants.</summary>
    public static IEnumerable<string> All => Types
        .SelectMany(type => type.Type.GetMembers(Declared)
            .Where(member => member is MethodInfo { IsSpecialName: false } || member.Name.StartsWith("op_", StringComparison.Ordinal) || (member is PropertyInfo && type.Type != typeof(torch)))
            .Select(member => $"{type.Name}.{NameOf(member)}"))
        .Concat(Calls)
        .Concat(Existing(typeof(TensorExtensionMethods)).Where(IsOfTensors).Select(name => "TensorExtensionMethods." + name))
        .Distinct();

    /// <summary>The call of each module that has a factory.</summary>
    private static IEnumerable<string> Calls => typeof(torch.nn).GetMethods(Declared)
        .Where(method => typeof(torch.nn.Module).IsAssignableFrom(method.ReturnType) && method.Name == method.ReturnType.Name && method.ReturnType.GetMember("call").Length > 0)
        .Select(method => method.Name + ".call");

    /// <summary>There is such a member, under that name, in this version of TorchSharp.</summary>
    public static bool Exists(string member)
    {
        var dot = member.LastIndexOf('.');
        var (owner, name) = (member[..dot], member[(dot + 1)..]);
        var type = Types.FirstOrDefault(type => type.Name == owner).Type
            ?? (owner == nameof(TensorExtensionMethods) ? typeof(TensorExtensionMethods) : ModuleType(owner));
        return type is not null && (name == "this[]" ? type.GetProperties().Any(property => property.GetIndexParameters().Length > 0) : type.GetMember(name).Length > 0 || Existing(type).Contains(name));
    }

    /// <summary>The class of a module, of the name of its factory.</summary>
    private static Type? ModuleType(string kind) =>
        typeof(torch.nn).GetMethods(Declared).Where(method => method.Name == kind && method.ReturnType.Name.Split('`')[0] == kind).Select(method => method.ReturnType).FirstOrDefault();

    private static IEnumerable<string> Existing(Type type) => type.GetMembers(Declared).Select(NameOf);

    private static bool IsOfTensors(string name) => typeof(TensorExtensionMethods).GetMethods(Declared).Any(method => method.Name == name && method.GetParameters().Any(parameter => parameter.ParameterType == typeof(torch.Tensor)));

    private static string NameOf(MemberInfo member) => member is PropertyInfo property && property.GetIndexParameters().Length > 0 ? "this[]" : member.Name;
}
