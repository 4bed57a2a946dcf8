using System.Globalization;

namespace DslDp.Accounting;

/// <summary>
/// Something that happened to private data, told in the field's vocabulary. Events are immutable values: two events with the same
/// content are equal, and the set of kinds is closed, so that an accountant either knows an event or refuses it by name.
/// </summary>
public abstract record PrivacyEvent
{
    private protected PrivacyEvent()
    {
    }

    /// <summary>The event as one would write it in C#, with invariant numbers.</summary>
    /// <returns>For instance <c>PoissonSampledEvent(0.01, GaussianEvent(1.1))</c>.</returns>
    public sealed override string ToString() => GetType().Name + "(" + Arguments + ")";

    private protected abstract string Arguments { get; }

    private protected static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private protected static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
