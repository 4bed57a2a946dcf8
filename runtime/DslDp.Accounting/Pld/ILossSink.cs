namespace DslDp.Accounting;

/// <summary>Takes small masses.</summary>
internal interface ILossSink
{
    /// <summary>Takes a mass with its log P/Q.</summary>
    void Add(double mass, double logRatio);
}
