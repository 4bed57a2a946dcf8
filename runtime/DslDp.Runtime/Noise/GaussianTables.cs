using System.Runtime.CompilerServices;

namespace DslDp.Noise;

/// <summary>Where <see cref="GaussianSeries{TNumbers}"/> looks numbers up: sixteen in each table, so that vectors hold them.</summary>
internal readonly unsafe struct GaussianTables
{
    /// <summary>Numbers that a caller makes room for.</summary>
    public const int Room = 2 * Length;

    private const int Length = 16;

    // For a number m between ¾ and 1½, the first four bits behind its leading one say in which cell it lies.
    private static readonly double[] Cells = GC.AllocateArray<double>(2 * Length, pinned: true);

    static GaussianTables()
    {
        for (var place = 0; place < Length; place++)
        {
            // Cells of a sixteenth from 1 to 1½, and of half a sixteenth from ¾ to 1. In the last of these, −2 ln m falls to 0, and is not a difference.
            var middle = (1 + ((place + 0.5) / Length)) / (place < Length / 2 ? 1 : 2);
            var reciprocal = place == Length - 1 ? 1 : 1 / middle;
            Cells[place] = Math.ScaleB(reciprocal, -37);
            Cells[Length + place] = 2 * Math.Log(reciprocal);
        }
    }

    /// <summary>Makes the tables of the circle.</summary>
    /// <param name="room">As long as <see cref="Room"/> says; used as long as the tables are.</param>
    /// <param name="radius">The radius of the circle.</param>
    public GaussianTables(double* room, double radius)
    {
        Reciprocals = (double*)Unsafe.AsPointer(ref Cells[0]);
        Cosines = room;
        Sines = room + Length;
        for (var sector = 0; sector < Length; sector++)
        {
            // On the axes exactly, so that what is next to 0 is as exact as what is next to 1.
            Cosines[sector] = radius * (sector % 8 == 4 ? 0 : Math.Cos(sector * Math.PI / 8));
            Sines[sector] = radius * (sector % 8 == 0 ? 0 : Math.Sin(sector * Math.PI / 8));
        }
    }

    /// <summary>c, the reciprocal of the middle of each cell, counted in steps of 2⁻³⁷.</summary>
    public double* Reciprocals { get; }

    /// <summary>2 ln c.</summary>
    public double* Logarithms => Reciprocals + Length;

    /// <summary>The radius times the cosine of the middle of each sector.</summary>
    public double* Cosines { get; }

    /// <summary>The radius times the sine of the middle of each sector.</summary>
    public double* Sines { get; }
}
