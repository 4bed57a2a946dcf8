using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Linq;

namespace DslDp.Accounting;

/// <summary>The orders at which an accountant looks for its best bound.</summary>
internal static class RdpOrders
{
    private const int Extensions = 10;

    /// <summary>The customary grid: 1.1 to 11 by tenths, 12 to 63, 128, 256, 512, 1024.</summary>
    public static ReadOnlyCollection<double> Default { get; } = Array.AsReadOnly(
        Enumerable.Range(11, 100).Select(tenths => tenths / 10.0)
            .Concat(Enumerable.Range(12, 52).Select(order => (double)order))
            .Concat(new double[] { 128, 256, 512, 1024 })
            .ToArray());

    /// <summary>The customary grid with its extensions: down to 1 + 0.1/1024 by halves, up to a million by doubling.</summary>
    public static ReadOnlyCollection<double> Extended { get; } = Array.AsReadOnly(
        Enumerable.Range(1, Extensions).Select(halvings => 1 + (0.1 / (1 << halvings))).Reverse()
            .Concat(Default)
            .Concat(Enumerable.Range(1, Extensions).Select(doublings => 1024.0 * (1 << doublings)))
            .ToArray());

    public static ReadOnlyCollection<double> Checked(IEnumerable<double> orders)
    {
        double[] sorted = Require.NotNull(orders, nameof(orders)).Distinct().OrderBy(order => order).ToArray();
        if (sorted.Length == 0 || !sorted.All(order => order > 1 && order <= double.MaxValue))
            throw new ArgumentException("orders must hold at least one number, and only finite numbers above 1.", nameof(orders));
        return Array.AsReadOnly(sorted);
    }
}
