using System.Globalization;
using System.Net;
using System.Text;

namespace DslDp.Reporting;

/// <summary>
/// A line through points as SVG, drawn into the page: sharp in print, readable by a screen reader, and without a graphics library
/// in the package.
/// </summary>
internal sealed record LineChart(string Title, ChartAxis Horizontal, ChartAxis Vertical, IReadOnlyList<(double X, double Y)> Points)
{
    private const int Width = 420, Height = 260, Left = 52, Right = 14, Top = 12, Bottom = 44;

    /// <summary>A value that is not to be exceeded, and its name.</summary>
    public (double Value, string Name)? Limit { get; init; }

    public string ToSvg()
    {
        var text = new StringBuilder();
        text.Append(Invariant($"<figure>\n<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{Encoded(Description)}\">\n"));
        foreach (var mark in Vertical.Marks)
        {
            text.Append(Invariant($"<path class=\"grid\" d=\"M{Left} {Y(mark)}H{Width - Right}\"/>"));
            text.Append(Invariant($"<text x=\"{Left - 6}\" y=\"{Y(mark)}\" dy=\".35em\" text-anchor=\"end\">{Encoded(Vertical.Text(mark))}</text>\n"));
        }
        foreach (var mark in Horizontal.Marks)
            text.Append(Invariant($"<text x=\"{X(mark)}\" y=\"{Height - Bottom + 16}\" text-anchor=\"middle\">{Encoded(Horizontal.Text(mark))}</text>\n"));
        text.Append(Invariant($"<text class=\"axis\" x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 6}\" text-anchor=\"middle\">{Encoded(Horizontal.Label)}</text>\n"));
        text.Append(Invariant($"<text class=\"axis\" transform=\"translate(12 {(Top + Height - Bottom) / 2}) rotate(-90)\" text-anchor=\"middle\">{Encoded(Vertical.Label)}</text>\n"));
        if (Limit is { } limit && limit.Value <= Vertical.Greatest)
        {
            text.Append(Invariant($"<path class=\"limit\" d=\"M{Left} {Y(limit.Value)}H{Width - Right}\"/>"));
            text.Append(Invariant($"<text class=\"axis\" x=\"{Left + 6}\" y=\"{Y(limit.Value) + 14}\">{Encoded(limit.Name)}</text>\n"));
        }
        var drawn = Points.Where(point => double.IsFinite(point.Y)).Select(point => (X: X(point.X), Y: Y(point.Y))).ToArray();
        text.Append("<polyline points=\"").AppendJoin(' ', drawn.Select(point => Invariant($"{point.X},{point.Y}"))).Append("\"/>\n");
        foreach (var (x, y) in drawn)
            text.Append(Invariant($"<circle cx=\"{x}\" cy=\"{y}\" r=\"2.5\"/>"));
        return text.Append(Invariant($"\n</svg>\n<figcaption>{Encoded(Title)}</figcaption>\n</figure>\n")).ToString();
    }

    private string Description => Points.Count == 0
        ? $"{Title}: no points."
        : Invariant($"{Title}: {Points.Count} points, from {Vertical.Label} {Points[0].Y:0.####} at {Horizontal.Label} {Points[0].X:0.####e+0} to {Points[^1].Y:0.####} at {Points[^1].X:0.####e+0}.");

    private double X(double value) => Math.Round(Left + (Horizontal.Place(value) * (Width - Left - Right)), 2);

    private double Y(double value) => Math.Round(Height - Bottom - (Vertical.Place(value) * (Height - Top - Bottom)), 2);

    private static string Encoded(string text) => WebUtility.HtmlEncode(text);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
