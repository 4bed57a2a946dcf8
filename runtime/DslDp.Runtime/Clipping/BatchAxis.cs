namespace DslDp.Clipping;

/// <summary>Where the examples lie along the first axis of what enters a layer.</summary>
internal static class BatchAxis
{
    /// <summary>
    /// Whether the first axis can be the batch, or the batch merged with a further axis inside it; that the batch is the outer of
    /// the two is what the compiler proves.
    /// </summary>
    public static bool IsOutermost(long length, long batchSize) => batchSize == 0 ? length == 0 : length > 0 && length % batchSize == 0;
}
