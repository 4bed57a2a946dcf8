using DslDp.Generator.Proof;

namespace DslDp.Generator.Tests.Experiments;

/// <summary>Another rule in a row's place, until it is disposed of.</summary>
internal sealed class ExchangedRow(string member, Rule rule) : IDisposable
{
    private readonly Rule before = OperatorTable.Instance.Exchange(member, rule);

    public void Dispose() => OperatorTable.Instance.Exchange(member, before);
}
