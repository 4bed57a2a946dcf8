using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DslDp.Generator.Tests.Enforcement;

/// <summary>An .editorconfig that says <c>none</c> to everything that an analyzer may ask it.</summary>
internal sealed class SilentConfiguration : AnalyzerConfigOptionsProvider
{
    public override AnalyzerConfigOptions GlobalOptions { get; } = new Silent();

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;

    private sealed class Silent : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value)
        {
            value = key.StartsWith("dotnet_", StringComparison.Ordinal) ? "none" : null;
            return value is not null;
        }
    }
}
