using System.Diagnostics;
using DslDp.Native;
using TorchSharp;

namespace DslDp.Runtime.Tests.Native;

public class NativeBootstrapTests
{
    [Fact]
    public void TorchWorksInTheTestHost()
    {
        using var ones = torch.ones(2, 3);
        using var sum = ones.sum();

        Assert.Equal(6, sum.item<float>());
    }

    [Fact]
    public void ErrorsInTheNativeLibraryStillArriveAsExceptions()
    {
        using var two = torch.zeros(2);
        using var three = torch.zeros(3);

        Assert.ThrowsAny<Exception>(() => two + three);
    }

    [Fact]
    public void RegisteringAgainFromManyThreadsIsHarmless() => Parallel.For(0, 64, _ => NativeBootstrap.Register());

    /// <summary>
    /// A new process, in which nothing has loaded libtorch: see <see cref="StartupHook"/>. It must not leave behind TorchSharp's copy of libtorch either.
    /// </summary>
    [Fact]
    public void InAFreshProcessTheUsersFirstCallMayBeTorch()
    {
        var (exitCode, output, errors) = RunStartupHook();

        Assert.Equal((0, "the sum is 6", ""), (exitCode, output.Trim(), errors));
        Assert.False(Directory.Exists(Path.Combine(AppContext.BaseDirectory, "cpu")));
    }

    private static (int ExitCode, string Output, string Errors) RunStartupHook()
    {
        var tests = typeof(NativeBootstrapTests).Assembly.Location;
        var start = new ProcessStartInfo("dotnet", ["exec", tests])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_STARTUP_HOOKS"] = tests;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }
}
