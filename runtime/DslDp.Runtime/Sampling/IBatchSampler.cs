using DslDp.Accounting;

namespace DslDp.Sampling;

/// <summary>Chooses which records take part in a step, and says what the accountant may assume of that choice.</summary>
public interface IBatchSampler
{
    /// <summary>The event that a mechanism becomes when it is run on a batch of this sampler.</summary>
    /// <param name="mechanism">The mechanism that is run on each batch.</param>
    /// <returns>The event to charge for one step.</returns>
    PrivacyEvent EventOf(PrivacyEvent mechanism);

    /// <summary>Draws a batch.</summary>
    /// <returns>The records' indices, ascending; empty when no record was drawn.</returns>
    long[] Draw();
}
