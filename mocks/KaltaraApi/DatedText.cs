using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hub.Domain;

namespace Hub.Mocks.KaltaraApi;

/// <summary>Dates in the data of a fake are relative to its start: <c>@-3.5 yyyy-MM-dd</c> is three and a half days before, <c>@m-2</c> the month two before.</summary>
internal static partial class DatedText
{
    /// <returns>A copy with every date filled in, as an office clock shows it.</returns>
    public static JsonNode? Fill(JsonNode? node, DateTimeOffset start) => node switch
    {
        JsonObject fields => new JsonObject(fields.Select(f => KeyValuePair.Create(f.Key, Fill(f.Value, start)))),
        JsonArray entries => new JsonArray([.. entries.Select(e => Fill(e, start))]),
        JsonValue value when value.TryGetValue<string>(out var text) && text.StartsWith('@') => Text(text, start),
        _ => node?.DeepClone(),
    };

    private static JsonNode? Text(string text, DateTimeOffset start)
    {
        var match = Form().Match(text);
        if (!match.Success)
        {
            throw new FormatException($"Tanggal \"{text}\" dalam data tiruan tidak dikenal.");
        }

        var number = decimal.Parse(match.Groups["n"].ValueSpan, NumberStyles.Number, CultureInfo.InvariantCulture);
        var form = match.Groups["form"].Value;
        if (!match.Groups["m"].Success)
        {
            return Show(Wita.At(start).AddDays((double)number), form);
        }

        var today = Wita.At(start);
        var month = new DateTimeOffset(today.Year, today.Month, 1, 0, 0, 0, Wita.Offset).AddMonths((int)number);
        return match.Groups["d"].Success
            ? Show(month.AddMonths(1).AddDays(double.Parse(match.Groups["d"].ValueSpan, CultureInfo.InvariantCulture) - 1).AddHours(10), form)
            : form switch
            {
                "year" => month.Year,
                "yeartext" => month.Year.ToString(CultureInfo.InvariantCulture),
                "month" => month.Month,
                "monthtext" => month.Month.ToString("00", CultureInfo.InvariantCulture),
                _ => OfficeDates.MonthName(month.Month),
            };
    }

    private static string Show(DateTimeOffset at, string form) =>
        form == "words" ? OfficeDates.LongDate(DateOnly.FromDateTime(at.DateTime)) : at.ToString(form, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^@(?<m>m)?(?<n>[+-]?[\d.]+)(?:\+(?<d>\d+))? (?<form>.+)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Form();
}
