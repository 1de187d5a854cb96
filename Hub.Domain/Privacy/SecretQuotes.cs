using System.Runtime.InteropServices;

namespace Hub.Domain.Privacy;

/// <summary>Finds a text marked rahasia where it is quoted: six words in its order, or its whole title.</summary>
internal sealed class SecretQuotes
{
    private const int Run = 6;
    private const int ShortestTitle = 3;

    /// <summary>Their marks, not their words: of a long text the words themselves would be its size many times over.</summary>
    private readonly HashSet<ulong> runs = [];
    private readonly HashSet<int> lengths = [];

    public SecretQuotes(string? title, string? body)
    {
        Learn(FoldedText.OfPlain(body ?? "").Text, whole: false);
        Learn(FoldedText.OfPlain(title ?? "").Text, whole: true);
        void Learn(string text, bool whole)
        {
            var words = WordsOf(text);
            var length = whole ? Math.Min(Run, words.Count) : Run;
            for (var i = 0; length >= ShortestTitle && i + length <= words.Count; i++)
            {
                runs.Add(MarkOf(text, words, i, length));
                lengths.Add(length);
            }
        }
    }

    public IEnumerable<Finding> In(FoldedText text)
    {
        var words = WordsOf(text.Text);
        foreach (var length in lengths)
        {
            for (var i = 0; i + length <= words.Count; i++)
            {
                if (runs.Contains(MarkOf(text.Text, words, i, length)))
                {
                    var last = words[i + length - 1];
                    yield return new Finding(LeakKind.SecretText, words[i].Start, last.Start + last.Length - words[i].Start);
                }
            }
        }
    }

    /// <summary>FNV-1a of the words with a blank between them. Two runs with one mark would hold a mail's words back, no more.</summary>
    private static ulong MarkOf(string text, List<Word> words, int start, int length)
    {
        var mark = 14695981039346656037;
        for (var i = start; i < start + length; i++)
        {
            foreach (var c in text.AsSpan(words[i].Start, words[i].Length))
            {
                mark = (mark ^ c) * 1099511628211;
            }

            mark = (mark ^ ' ') * 1099511628211;
        }

        return mark;
    }

    // Marks of quoting ("> ") and punctuation are not letters, so a quoted text has the same words.
    private static List<Word> WordsOf(string text)
    {
        var words = new List<Word>();
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

            words.Add(new Word(start, i - start));
        }

        return words;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Word(int Start, int Length);
}
