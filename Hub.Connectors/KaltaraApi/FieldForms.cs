using System.Globalization;
using System.Text;
using System.Text.Json;
using Hub.Connectors.Reading;
using Hub.Domain;

namespace Hub.Connectors.KaltaraApi;

/// <summary>Finds a field by its path and shows it in a form: <c>pemohon.telp:phone</c>.</summary>
public static class FieldForms
{
    /// <summary><c>text</c> one line (the default), <c>long</c> with paragraphs, <c>money</c>, <c>percent</c>, <c>date</c>, <c>phone</c>, <c>month</c> its name, <c>mm</c> its two figures.</summary>
    public static IReadOnlyList<string> Names { get; } = ["text", "long", "money", "percent", "date", "phone", "month", "mm"];

    public static bool Knows(string expression) => Names.Contains(Split(expression).Form);

    public static string PathOf(string expression) => Split(expression).Path;

    /// <returns>The element at the path; undefined where there is none.</returns>
    public static JsonElement At(JsonElement item, string expression)
    {
        foreach (var name in PathOf(expression).Split('.'))
        {
            item = item.Field(name);
        }

        return item;
    }

    /// <summary>Everything in the place of the path, whatever the case of its names and however often they stand.</summary>
    internal static IEnumerable<JsonElement> All(JsonElement item, string expression) =>
        PathOf(expression).Split('.').Aggregate<string, IEnumerable<JsonElement>>([item], (places, name) => places.SelectMany(place => place.All(name)));

    /// <returns>The field as people read it; what does not fit its form is shown as the source wrote it; null when it is empty.</returns>
    public static string? Show(JsonElement item, string? expression, Percents? percents = null)
    {
        if (expression is null || At(item, expression).Raw() is not string raw || PlainText.LineOrNull(raw) is not string line)
        {
            return null;
        }

        return Split(expression).Form switch
        {
            "long" => PlainText.Of(raw),
            "money" => Rupiah.Read(raw) is decimal amount ? Rupiah.Show(amount) : line,
            "percent" => (percents ?? Percents.AsWritten).Show(raw) ?? line,
            "date" => IndonesianDate.Day(raw) is DateOnly day ? OfficeDates.LongDate(day) : line,
            "phone" => Phone(line),
            "month" => Month(line) is int month ? OfficeDates.MonthName(month) : line,
            "mm" => Month(line) is int month ? month.ToString("00", CultureInfo.InvariantCulture) : line,
            _ => line,
        };
    }

    /// <returns>1 to 12 for <c>5</c>, <c>05</c>, <c>Mei</c>, <c>May</c>; null for anything else.</returns>
    public static int? Month(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 12 ? number
        : IndonesianDate.Day($"1 {text} 2000")?.Month;

    /// <summary>Sources keep telephone numbers as numbers and lose the leading 0: <c>811…</c> is <c>0811…</c>; <c>62…</c> stays the country code.</summary>
    public static string Phone(string text)
    {
        var digits = new StringBuilder(text.Length);
        foreach (var c in text.Where(char.IsAsciiDigit))
        {
            digits.Append(c);
        }

        return digits.ToString() switch
        {
            ['6', '2', .. var rest] when rest.Length >= 8 => "0" + rest,
            ['8', ..] number when number.Length is >= 9 and <= 12 => "0" + number,
            { Length: >= 6 } number => number,
            _ => text,
        };
    }

    private static (string Path, string Form) Split(string expression)
    {
        var colon = expression.LastIndexOf(':');
        return colon < 0 ? (expression, "text") : (expression[..colon], expression[(colon + 1)..]);
    }
}
