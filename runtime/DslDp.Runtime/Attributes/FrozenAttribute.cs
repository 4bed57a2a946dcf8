namespace DslDp;

/// <summary>
/// The parameters of this field are not trained. They come from public data, for instance a network trained in advance on
/// public images: they get no gradient and no noise, and they cost no privacy.
/// </summary>
/// <remarks>
/// That the data were public is the programmer's word: the privacy report lists it as vouched for. Weights that were
/// trained on the private data are not public.
/// </remarks>
/// <example><code>[Frozen] private readonly Linear encoder = Linear(784, 256);</code></example>
[AttributeUsage(AttributeTargets.Field)]
public sealed class FrozenAttribute : Attribute;
