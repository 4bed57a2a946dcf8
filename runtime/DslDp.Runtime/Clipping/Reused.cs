namespace DslDp.Clipping;

/// <summary>A collection that one step gives to the next on its thread, with the room that it has grown to.</summary>
/// <typeparam name="T">The collection.</typeparam>
internal static class Reused<T>
    where T : class
{
    [ThreadStatic]
    private static T? unused;

    /// <summary>A collection without entries; none where no step has left one.</summary>
    public static T? Take()
    {
        var taken = unused;
        unused = null;
        return taken;
    }

    /// <param name="cleared">A collection without entries, which the caller never uses again.</param>
    public static void GiveBack(T cleared) => unused = cleared;
}
