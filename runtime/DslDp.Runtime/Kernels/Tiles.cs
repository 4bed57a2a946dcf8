namespace DslDp.Kernels;

/// <summary>Rows or columns in tiles, of which the last is filled up.</summary>
internal static class Tiles
{
    /// <summary>How many tiles so many numbers take.</summary>
    public static int Count(int numbers, int ofTile) => (numbers + ofTile - 1) / ofTile;

    /// <summary>How many numbers whole tiles hold.</summary>
    public static int Whole(int numbers, int ofTile) => Count(numbers, ofTile) * ofTile;
}
