using System.Numerics;

namespace Quickstart.Drawing;

/// <summary>The ten digits as a pen writes them: strokes through points, in a box from (0, 0) at the top left to (1, 1).</summary>
internal static class DigitShapes
{
    private static readonly Vector2[] Seven = Line(0.2f, 0.08f, 0.8f, 0.08f, 0.4f, 0.94f);
    private static readonly Vector2[] HeadOfNine = Arc(0.48f, 0.31f, 0.26f, 0.24f, 0, 360);

    /// <summary>For each digit the ways to write it; each way is a list of strokes, and each stroke a list of points.</summary>
    public static Vector2[][][][] Of { get; } =
    [
        [[Arc(0.5f, 0.5f, 0.3f, 0.44f, -90, 270)]],
        [
            [Line(0.5f, 0.06f, 0.5f, 0.94f)],
            [Line(0.32f, 0.28f, 0.54f, 0.06f, 0.54f, 0.94f)],
        ],
        [[Arc(0.5f, 0.31f, 0.27f, 0.25f, -170, 35), Line(0.72f, 0.45f, 0.22f, 0.93f, 0.8f, 0.93f)]],
        [
            [Arc(0.46f, 0.28f, 0.25f, 0.22f, -150, 90), Arc(0.46f, 0.72f, 0.29f, 0.22f, -90, 150)],
            [Line(0.26f, 0.07f, 0.72f, 0.07f, 0.46f, 0.44f), Arc(0.46f, 0.69f, 0.29f, 0.25f, -90, 150)],
        ],
        [
            [Line(0.6f, 0.06f, 0.2f, 0.64f, 0.84f, 0.64f), Line(0.62f, 0.34f, 0.62f, 0.94f)],
            [Line(0.26f, 0.08f, 0.24f, 0.52f, 0.76f, 0.52f), Line(0.72f, 0.08f, 0.68f, 0.94f)],
        ],
        [[Line(0.76f, 0.07f, 0.34f, 0.07f, 0.3f, 0.46f), Arc(0.46f, 0.66f, 0.3f, 0.27f, -120, 150)]],
        [[Arc(0.78f, 0.66f, 0.55f, 0.6f, -115, -180), Arc(0.5f, 0.68f, 0.27f, 0.25f, 180, 540)]],
        [
            [Seven],
            [Seven, Line(0.36f, 0.5f, 0.74f, 0.5f)],
        ],
        [[Arc(0.5f, 0.28f, 0.22f, 0.21f, 90, 450), Arc(0.5f, 0.72f, 0.27f, 0.22f, -90, 270)]],
        [
            [HeadOfNine, Line(0.74f, 0.31f, 0.68f, 0.94f)],
            [HeadOfNine, Arc(0.3f, 0.36f, 0.44f, 0.58f, 0, 80)],
        ],
    ];

    private static Vector2[] Line(params float[] coordinates) =>
        [.. coordinates.Chunk(2).Select(point => new Vector2(point[0], point[1]))];

    /// <summary>A part of an ellipse. Angles are in degrees: 0 is to the right, 90 is down.</summary>
    private static Vector2[] Arc(float x, float y, float radiusX, float radiusY, float from, float to)
    {
        var pieces = 2 + (int)(Math.Abs(to - from) / 24);
        return
        [
            .. Enumerable.Range(0, pieces + 1).Select(piece =>
            {
                var (sin, cos) = MathF.SinCos(float.DegreesToRadians(float.Lerp(from, to, (float)piece / pieces)));
                return new Vector2(x + (radiusX * cos), y + (radiusY * sin));
            }),
        ];
    }
}
