namespace Quickstart;

/// <summary>What the user did not give as it should be: one red line, and the exit code.</summary>
internal static class Failure
{
    /// <summary>The exit code for data that cannot be used.</summary>
    public const int BadInput = 1;

    /// <summary>The exit code for arguments that cannot be understood.</summary>
    public const int Usage = 2;

    /// <summary>Reports data that cannot be used. The name of a method's parameter, which .NET appends, says nothing to the user of a program.</summary>
    public static int Report(Exception failure) => Report(
        failure is ArgumentException { ParamName: { } parameter } ? failure.Message.Replace($" (Parameter '{parameter}')", "", StringComparison.Ordinal) : failure.Message,
        BadInput);

    public static int Report(string reason, int exitCode)
    {
        if (!Console.IsErrorRedirected)
            Console.ForegroundColor = ConsoleColor.Red;
        Console.Error.WriteLine($"error: {reason.ReplaceLineEndings(" ")}");
        Console.ResetColor();
        return exitCode;
    }
}
