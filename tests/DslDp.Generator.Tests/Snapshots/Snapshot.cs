using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace DslDp.Generator.Tests.Snapshots;

/// <summary>
/// Compares a generated file with <c>TestClass.Method#Hint.verified.cs</c> beside the test, as Verify.SourceGenerators would: what differs, or is
/// new, is written to <c>*.received.cs</c> and fails. To accept, rename the received file, or run the tests once with
/// <c>DSLDP_ACCEPT_SNAPSHOTS=1</c>; on a build server nothing is ever accepted.
/// </summary>
internal static partial class Snapshot
{
    private static readonly bool Accepts =
        Environment.GetEnvironmentVariable("DSLDP_ACCEPT_SNAPSHOTS") == "1" && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI"));

    public static void Verify(string hintName, string text, [CallerFilePath] string testFile = "", [CallerMemberName] string method = "")
    {
        // A hash changes with every letter of the file, and is checked where it is made.
        var received = $"//HintName: {hintName}\n{Hash().Replace(text, "sha256:…")}";
        var name = $"{Path.GetFileNameWithoutExtension(testFile)}.{method}#{Path.GetFileNameWithoutExtension(hintName)}";
        var path = Path.Combine(Path.GetDirectoryName(testFile)!, name);
        var (verifiedFile, receivedFile) = (path + ".verified.cs", path + ".received.cs");
        if (Accepts) File.WriteAllText(verifiedFile, received);
        if (File.Exists(verifiedFile) && Lines(File.ReadAllText(verifiedFile)) == received)
        {
            File.Delete(receivedFile);
            return;
        }

        File.WriteAllText(receivedFile, received);
        Assert.Fail(File.Exists(verifiedFile)
            ? $"{name}: the generated file has changed at {FirstDifference(Lines(File.ReadAllText(verifiedFile)), received)}; compare {receivedFile}"
            : $"{name}: there is no verified file yet; look at {receivedFile}, and rename it if it is right");
    }

    [GeneratedRegex("sha256:[0-9a-f]{64}")]
    private static partial Regex Hash();

    /// <summary>A checkout may have changed the line ends.</summary>
    private static string Lines(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal);

    private static string FirstDifference(string verified, string received)
    {
        var (expected, found) = (verified.Split('\n'), received.Split('\n'));
        var line = Enumerable.Range(0, Math.Max(expected.Length, found.Length)).First(index => expected.ElementAtOrDefault(index) != found.ElementAtOrDefault(index));
        return $"line {line + 1}: '{expected.ElementAtOrDefault(line)}' became '{found.ElementAtOrDefault(line)}'";
    }
}
