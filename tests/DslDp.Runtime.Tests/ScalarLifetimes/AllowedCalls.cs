using TorchSharp.Modules;

namespace DslDp.Runtime.Tests.ScalarLifetimes;

/// <summary>Calls that may make a scalar, each with the reason why that is no harm where it stands.</summary>
/// <param name="Method">Where, as <c>Type.Method</c>.</param>
/// <param name="Called">What is called.</param>
/// <param name="Times">How often: one more must be looked at.</param>
/// <param name="Why">Why that is no harm.</param>
/// <param name="Runs">The modules that run there and must make no scalar.</param>
internal sealed record AllowedCalls(string Method, string Called, int Times, string Why, params Type[] Runs)
{
    public static IReadOnlyList<AllowedCalls> All { get; } =
    [
        new("EmbeddingSettings.Of", "Module`2.call", 1, "Runs an Embedding.", typeof(Embedding)),
        new("EmbeddingSettings.Of", "EmbeddingBag.call", 1, "Runs an EmbeddingBag.", typeof(EmbeddingBag)),
        new("EmbeddingSettings.ModeOf", "EmbeddingBag.call", 2, "Runs an EmbeddingBag.", typeof(EmbeddingBag)),
        new(
            "LayerRecord.Call",
            "Module`2.call",
            5,
            "Three run a normalisation that has no scale. Two run modules without parameters, which are the model's own forward pass: a wrong constant, as "
            + "of a LeakyReLU, is the same for all examples, and what each of them adds is measured and clipped whatever came out.",
            typeof(GroupNorm),
            typeof(InstanceNorm1d),
            typeof(InstanceNorm2d),
            typeof(InstanceNorm3d),
            typeof(LayerNorm)),
        new("LayerRecord.CallShared", "Module`2.call", 1, "Runs a module without parameters, as LayerRecord.Call does."),
        new(
            "ProductChoice.IsFasterAtConvolutions",
            "nn.Conv2d",
            1,
            "The constructor of every module hands its forward to libtorch, and does not run it."),
    ];
}
