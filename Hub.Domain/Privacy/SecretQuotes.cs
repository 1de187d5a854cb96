namespace Hub.Domain.Privacy;

/// <summary>Finds a text marked rahasia where it is quoted: six words in its order, or its whole title.</summary>
internal sealed class SecretQuotes
{
    private const int Run = 6;
    private const int ShortestTitle = 3;

    private readonly HashSet<string> runs = new(StringComparer.Ordinal);
    private readonly HashSet<int> lengths = [];

    public SecretQuotes(string? title, string? body)
    {
        Learn(WordsOf(FoldedText.OfPlain(body ?? "")), Run);
        var titleWords = WordsOf(FoldedText.OfPlain(title ?? ""));
        Learn(titleWords, Math.Min(Run, titleWords.Count));
        void Learn(List<Word> words, int length)
        {
            for (var i = 0; length >= ShortestTitle && i + length <= words.Count; i++)
            {
                runs.Add(Key(words, i, length));
                lengths.Add(length);
            }
        }
    }

    public IEnumerable<Finding> In(FoldedText text)
    {
        var words = WordsOf(text);
        foreach (var length in lengths)
        {
            for (var i = 0; i + length <= words.Count; i++)
            {
                if (runs.Contains(Key(words, i, length)))
                {
                    var last = words[i + length - 1];
                    yield return new Finding(LeakKind.SecretText, words[i].Start, last.Start + last.Text.Length - words[i].Start);
                }
            }
        }
    }

    private static string Key(List<Word> words, int start, int length) => string.Join(' ', words.Skip(start).Take(length).Select(w => w.Text));

    // Marks of quoting ("> ") and punctuation are not letters, so a quoted text has the same words.
    private static List<Word> WordsOf(FoldedText folded)
    {
        var (text, words) = (folded.Text, new List<Word>());
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsLetterOrDigit(text[i]))
            {
                continue;
            }

            var start = i;
            while (i < text.Length && char.IsLetterOrDigit(text[i]))
            {
                i++;
            }

            words.Add(new Word(text[start..i], start));
        }

        return words;
    }

    private sealed record Word(string Text, int Start);
}
