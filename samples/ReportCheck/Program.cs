using System.CommandLine;
using System.Text;
using DslDp;

Console.OutputEncoding = Encoding.UTF8; // For ε and δ.

var file = new Argument<FileInfo>("report") { Description = "A privacy report as JSON, as PrivacyReport.Save writes it." };
var command = new RootCommand("Computes every number of a privacy report afresh from the events in it, and says what does not add up.") { file };
command.SetAction(arguments =>
{
    var json = File.ReadAllText(arguments.GetRequiredValue(file).FullName);
    var verification = PrivacyReport.Verify(json);
    if (verification.AddsUp)
        Console.WriteLine(PrivacyReport.Read(json).Guarantee);
    (verification.AddsUp ? Console.Out : Console.Error).WriteLine(verification);
    return verification.AddsUp ? 0 : 1;
});

try
{
    return command.Parse(args).Invoke(new() { EnableDefaultExceptionHandler = false });
}
catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"error: {failure.Message}");
    return 2;
}
