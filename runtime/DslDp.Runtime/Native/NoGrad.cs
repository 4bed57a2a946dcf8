namespace DslDp.Native;

/// <summary>Autograd is off until this is disposed of, as with <c>no_grad</c>, which makes an object for it.</summary>
internal readonly ref struct NoGrad : IDisposable
{
    private readonly byte wasEnabled = AutogradLibrary.IsEnabled();

    public NoGrad() => AutogradLibrary.Enable(0);

    public void Dispose() => AutogradLibrary.Enable(wasEnabled);
}
