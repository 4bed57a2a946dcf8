namespace DslDp.Generator.Proof;

/// <summary>The repairs, each with a code fix of the same name in DslDp.CodeFixes, which compiles this file too.</summary>
internal enum FixKind
{
    /// <summary>BatchNorm becomes GroupNorm, or LayerNorm where the detail says that there are no positions.</summary>
    ReplaceBatchNorm,

    /// <summary>The argument that the detail names is left out, where the component is made or else in the call.</summary>
    DropArgument,

    /// <summary>The reduction of a loss becomes <c>None</c>; the detail names the axes over which to reduce instead, then how.</summary>
    KeepEachLoss,

    /// <summary>A reduction goes over the axes in the detail; without any it is left out.</summary>
    UseOwnAxes,

    /// <summary>The losses of an example are averaged, over the axes in the detail.</summary>
    AverageWithinExample,

    /// <summary>A number is named as the dimension that it is, or, where it binds to <c>ScalarType</c>, was meant to be.</summary>
    NameDimension,

    /// <summary>A division by the batch size is left out.</summary>
    DropDivision,

    /// <summary>The class becomes <c>sealed partial</c>.</summary>
    MakeSealedPartial,

    /// <summary>The one method that fits becomes the loss.</summary>
    MarkLoss,

    /// <summary>The class of a block is marked <c>[DpModule]</c>.</summary>
    MarkBlock,

    /// <summary>A constructor sets the weights of GroupNorm.</summary>
    ResetNormalization,

    /// <summary>A layer is made for the size that it is fed; the detail names the parameter and the size.</summary>
    TakeSize,

    /// <summary>A recurrent layer is made with <c>batchFirst: true</c>.</summary>
    BatchFirst,
}
