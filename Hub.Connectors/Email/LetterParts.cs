namespace Hub.Connectors.Email;

/// <summary>The texts of one letter, in their order, as one text.</summary>
internal static class LetterParts
{
    /// <summary>A letter of more texts than this is none.</summary>
    private const int MostTexts = 200;

    /// <summary>Parts are kept apart by a blank line; one that says nothing but what another says is left out.</summary>
    public static string? Join(IEnumerable<string> texts)
    {
        var kept = new List<string>();
        foreach (var text in texts.Take(MostTexts))
        {
            if (kept.Exists(k => Holds(k, text)))
            {
                continue;
            }

            kept.RemoveAll(k => Holds(text, k));
            kept.Add(text);
        }

        return kept.Count == 0 ? null : kept.Count == 1 ? kept[0] : string.Join("\n\n", kept.Select(k => k.Trim('\r', '\n')));
    }

    private static bool Holds(string whole, string part) => Words(whole).Contains(Words(part), StringComparison.Ordinal);

    private static string Words(string text) => MailHeaders.Collapse(text);
}
