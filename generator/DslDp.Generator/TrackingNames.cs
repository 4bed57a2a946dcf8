namespace DslDp.Generator;

/// <summary>The steps of the pipeline, by the names that tests watch.</summary>
internal static class TrackingNames
{
    public const string Models = nameof(Models);

    public const string Hashes = nameof(Hashes);

    public const string Blocks = nameof(Blocks);

    public const string NativeInitializer = nameof(NativeInitializer);
}
