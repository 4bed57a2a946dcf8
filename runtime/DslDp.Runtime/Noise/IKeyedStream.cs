namespace DslDp.Noise;

/// <summary>Random bits from a key, which is erased when the stream is disposed of.</summary>
internal interface IKeyedStream : IRandomBytes, IDisposable;
