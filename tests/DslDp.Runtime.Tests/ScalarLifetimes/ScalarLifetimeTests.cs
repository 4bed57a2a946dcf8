using DslDp.Clipping;

namespace DslDp.Runtime.Tests.ScalarLifetimes;

/// <summary>
/// In TorchSharp 0.107 nothing keeps a scalar alive while libtorch reads it. That it is collected just then is too rare for a test that waits
/// for it, so the code is read instead: norms, factors, sums and noise must not come to depend on when garbage is collected.
/// </summary>
public class ScalarLifetimeTests
{
    [Fact]
    public void Every_scalar_of_the_runtime_is_held_while_libtorch_reads_it()
    {
        var allowed = AllowedCalls.All.ToDictionary(calls => (calls.Method, calls.Called));
        var findings = ScalarReader.Read(typeof(LayerRecord).Assembly).ToLookup(finding => (finding.Method, finding.Called));
        Assert.Empty(findings.Where(calls => !allowed.ContainsKey(calls.Key)).Select(calls => calls.First()));
        Assert.All(allowed, calls => Assert.Equal(calls.Value.Times, findings[calls.Key].Count()));
    }

    [Fact]
    public void Modules_that_run_in_allowed_calls_make_no_scalar()
    {
        Type[] modules = [.. AllowedCalls.All.SelectMany(calls => calls.Runs).Distinct()];
        Assert.NotEmpty(modules);
        Assert.All(modules, module => Assert.Empty(ScalarReader.WaysOfForward(module)));
    }
}
