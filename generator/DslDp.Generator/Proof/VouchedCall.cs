namespace DslDp.Generator.Proof;

/// <summary>A call of a method that the programmer vouches for.</summary>
/// <param name="Site">The call.</param>
/// <param name="Method">The method's name.</param>
/// <param name="Why">The programmer's reason.</param>
/// <param name="Shape">The shape of one example of the result; −1 for a size that varies.</param>
internal sealed record VouchedCall(Site Site, string Method, string Why, EquatableArray<long> Shape);
