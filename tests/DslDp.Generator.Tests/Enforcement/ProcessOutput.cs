namespace DslDp.Generator.Tests.Enforcement;

/// <summary>What a build said, and whether it passed.</summary>
internal sealed record ProcessOutput(int ExitCode, string Text);
