namespace DslDp;

/// <summary>Which two data sets count as neighbours: the change of one unit's data that the guarantee hides.</summary>
public enum Adjacency
{
    /// <summary>One unit is added or removed. One clipped contribution changes a sum by at most the clipping norm.</summary>
    AddOrRemoveOne,

    /// <summary>One unit's data is replaced by other data. Two clipped contributions differ by up to twice the clipping norm.</summary>
    ReplaceOne,

    /// <summary>
    /// One unit's contribution is replaced by zero; the number of units is public. The sensitivity is the clipping norm.
    /// </summary>
    ZeroOut,
}
