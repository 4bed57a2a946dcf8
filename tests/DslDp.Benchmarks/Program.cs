BenchmarkDotNet.Running.BenchmarkSwitcher.FromAssembly(typeof(DslDp.Benchmarks.AccountantBenchmarks).Assembly).Run(args);
