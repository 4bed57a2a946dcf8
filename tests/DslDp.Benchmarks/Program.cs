using DslDp.Benchmarks;
using DslDp.Benchmarks.Training;

if (args is ["training", .. var options])
    TrainingBenchmark.Run(TrainingBenchmarkOptions.Parse(options));
else
    BenchmarkDotNet.Running.BenchmarkSwitcher.FromAssembly(typeof(AccountantBenchmarks).Assembly).Run(args);
