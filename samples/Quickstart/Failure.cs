namespace Quickstart;

/// <summary>What the user did not give as it should be: one red line, and the exit code.</summary>
internal static class Failure
{
    /// <summary>The exit code for data that cannot be used.</summary>
    public const int BadInput = 1;

    /// <summary>The exit code for arguments that cannot be understood.</summary>
    public const int Usage = 2;

    public static int Report(string reason, int exitCode)
    {
        if (!Console.IsErrorRedirected)
            Console.ForegroundColor = ConsoleColor.Red;
        Console.Error.WriteLine($"error: {reason.ReplaceLineEndings(" ")}");
        Console.ResetColor();
        return exitCode;
    }
}
