using System.Globalization;

namespace DslDp.Generator.Tests.Harness;

/// <summary>Asserts what becomes of a source.</summary>
internal static class Verdict
{
    /// <summary>One finding, with this id, at the marked place, that says what to do; and nothing that could train.</summary>
    /// <param name="id">The id expected.</param>
    /// <param name="says">A part of the message: of its second half, which says what to do, unless the test is about the first.</param>
    /// <param name="marked">The source, with the expected place between <c>[|</c> and <c>|]</c>.</param>
    public static void Refuses(string id, string says, string marked)
    {
        var source = MarkedSource.Parse(marked);
        var compiled = SourceCompiler.Compile(source.Text);
        HasNoTraining(compiled);
        Assert.True(compiled.Findings.Length == 1, $"expected one {id}, found:{Environment.NewLine}{compiled.Describe()}");
        var finding = compiled.Findings[0];
        Assert.True(finding.Id == id, $"expected {id}, found {compiled.Describe()}");
        var message = finding.GetMessage(CultureInfo.InvariantCulture);
        Assert.Contains(says, message, StringComparison.Ordinal);
        Assert.Contains("; ", message, StringComparison.Ordinal);
        if (source.Span is { } span)
        {
            var found = finding.Location.SourceSpan;
            Assert.True(span == found, $"expected at '{source.Text.Substring(span.Start, span.Length)}', found at '{source.Text.Substring(found.Start, found.Length)}': {message}");
        }

        // The rest of the source is C# that compiles: the refusal is for the reason under test.
        Assert.All(compiled.CompilerErrors, error => Assert.True(error.Id == "CS1029", error.ToString()));
    }

    /// <summary>Refused, for whatever reason: what matters is that it cannot train.</summary>
    public static void RefusesSomehow(string source)
    {
        var compiled = SourceCompiler.Compile(source);
        HasNoTraining(compiled);
        Assert.NotEmpty(compiled.Findings);
        Assert.All(compiled.CompilerErrors, error => Assert.True(error.Id == "CS1029", error.ToString()));
    }

    /// <summary>No finding, no compiler error, and a training entry point.</summary>
    public static void Accepts(params string[] sources)
    {
        var compiled = SourceCompiler.Compile(sources);
        Assert.True(compiled.CanTrain && compiled.Findings.IsEmpty && compiled.CompilerErrors.IsEmpty, compiled.Describe());
    }

    /// <summary>No class got a training entry point, and the build fails even where all analyzers are silent.</summary>
    public static void HasNoTraining(CompiledSource compiled)
    {
        Assert.False(compiled.CanTrain, "a training entry point was written");
        Assert.True(compiled.CompilerErrors.Any(error => error.Id == "CS1029"), $"nothing stops the build: {compiled.Describe()}");
    }
}
