using System.CommandLine;
using DslDp;
using DslDp.Accounting;
using PrivacyCalculator;
using Spectre.Console;

var records = new Option<int>("--records") { Description = "Number of records of the private data set.", Required = true };
var batch = new Option<int>("--batch") { Description = "Expected number of records in a batch.", Required = true };
var epochs = new Option<double>("--epochs") { Description = "How often each record is drawn, on average.", Required = true };
var delta = new Option<double>("--delta") { Description = "δ of the budget, well below one in the number of records.", Required = true };
var epsilons = new Option<double[]>("--epsilon") { Description = "ε to find the noise for; several may be given.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [1, 3, 8] };
var pictures = new Option<DirectoryInfo?>("--pictures") { Description = "Folder for the pictures of ε against steps and against batch size; none without it." };
var command = new RootCommand("How much noise a private training run needs, and what it spends.") { records, batch, epochs, delta, epsilons, pictures };
command.SetAction(parsed =>
{
    var plan = new Plan(parsed.GetValue(records), parsed.GetValue(batch), parsed.GetValue(epochs), parsed.GetValue(delta));
    double[] targets = parsed.GetValue(epsilons)!;
    string? problem = plan.Problem ?? targets.Where(each => !(each > 0 && each <= 500)).Select(each => $"--epsilon is {each}; write numbers above 0 and up to 500").FirstOrDefault();
    if (problem is not null)
        return Refuse(problem);
    try
    {
        Console.WriteLine($"{plan.Steps} steps, each record in each with probability {plan.SamplingProbability:0.######}; δ = {plan.Delta}; adding or removing one record");
        AnsiConsole.Write(NoiseTable.Of(plan, targets));
        if (parsed.GetValue(pictures) is { } folder)
            Draw(plan, targets, folder);
        return 0;
    }
    catch (Exception exception) when (exception is ArgumentException or IOException or UnauthorizedAccessException)
    {
        return Refuse(exception.Message.ReplaceLineEndings(" "));
    }
});

ParseResult line = command.Parse(args);
return line.Errors.Count > 0 ? Refuse(string.Join(" ", line.Errors.Select(error => error.Message))) : line.Invoke();

static int Refuse(string problem)
{
    Console.Error.WriteLine("error: " + problem);
    return 1;
}

static void Draw(Plan plan, double[] targets, DirectoryInfo folder)
{
    folder.Create();
    double[] noises = [.. targets.Order().Take(3).Select(target => NoiseCalibration.FindNoiseMultiplier(plan.Event, target, plan.Delta, AccountantKind.Pld))];
    string steps = Path.Combine(folder.FullName, "epsilon-steps.png"), batches = Path.Combine(folder.FullName, "epsilon-batch.png");
    Pictures.EpsilonAgainstSteps(plan, noises, steps);
    Pictures.EpsilonAgainstBatchSize(plan, noises, batches);
    Console.WriteLine($"Drawn: {steps}");
    Console.WriteLine($"Drawn: {batches}");
}
