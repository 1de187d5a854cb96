using System.Globalization;
using System.Text.Json;
using Hub.Connectors.Reading;
using Hub.Domain;

namespace Hub.Connectors.KaltaraApi;

/// <summary>Percentages come as <c>34,64</c>, <c>34.64</c> or the share <c>0.3464</c>; which one it is shows in a row whose part and whole are known.</summary>
public sealed record Percents(bool AreShares)
{
    public static readonly Percents AsWritten = new(false);

    /// <summary>Judges one row by the figure that can be checked.</summary>
    public static Percents Of(JsonElement item, PercentMapping? mapping)
    {
        if (mapping is null
            || Number(FieldForms.At(item, mapping.Field).Raw()) is not decimal written
            || written is 0 or > 1.5m
            || Rupiah.Read(FieldForms.At(item, mapping.Part)) is not decimal part
            || Rupiah.Read(FieldForms.At(item, mapping.Whole)) is not (decimal whole and > 0))
        {
            return AsWritten;
        }

        var share = part / whole;
        return new(Math.Abs(written - share) < Math.Abs(written - (share * 100)));
    }

    /// <returns><c>34,64 %</c>; null when it is no number.</returns>
    public string? Show(string text) =>
        Number(text) is decimal number
            ? (AreShares ? number * 100 : number).ToString("0.##", OfficeCulture.Indonesian) + " %"
            : null;

    private static decimal? Number(string? text) =>
        decimal.TryParse(text?.Replace("%", "", StringComparison.Ordinal).Trim().Replace(',', '.'), NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
