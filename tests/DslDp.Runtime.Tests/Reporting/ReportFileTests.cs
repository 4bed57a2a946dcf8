using DslDp.Reporting;
using DslDp.Runtime.Tests.Training;

namespace DslDp.Runtime.Tests.Reporting;

public sealed class ReportFileTests : IDisposable
{
    private static readonly PrivacyReport Report = Reports.Of("complete");
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void TheEndingPicksTheFormat()
    {
        Assert.Equal(Report.ToJson(), Saved("report.json"));
        Assert.Equal(Report.ToMarkdown(), Saved("report.md"));
        Assert.Equal(Report.ToHtml(), Saved("report.HTML"));
        Assert.Equal(Report.Statement + "\n", Saved("report.txt"));
    }

    [Theory]
    [InlineData("report.pdf", "'.pdf'")]
    [InlineData("report", "''")]
    public void AnotherEndingIsRefusedWithTheKnownOnes(string name, string ending)
    {
        var error = Assert.Throws<ArgumentException>(() => Report.Save(folder.PathOf(name)));
        Assert.Contains(ending, error.Message);
        Assert.Contains(".json, .md, .html, .txt", error.Message);
    }

    [Fact]
    public void WhatWasSavedIsLoaded()
    {
        Report.Save(folder.PathOf("report.json"));
        Assert.Equal(Report.ToHtml(), PrivacyReport.Load(folder.PathOf("report.json")).ToHtml());
    }

    [Fact]
    public void AFormerReportIsReplacedAndNothingElseIsLeft()
    {
        File.WriteAllText(folder.PathOf("report.md"), "former");
        Assert.Equal(Report.ToMarkdown(), Saved("report.md"));
        Assert.Equal([folder.PathOf("report.md")], Directory.GetFiles(folder.PathOf()));
    }

    [Fact]
    public void AFailedWriteLeavesTheFormerFileAndNothingElse()
    {
        var path = folder.PathOf("report.md");
        File.WriteAllText(path, "former");
        Assert.Throws<IOException>(() => AtomicFile.Write(path, temporary =>
        {
            File.WriteAllText(temporary, "half");
            throw new IOException("The disk is full.");
        }));
        Assert.Equal("former", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(folder.PathOf()));
    }

    [Fact]
    public void APathThatCannotBeWrittenIsNamed()
    {
        File.WriteAllText(folder.PathOf("file"), "");
        var error = Assert.Throws<IOException>(() => Report.Save(folder.PathOf("file", "report.md")));
        Assert.Contains("The privacy report cannot be written to '" + folder.PathOf("file", "report.md"), error.Message);
    }

    [Fact]
    public void TryingAPathLeavesNoFile()
    {
        ReportFile.CheckWritable(folder.PathOf("report.md"));
        Assert.Empty(Directory.GetFiles(folder.PathOf()));
    }

    private string Saved(string name)
    {
        Report.Save(folder.PathOf(name));
        return File.ReadAllText(folder.PathOf(name));
    }
}
