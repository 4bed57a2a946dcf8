using DslDp.Noise;

namespace DslDp.Runtime.Tests.Noise;

/// <summary>A test of the stream that needs the processor's instructions for AES.</summary>
internal sealed class AesInstructionsFactAttribute : FactAttribute
{
    public AesInstructionsFactAttribute()
    {
        if (!AesCounterStream.IsSupported)
            Skip = "needs a processor with instructions for AES";
    }
}
