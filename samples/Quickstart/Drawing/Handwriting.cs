using System.Numerics;

namespace Quickstart.Drawing;

/// <summary>How one hand on one occasion bends a shape: slant, turn, size, place, and a slow wobble of the pen.</summary>
internal sealed class Handwriting
{
    private readonly Matrix3x2 placement;
    private readonly Vector2 wobble;
    private readonly Vector2 frequency;
    private readonly Vector2 phase;

    public Handwriting(Random random, int imageSize)
    {
        placement = Matrix3x2.CreateTranslation(-0.5f, -0.5f)
            * Matrix3x2.CreateScale(Between(random, 0.55f, 1.1f), Between(random, 0.8f, 1.1f))
            * Matrix3x2.CreateSkew(Between(random, -0.5f, 0.25f), 0)
            * Matrix3x2.CreateRotation(Between(random, -0.22f, 0.22f))
            * Matrix3x2.CreateScale(0.74f * imageSize)
            * Matrix3x2.CreateTranslation((imageSize / 2f) + Between(random, -2.5f, 2.5f), (imageSize / 2f) + Between(random, -2.5f, 2.5f));
        wobble = new(Between(random, 0, 0.07f), Between(random, 0, 0.07f));
        frequency = new(Between(random, 3, 9), Between(random, 3, 9));
        phase = new(Between(random, 0, MathF.Tau), Between(random, 0, MathF.Tau));
        PenRadius = Between(random, 0.6f, 1.7f);
        Darkness = Between(random, 0.65f, 1);
    }

    /// <summary>Half the breadth of a stroke, in pixels.</summary>
    public float PenRadius { get; }

    /// <summary>How dark the ink is at most, from 0 to 1.</summary>
    public float Darkness { get; }

    /// <summary>Where on the image, in pixels, a point of the shape comes to lie.</summary>
    public Vector2 Place(Vector2 point)
    {
        var shift = new Vector2(MathF.Sin((frequency.X * point.Y) + phase.X), MathF.Sin((frequency.Y * point.X) + phase.Y));
        return Vector2.Transform(point + (wobble * shift), placement);
    }

    private static float Between(Random random, float low, float high) => low + ((high - low) * random.NextSingle());
}
