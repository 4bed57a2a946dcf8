using PuppeteerSharp;

namespace DslDp.Runtime.Tests.Reporting;

/// <summary>The HTML page in a browser: whole, without a request to anybody, on a phone and on a desk.</summary>
public sealed class BrowserTests
{
    [ChromiumFact]
    public async Task ThePageIsReadableOnAPhoneAndOnADesk()
    {
        using var folder = new Training.TemporaryFolder();
        var path = folder.PathOf("report.html");
        Reports.Of("with a release of another kind").Save(path);
        await using var browser = await Puppeteer.LaunchAsync(new()
        {
            ExecutablePath = ChromiumFactAttribute.Path,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run", "--disable-quic"],
            UserDataDir = folder.PathOf("profile"),
        });
        foreach (var width in new[] { 360, 1280 })
        {
            await using var page = await browser.NewPageAsync();
            var (errors, requests) = (new List<string>(), new List<string>());
            page.PageError += (_, error) => errors.Add(error.Message);
            page.Error += (_, error) => errors.Add(error.Error);
            page.Console += (_, message) => errors.Add(message.Message.Text);
            page.Request += (_, request) => requests.Add(request.Request.Url);
            await page.SetViewportAsync(new() { Width = width, Height = 800 });
            await page.GoToAsync(new Uri(path).AbsoluteUri);
            await page.ScreenshotAsync(Artefact($"privacy-report-{width}.png"), new() { FullPage = true });

            Assert.Empty(errors);
            Assert.Equal([new Uri(path).AbsoluteUri], requests);
            Assert.InRange(await page.EvaluateExpressionAsync<int>("document.documentElement.scrollWidth"), 1, width);
            Assert.Equal(3, await page.EvaluateExpressionAsync<int>("[...document.querySelectorAll('svg')].filter(p => p.getBoundingClientRect().width > 250 && p.getBoundingClientRect().height > 150).length"));
            Assert.Equal(0, await page.EvaluateExpressionAsync<int>("[...document.querySelectorAll('svg text')].filter(t => { const a = t.getBoundingClientRect(), b = t.closest('svg').getBoundingClientRect(); return a.left < b.left - 1 || a.right > b.right + 1 || a.top < b.top - 1 || a.bottom > b.bottom + 1; }).length"));
            Assert.InRange(await page.EvaluateExpressionAsync<double>("Math.min(...[...document.querySelectorAll('svg text')].map(t => t.getBBox().height * t.closest('svg').getBoundingClientRect().width / 420))"), 10, 40);
            Assert.Equal(0, await page.EvaluateExpressionAsync<int>("[...document.querySelectorAll('td, p, h1, h2')].filter(e => e.scrollWidth > e.clientWidth + 1).length"));
        }
    }

    /// <summary>A file that is kept for people to look at.</summary>
    private static string Artefact(string name) =>
        Path.Combine(Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "artefacts")).FullName, name);
}
