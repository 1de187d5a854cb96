namespace Hub.Domain.Routing;

/// <summary>Inboxes, numbers, accounts and desks in one spelling, so that equal ones compare equal.</summary>
public static class Address
{
    private const int MinDigits = 7;

    /// <summary>Lower case; a telephone number as digits with a leading 0; a web address as its host.</summary>
    /// <returns>Null for null or blank.</returns>
    public static string? Plain(string? address)
    {
        if (string.IsNullOrWhiteSpace(address))
        {
            return null;
        }

        var text = address.Trim().ToLowerInvariant();
        if (text.IndexOf('<', StringComparison.Ordinal) is >= 0 and var open && text.EndsWith('>') && text.Contains('@', StringComparison.Ordinal))
        {
            text = text[(open + 1)..^1].Trim();
        }

        return Telephone(text) ?? Host(text) ?? string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    private static string? Telephone(string text)
    {
        if (!text.All(c => char.IsAsciiDigit(c) || c is ' ' or '(' or ')' or '-' or '+' or '.'))
        {
            return null;
        }

        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        if (digits.Length < MinDigits)
        {
            return null;
        }

        return digits.StartsWith("62", StringComparison.Ordinal) ? "0" + digits[2..] : digits;
    }

    private static string? Host(string text) =>
        (text.StartsWith("http://", StringComparison.Ordinal) || text.StartsWith("https://", StringComparison.Ordinal)) && Uri.TryCreate(text, UriKind.Absolute, out var uri)
            ? uri.Host
            : null;
}
