namespace DslDp.Runtime.Tests.ScalarLifetimes;

/// <summary>A scalar that may be collected while libtorch reads it.</summary>
/// <param name="Method">Where, as <c>Type.Method</c>.</param>
/// <param name="Called">What is called there.</param>
/// <param name="Way">By which further calls the scalar is made; empty where it is made there.</param>
internal sealed record Finding(string Method, string Called, string Way);
