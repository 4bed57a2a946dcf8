using System.Reflection;
using System.Runtime.Loader;
using System.Text.RegularExpressions;
using DslDp.Generator.Tests.Harness;
using static TorchSharp.torch;

namespace DslDp.Generator.Tests.Gradients;

/// <summary>A model that was compiled with its generated part, loaded, and given data of the declared shapes.</summary>
internal sealed class CompiledModel
{
    private const int LengthThatVaries = 5;

    private readonly Type type;

    private CompiledModel(Type type) => this.type = type;

    public static CompiledModel Load(string source)
    {
        var compiled = SourceCompiler.Compile(source);
        using var image = new MemoryStream();
        var emitted = compiled.Output.Emit(image);
        Assert.True(emitted.Success, compiled.Describe());
        image.Position = 0;
        var assembly = new AssemblyLoadContext(null, isCollectible: true).LoadFromStream(image);
        return new(assembly.GetTypes().Single(candidate => candidate.IsDefined(typeof(DpModelAttribute), inherit: false)));
    }

    public nn.Module New()
    {
        var constructor = type.GetConstructors().OrderBy(candidate => candidate.GetParameters().Length).First();
        var model = (nn.Module)constructor.Invoke([.. constructor.GetParameters().Select(parameter => parameter.DefaultValue)]);
        // Components with constructors of their own have left their GroupNorm as TorchSharp makes it.
        foreach (var component in model.modules()) NormalizationWeights.Reset(component);
        model.eval();
        return model;
    }

    public Tensor[] Inputs(string source, long batch) => [.. Batches(type.GetMethod("forward")!.GetParameters(), source, batch, () => randn)];

    public Tensor[] Targets(string source, long batch) => [.. Batches(Loss.GetParameters().Skip(1), source, batch, () => rand)];

    public ClippedGradients ClippedGradients(nn.Module model, Tensor[] inputs, Tensor[] targets, double maxNorm) =>
        (ClippedGradients)type.GetMethod("ComputeClippedGradients")!.Invoke(model, [.. inputs, .. targets, maxNorm])!;

    /// <summary>The model draws random numbers of its own: two passes over the same batch differ.</summary>
    public bool IsRandom(nn.Module model, Tensor[] inputs, Tensor[] targets)
    {
        using var scope = NewDisposeScope();
        return !Losses().equal(Losses()).all().item<bool>();

        Tensor Losses() => (Tensor)Loss.Invoke(null, [type.GetMethod("forward")!.Invoke(model, [.. inputs]), .. targets])!;
    }

    private MethodInfo Loss => type.GetMethods(BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.Static).Single(method => method.IsDefined(typeof(LossAttribute)));

    private static IEnumerable<Tensor> Batches(IEnumerable<ParameterInfo> parameters, string source, long batch, Func<Func<long[], Tensor>> floats)
    {
        foreach (var parameter in parameters)
        {
            var declared = parameter.GetCustomAttribute<BatchOfAttribute>()!;
            long[] shape = [batch, .. declared.Dims.Select(size => size < 0 ? LengthThatVaries : size)];
            yield return declared.DType switch
            {
                ScalarType.Float32 => floats()(shape),
                ScalarType.Bool => rand(shape) > 0.5,
                var whole => randint(0, Integers(source), shape, dtype: whole),
            };
        }
    }

    private static Tensor randn(long[] shape) => TorchSharp.torch.randn(shape);

    private static Tensor rand(long[] shape) => TorchSharp.torch.rand(shape);

    /// <summary>Integer inputs of the corpus are below the number that a file states, or below 3.</summary>
    private static long Integers(string source) =>
        Regex.Match(source, @"// ints: (\d+)") is { Success: true } match ? long.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) : 3;
}
