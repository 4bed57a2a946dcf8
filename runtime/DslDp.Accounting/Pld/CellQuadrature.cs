using System;
using System.Runtime.CompilerServices;

namespace DslDp.Accounting;

/// <summary>Gauss and Legendre's rules over the densities of a pair, with no more nodes than a stretch needs.</summary>
internal static class CellQuadrature
{
    private static readonly double[][] Nodes =
    [
        [-0.57735026918962576, 0.57735026918962576],
        [-0.77459666924148338, 0, 0.77459666924148338],
        [-0.90617984593866399, -0.53846931010568309, 0, 0.53846931010568309, 0.90617984593866399],
    ];

    private static readonly double[][] Weights =
    [
        [0.5, 0.5],
        [5 / 18.0, 8 / 18.0, 5 / 18.0],
        [0.11846344252809454, 0.23931433524968324, 0.28444444444444444, 0.23931433524968324, 0.11846344252809454],
    ];

    /// <summary>Takes the probability between two outcomes apart into small masses with their losses.</summary>
    /// <param name="pair">The pair.</param>
    /// <param name="from">Lower outcome.</param>
    /// <param name="to">Upper outcome.</param>
    /// <param name="exchanged">Whether the probability is Q's and not P's.</param>
    /// <param name="sink">Takes each mass.</param>
    public static void Integrate(LossPair pair, double from, double to, bool exchanged, ILossSink sink)
    {
        while (from < to)
        {
            // Half a length of smoothness at a time: five nodes are then exact to rounding, and fewer on shorter stretches.
            double end = Math.Min(to, from + (0.5 / pair.Rate(from)));
            AddStretch(pair, from, end, exchanged, sink);
            from = end;
        }
    }

    [MethodImpl(HotLoop.Optimize)]
    private static void AddStretch(LossPair pair, double from, double to, bool exchanged, ILossSink sink)
    {
        double half = (to - from) / 2, middle = from + half;
        double relative = (to - from) * pair.Rate(middle);
        int rule = relative < 0.004 ? 0 : relative < 0.04 ? 1 : 2;
        double[] nodes = Nodes[rule], weights = Weights[rule];
        for (int i = 0; i < nodes.Length; i++)
        {
            double outcome = middle + (half * nodes[i]);
            double loss = pair.Loss(outcome);
            sink.Add(2 * half * weights[i] * Math.Exp(pair.LogDensity(outcome) + (exchanged ? 0 : loss)), loss);
        }
    }

    /// <summary>(1 − exp(−above))/(1 − exp(−width)): the share of a mass that goes to the upper end of its cell.</summary>
    /// <param name="above">Distance of the loss from the lower end.</param>
    /// <param name="whole">1 − exp(−width).</param>
    [MethodImpl(HotLoop.Optimize)]
    public static double UpperShare(double above, double whole) =>
        Math.Min(1, (above < 1e-3 ? above * (1 - (above / 2 * (1 - (above / 3 * (1 - (above / 4)))))) : -SmallDifferences.Expm1(-above)) / whole);
}
