namespace DslDp.Generator.Tests.Gradients;

/// <summary>Tests that run models: TorchSharp's default element type and random generator belong to the whole process, so they run one after the other.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class OneAfterTheOther
{
    public const string Name = "TorchSharp";
}
