using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using DslDp.Generator.Proof;
using TorchSharp;
using static TorchSharp.torch;

namespace DslDp.Generator.Tests.AgainstTorchSharp;

/// <summary>A public overload of a member whose row has a transfer rule, that can be called both for the proof and in reality.</summary>
internal sealed record Overload(string Member, MethodBase Method)
{
    private static readonly (Type Type, string Name)[] Types =
    [
        (typeof(Tensor), "torch.Tensor"), (typeof(torch), "torch"), (typeof(nn.functional), "torch.nn.functional"),
        (typeof(linalg), "torch.linalg"), (typeof(special), "torch.special"), (typeof(fft), "torch.fft"),
    ];

    /// <summary>What frees or moves memory, or other devices, and computes nothing.</summary>
    private static readonly HashSet<string> Housekeeping = ["Dispose", "MoveToOuterDisposeScope", "MoveToOtherDisposeScope", "DetachFromDisposeScope", "DetatchFromDisposeScope", "cuda", "mps", "retain_grad"];

    /// <summary>Where libtorch throws in these, TorchSharp 0.107 ends the process.</summary>
    private static readonly HashSet<string> EndTheProcess = ["matmul", "lp_pool2d", "max_unpool1d", "max_unpool2d", "max_unpool3d", "nanmean"];

    /// <summary>Creation, which is given no data, aside.</summary>
    public static IEnumerable<Overload> All => Types.SelectMany(type => type.Type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        .Where(method => !method.IsGenericMethod && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)))
        .Select(method => new Overload($"{type.Name}.{method.Name}", method)))
        .Where(overload => !Housekeeping.Contains(overload.Method.Name) && !EndTheProcess.Contains(overload.Method.Name) && OperatorTable.Instance.Knows(overload.Member) && OperatorTable.Instance.FamilyOf(overload.Member) != "CreationRows" && !OperatorTable.Instance.IsRefusal(overload.Member));

    private bool HasReceiver => !Method.IsStatic;

    /// <summary>As it is declared, with the types of its parameters.</summary>
    public override string ToString() => $"{Member}({string.Join(", ", Method.GetParameters().Select(parameter => $"{parameter.ParameterType.Name} {parameter.Name}"))})";

    public Drawn[]? Draw(Random random) => new DrawnArguments(random).For(Method, HasReceiver);

    /// <summary>What the row says of a call; refused where it does not accept it.</summary>
    public AbstractValue Predict(Drawn[] drawn)
    {
        var parameters = Method.GetParameters();
        var arguments = drawn.Skip(HasReceiver ? 1 : 0).Select((argument, place) => new Argument(parameters[place].Name!, argument.Abstract, argument.IsDefault, new Site(place + 1)));
        return OperatorTable.Instance.Apply(Member, new Call(Method.Name, HasReceiver ? drawn[0].Abstract : null, [.. arguments], new Site(0), new ProofSession()));
    }

    /// <summary>The tensors that a call really gives.</summary>
    public Tensor[] Run(Drawn[] drawn, int examples, bool isFirstReplaced, int seed = 3)
    {
        random.manual_seed(seed);
        var real = drawn.Select(argument => argument.Real(examples, isFirstReplaced)).ToArray();
        var result = Method.Invoke(HasReceiver ? real[0] : null, BindingFlags.OptionalParamBinding | BindingFlags.InvokeMethod, null, [.. real.Skip(HasReceiver ? 1 : 0)], null);
        return [.. Tensors(result)];
    }

    private static IEnumerable<Tensor> Tensors(object? result) => result switch
    {
        Tensor tensor => [tensor],
        ITuple tuple => Enumerable.Range(0, tuple.Length).SelectMany(place => Tensors(tuple[place])),
        IEnumerable several => several.Cast<object>().SelectMany(Tensors),
        _ => [],
    };
}
