using DslDp.Kernels;
using DslDp.Runtime.Tests.Native;
using static TorchSharp.torch;

namespace DslDp.Runtime.Tests.Clipping;

public class LibraryThreadsTests
{
    [LinuxFact]
    public void All_parts_are_done_once_on_several_threads()
    {
        using var loaded = zeros(1);
        var (done, threads) = (new int[5], new int[5]);
        for (var turn = 0; turn < 100; turn++)
        {
            Assert.True(LibraryThreads.TryRun(done.Length, part =>
            {
                done[part]++;
                threads[part] = Environment.CurrentManagedThreadId;
                if (part % 2 == 0)
                    GC.KeepAlive(new byte[10_000]);
            }));
        }

        Assert.All(done, times => Assert.Equal(100, times));
        Assert.True(threads.Distinct().Count() > 1);
    }

    [LinuxFact]
    public void An_error_in_a_part_reaches_the_caller_and_the_threads_go_on()
    {
        using var loaded = zeros(1);
        for (var failing = 0; failing < 3; failing++)
        {
            var failure = new InvalidTimeZoneException();
            Assert.Same(failure, Assert.Throws<InvalidTimeZoneException>(() => LibraryThreads.TryRun(3, part => Throw(part == failing ? failure : null))));
        }

        Assert.True(LibraryThreads.TryRun(3, _ => { }));

        static void Throw(Exception? failure)
        {
            if (failure is not null)
                throw failure;
        }
    }

    [LinuxFact]
    public void Collections_of_garbage_go_on_meanwhile()
    {
        using var loaded = zeros(1);
        Assert.True(LibraryThreads.TryRun(2, part =>
        {
            for (var i = 0; i < 20; i++)
            {
                if (part == 0)
                    GC.Collect();
                else
                    GC.KeepAlive(Enumerable.Range(0, 1000).Select(number => new object()).ToArray());
            }
        }));
    }
}
