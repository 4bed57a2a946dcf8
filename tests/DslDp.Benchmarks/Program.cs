using DslDp.Benchmarks;
using DslDp.Benchmarks.Editor;
using DslDp.Benchmarks.Training;

if (args is ["training", .. var options])
    TrainingBenchmark.Run(TrainingBenchmarkOptions.Parse(options));
else if (args is ["editor"])
    EditorBenchmark.Run();
else
    BenchmarkDotNet.Running.BenchmarkSwitcher.FromAssembly(typeof(AccountantBenchmarks).Assembly).Run(args);
