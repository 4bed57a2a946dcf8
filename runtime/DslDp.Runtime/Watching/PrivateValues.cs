namespace DslDp.Watching;

/// <summary>What the batch of one step looked like: computed from private data, without noise.</summary>
/// <param name="BatchSize">Examples that were drawn.</param>
/// <param name="MeanLoss">Mean of the examples' losses; null where no example was drawn.</param>
/// <param name="MeanNorm">Mean norm of the examples' gradients before clipping, of those that are finite; null where there are none.</param>
/// <param name="GreatestNorm">The greatest of these norms.</param>
/// <param name="ClippedFraction">The part of the examples whose gradients were scaled down, from 0 to 1; null where no example was drawn.</param>
internal readonly record struct PrivateValues(int BatchSize, double? MeanLoss, double? MeanNorm, double? GreatestNorm, double? ClippedFraction);
