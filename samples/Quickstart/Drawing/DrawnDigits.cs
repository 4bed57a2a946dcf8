using System.Numerics;
using static TorchSharp.torch;

namespace Quickstart.Drawing;

/// <summary>
/// Digits that the sample draws itself, so that it needs no download: 28×28 grey images, every one different, and the same ones
/// again for the same seed.
/// </summary>
internal static class DrawnDigits
{
    private const int Classes = 10;
    private const int Size = 28;
    private const int Portion = 500;

    /// <summary>Draws digits, each of the ten equally likely.</summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">Another seed gives other images.</param>
    /// <returns>Images [count, 1, 28, 28] from 0 (paper) to 1 (ink), and labels [count].</returns>
    public static (Tensor Images, Tensor Labels) Draw(int count, int seed)
    {
        var pixels = new float[count * Size * Size];
        var labels = new long[count];
        // Each portion has a random generator of its own, so the result does not depend on how many processors share the work.
        Parallel.For(0, (count + Portion - 1) / Portion, portion =>
        {
            var random = new Random((seed * 1_000_003) + portion);
            for (var i = portion * Portion; i < Math.Min(count, (portion + 1) * Portion); i++)
            {
                labels[i] = random.Next(Classes);
                DrawOne((int)labels[i], random, pixels.AsSpan(i * Size * Size, Size * Size));
            }
        });
        return (tensor(pixels, [count, 1, Size, Size]), tensor(labels));
    }

    private static void DrawOne(int digit, Random random, Span<float> image)
    {
        var hand = new Handwriting(random, Size);
        var ways = DigitShapes.Of[digit];
        foreach (var stroke in ways[random.Next(ways.Length)])
        {
            var from = hand.Place(stroke[0]);
            foreach (var point in stroke.AsSpan(1))
            {
                var to = hand.Place(point);
                DrawSegment(image, from, to, hand.PenRadius, hand.Darkness);
                from = to;
            }
        }
        var grain = 0.3f * random.NextSingle();
        foreach (ref var pixel in image)
            pixel = Math.Clamp(pixel + (grain * (random.NextSingle() - random.NextSingle())), 0, 1);
    }

    /// <summary>Inks the pixels near a segment; a pixel at the rim of the pen is inked in part.</summary>
    private static void DrawSegment(Span<float> image, Vector2 from, Vector2 to, float penRadius, float darkness)
    {
        var (low, high) = (Vector2.Min(from, to) - new Vector2(penRadius + 1), Vector2.Max(from, to) + new Vector2(penRadius + 1));
        var along = to - from;
        for (var y = Math.Max(0, (int)low.Y); y < Math.Min(Size, (int)high.Y + 1); y++)
        {
            for (var x = Math.Max(0, (int)low.X); x < Math.Min(Size, (int)high.X + 1); x++)
            {
                var centre = new Vector2(x + 0.5f, y + 0.5f);
                var nearest = from + (along * Math.Clamp(Vector2.Dot(centre - from, along) / Math.Max(along.LengthSquared(), 1e-6f), 0, 1));
                var ink = darkness * Math.Clamp(penRadius + 0.5f - Vector2.Distance(centre, nearest), 0, 1);
                image[(y * Size) + x] = Math.Max(image[(y * Size) + x], ink);
            }
        }
    }
}
