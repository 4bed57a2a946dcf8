using DslDp.Native;

namespace DslDp.Runtime.Tests.Native;

public class TorchSharpResolverTests
{
    [Fact]
    public void OtherLibrariesAreLeftAlone()
    {
        var resolver = new TorchSharpResolver(() => throw new InvalidOperationException("not to be called"));

        Assert.Equal(0, resolver.Resolve("torch_cuda"));
    }

    [Fact]
    public void TheLibraryIsLoadedOnceHoweverManyThreadsAsk()
    {
        var loads = 0;
        var resolver = new TorchSharpResolver(() =>
        {
            Thread.Sleep(20);
            return 100 + Interlocked.Increment(ref loads);
        });

        var handles = new nint[8];
        Parallel.For(0, handles.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => handles[i] = resolver.Resolve("LibTorchSharp"));

        Assert.All(handles, handle => Assert.Equal(101, handle));
    }

    [Fact]
    public void WhenTheSystemIsTooOldTheTwoTrialsAreAnsweredAndTheCallThrows()
    {
        var reason = new CppLibraryTooOldException("too old", new IOException());
        var resolver = new TorchSharpResolver(() => throw reason);

        Assert.NotEqual(0, resolver.Resolve("LibTorchSharp"));
        Assert.NotEqual(0, resolver.Resolve("LibTorchSharp"));
        for (var call = 0; call < 3; call++)
            Assert.Same(reason, Assert.Throws<CppLibraryTooOldException>(() => resolver.Resolve("LibTorchSharp")));
    }

    [Fact]
    public void AnyOtherFailureIsTorchSharpsToReport()
    {
        var resolver = new TorchSharpResolver(() => throw new DllNotFoundException("no such file"));

        Assert.Throws<DllNotFoundException>(() => resolver.Resolve("LibTorchSharp"));
    }
}
