using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Hub.Domain;

namespace Hub.Connectors.Reading;

/// <summary>Reads amounts as Indonesian systems print them: <c>3,8 Jt</c>, <c>1,2 M</c> (miliar), <c>Rp. 1.000,00</c>, <c>990000000.5</c>.</summary>
public static partial class Rupiah
{
    /// <returns>Null for a null, an empty cell, a dash or anything that is no amount.</returns>
    public static decimal? Read(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.TryGetDecimal(out var number) ? number : null,
        JsonValueKind.String => Read(value.GetString()),
        _ => null,
    };

    /// <inheritdoc cref="Read(JsonElement)"/>
    public static decimal? Read(string? text)
    {
        if (text is null || text.Length > 60 || Amount().Match(PlainText.Line(text)) is not { Success: true } match)
        {
            return null;
        }

        var scale = match.Groups["unit"].Value.ToUpperInvariant() switch
        {
            "" => 1m,
            "RB" or "RIBU" => 1_000m,
            "JT" or "JUTA" => 1_000_000m,
            "M" or "MILIAR" or "MILYAR" => 1_000_000_000m,
            _ => 1_000_000_000_000m,
        };
        if (!decimal.TryParse(Plain(match.Groups["n"].Value, scale > 1m), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        return number * scale * (match.Groups["minus"].Success ? -1m : 1m);
    }

    /// <summary><c>Rp 1.250.000</c>, with two decimals only where there are any.</summary>
    public static string Show(decimal amount)
    {
        var text = Math.Abs(amount).ToString(amount == decimal.Truncate(amount) ? "N0" : "N2", OfficeCulture.Indonesian);
        return $"{(amount < 0 ? "-" : "")}Rp {text}";
    }

    // Which of dot and comma separates thousands shows in what stands behind it: three figures, or not.
    private static string Plain(string number, bool scaled)
    {
        var dot = number.LastIndexOf('.');
        var comma = number.LastIndexOf(',');
        if (dot >= 0 && comma >= 0)
        {
            var (group, mark) = dot < comma ? (".", ',') : (",", '.');
            return number.Replace(group, "", StringComparison.Ordinal).Replace(mark, '.');
        }

        var at = Math.Max(dot, comma);
        if (at < 0)
        {
            return number;
        }

        var sign = number[at];
        var isGroup = number.IndexOf(sign, StringComparison.Ordinal) != at || (!scaled && number.Length - at == 4 && at is > 0 and <= 3 && number[0] != '0');
        return isGroup ? number.Replace(sign.ToString(), "", StringComparison.Ordinal) : number.Replace(sign, '.');
    }

    [GeneratedRegex(@"^(?:(?:Rp|IDR)\.?\s*)?(?<minus>-)?(?:Rp\.?\s*)?(?<n>\d[\d.,]*?)(?:,-)?\s*(?<unit>rb|ribu|jt|juta|m|miliar|milyar|t|triliun)?\.?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Amount();
}
