using Hub.Connectors.Reading;
using Hub.Domain.Submissions;

namespace Hub.Connectors.Lapor;

/// <summary>What the interface and the export have in common.</summary>
internal static class LaporText
{
    private const int LongestTitle = 100;

    public static Reporter Reporter(string? name, bool anonymous, bool secret)
    {
        var isNoName = NoName.Asks(name);
        return new Reporter { Name = isNoName ? null : name, Anonymous = anonymous || isNoName, Secret = secret };
    }

    /// <summary>Many reports show a date where the category should be; it is noted and dropped.</summary>
    public static string? Category(string? text, string field, DriftNotes drifts)
    {
        if (IndonesianDate.Day(text) is null)
        {
            return text;
        }

        drifts.Note(field, text);
        return null;
    }

    public static string TitleFrom(string body)
    {
        var line = PlainText.Line(body);
        if (line.Length <= LongestTitle)
        {
            return line;
        }

        var end = line.LastIndexOf(' ', LongestTitle);
        return line[..(end > 0 ? end : LongestTitle)] + "…";
    }

    public static Uri? PublicPage(string trackingId) =>
        trackingId.All(char.IsAsciiDigit) ? new Uri($"https://www.lapor.go.id/pengaduan/{trackingId}") : null;
}
