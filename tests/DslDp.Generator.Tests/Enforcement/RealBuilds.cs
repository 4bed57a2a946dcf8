using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Enforcement;

/// <summary>The real SDK builds a real project. One that should pass comes first, so that a failure is for the reason under test.</summary>
public class RealBuilds
{
    [Fact]
    public void An_accepted_model_builds()
    {
        using var project = new TemporaryProject(ModelSource.Returning("h - h.mean([1], keepdim: true)"), "");
        var build = project.Build();
        Assert.True(build.ExitCode == 0 && project.HasOutput, build.Text);
    }

    [Fact]
    public void A_refused_model_does_not_build_however_much_is_silenced()
    {
        const string Silence = """
            <NoWarn>$(NoWarn);DSLDP2001;CS1029;1029</NoWarn>
            <RunAnalyzers>false</RunAnalyzers>
            <RunAnalyzersDuringBuild>false</RunAnalyzersDuringBuild>
            <TreatWarningsAsErrors>false</TreatWarningsAsErrors>
            <WarningLevel>0</WarningLevel>
            """;
        using var project = new TemporaryProject("#pragma warning disable\n" + RefusedModel.Source, Silence);
        project.Write(".editorconfig", "root = true\n[*.cs]\ndotnet_diagnostic.DSLDP2001.severity = none\ndotnet_diagnostic.CS1029.severity = none\ndotnet_analyzer_diagnostic.severity = none\ngenerated_code = true\n");
        project.Write(".globalconfig", "is_global = true\ndotnet_diagnostic.DSLDP2001.severity = none\ndotnet_diagnostic.CS1029.severity = none\n");
        var build = project.Build();
        Assert.NotEqual(0, build.ExitCode);
        Assert.Contains("CS1029", build.Text, StringComparison.Ordinal);
        Assert.Contains("cannot be trained privately", build.Text, StringComparison.Ordinal);
        Assert.False(project.HasOutput, "an assembly was written");
    }
}
