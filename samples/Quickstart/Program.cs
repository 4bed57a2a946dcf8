using System.CommandLine;
using System.Text;
using Quickstart;
using Quickstart.Training;
using TorchSharp;

Console.OutputEncoding = Encoding.UTF8; // For ε and δ.

var data = new Option<string?>("--data")
{
    Description = "A folder with MNIST or Fashion-MNIST in IDX files, compressed or not. Without it the program draws digits itself.",
    HelpName = "FOLDER",
};
var report = new Option<string>("--report")
{
    Description = "Where to write the privacy report: a path that ends in .html, .md or .json.",
    HelpName = "FILE",
    DefaultValueFactory = _ => "privacy-report.html",
};
report.Validators.Add(result =>
{
    var path = result.GetValueOrDefault<string>();
    if (!new[] { ".html", ".md", ".json" }.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase))
        result.AddError($"--report: '{path}' does not end in .html, .md or .json.");
});

var command = new RootCommand("Trains a small network on private images, with differential privacy that the compiler has checked.")
{
    data,
    report,
};
command.SetAction(arguments =>
{
    var interruption = new CancellationTokenSource();
    Console.CancelKeyPress += (_, key) =>
    {
        key.Cancel = !interruption.IsCancellationRequested; // A second Ctrl-C ends the program at once.
        interruption.Cancel();
    };

    // A network this small gains little from a second thread, and on a busy machine the threads burn time waiting for each other.
    if (Environment.GetEnvironmentVariable("OMP_NUM_THREADS") is null)
        torch.set_num_threads(1);

    var folder = arguments.GetValue(data);
    var model = folder is null ? PrivateModel.ForDrawnDigits() : PrivateModel.ForImages();
    var images = folder is null ? LabelledImages.Drawn() : LabelledImages.FromFolder(folder);
    IDisplay display = Console.IsOutputRedirected ? new PlainDisplay() : new TerminalDisplay();
    return new PrivateRun(model, images, arguments.GetRequiredValue(report), display).Run(interruption.Token);
});

var parsed = command.Parse(args);
if (parsed.Errors.Count > 0)
    return Failure.Report(parsed.Errors[0].Message, Failure.Usage);
try
{
    return parsed.Invoke(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
}
catch (Exception failure) when (failure is IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException)
{
    return Failure.Report(failure);
}
