using TorchSharp;

/// <summary>
/// What a fresh process does when it is started with this assembly in DOTNET_STARTUP_HOOKS (the run time asks for this name in
/// the global namespace): the user's code, whose very first act is to call TorchSharp.
/// </summary>
internal static class StartupHook
{
    public static void Initialize()
    {
        // The module initializer has registered by now: that alone must not cost the loading of libtorch.
        if (OperatingSystem.IsLinux() && File.ReadAllText("/proc/self/maps").Contains("libtorch", StringComparison.Ordinal))
            Console.WriteLine("libtorch is loaded although nobody has called it");

        using var zeros = torch.zeros(2, 3);
        using var shifted = zeros + 1;
        Console.WriteLine($"the sum is {shifted.sum().item<float>()}");
    }
}
