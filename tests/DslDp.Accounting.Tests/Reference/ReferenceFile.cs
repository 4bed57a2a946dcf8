using System.Text.Json;

namespace DslDp.Accounting.Tests;

/// <summary>The reference values made with other accountants; found beside the repository, absent on a lone checkout.</summary>
internal static class ReferenceFile
{
    private static readonly Lazy<JsonElement?> Root = new(Load);

    public static string? SkipReason =>
        Root.Value is null ? "../shared/reference/accounting-public.json is not beside this checkout" : null;

    public static JsonElement Document => Root.Value ?? throw new InvalidOperationException(SkipReason);

    public static IEnumerable<ReferenceCase> Cases =>
        Root.Value is null ? [] : Document.GetProperty("cases").EnumerateArray().Select(json => new ReferenceCase(json));

    public static ReferenceCase Case(string id) => Cases.Single(each => each.Id == id);

    public static TheoryData<string> Ids(Func<ReferenceCase, bool> which)
    {
        var ids = new TheoryData<string>();
        foreach (ReferenceCase each in Cases.Where(which))
            ids.Add(each.Id);
        return ids;
    }

    private static JsonElement? Load()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Read(folder.FullName) is { } found)
                return found;
        }

        return Read(Repository());
    }

    private static JsonElement? Read(string? folder)
    {
        if (folder is null)
            return null;
        foreach (string candidate in new[] { "shared", "../shared" })
        {
            string path = Path.Combine(folder, candidate, "reference", "accounting-public.json");
            if (File.Exists(path))
                return JsonDocument.Parse(File.ReadAllText(path)).RootElement;
        }

        return null;
    }

    /// <summary>Build outputs may lie elsewhere, so the compiler's own path of this file is a second place to start from.</summary>
    private static string? Repository([System.Runtime.CompilerServices.CallerFilePath] string path = "")
    {
        for (DirectoryInfo? folder = Directory.GetParent(path); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "DslDp.sln")))
                return folder.FullName;
        }

        return null;
    }
}
