namespace Hub.Host.Foundation;

/// <summary>What somebody chose from a list, read from a form or an address: its name and nothing else. A number, a combination or another word is no choice.</summary>
public static class Choice
{
    /// <returns>Null for anything that no list offers.</returns>
    public static T? Of<T>(string? text)
        where T : struct, Enum =>
        text is [var first, ..] && char.IsAsciiLetter(first) && text.All(char.IsAsciiLetterOrDigit) && Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) ? value : null;
}
