using System.Globalization;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Components;

namespace Hub.Host.Web.Reports;

/// <summary>The scale beside a chart: four steps of a round number, the last one at or above every value.</summary>
public sealed record ChartScale(int Step)
{
    public const int Steps = 4;

    public int Top => Step * Steps;

    public IEnumerable<int> Marks => Enumerable.Range(0, Steps + 1).Select(i => i * Step);

    /// <param name="most">The largest value.</param>
    public static ChartScale For(double most)
    {
        for (var power = 1; ; power *= 10)
        {
            foreach (var round in (int[])[1, 2, 5])
            {
                if (round * power * (double)Steps >= most)
                {
                    return new ChartScale(round * power);
                }
            }
        }
    }

    /// <summary>A number of the drawing as SVG writes it.</summary>
    public static string At(double place) => place.ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>Words in a drawing; Razor keeps the name of that SVG element for itself.</summary>
    /// <param name="anchor"><c>start</c>, <c>middle</c> or <c>end</c>.</param>
    public static MarkupString Words(double x, double y, string words, string anchor) =>
        new($"<text x=\"{At(x)}\" y=\"{At(y)}\" text-anchor=\"{anchor}\">{HtmlEncoder.Default.Encode(words)}</text>");
}
