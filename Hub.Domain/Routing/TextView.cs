using System.Runtime.InteropServices;
using Hub.Domain.Routing.Scoring;

namespace Hub.Domain.Routing;

/// <summary>A text as words in order, with their stems: what rules and the scorer look at.</summary>
public sealed class TextView
{
    /// <summary>Stands for every long number.</summary>
    public const string Number = "#";

    /// <summary>More words than this are not read.</summary>
    public const int MaxWords = 3_000;

    /// <summary>A longer run of letters is cut: no Indonesian word needs more.</summary>
    public const int MaxWordLength = 32;

    /// <summary>So many traces of manner a word leaves, more or less.</summary>
    private const int MannerOfWord = 4;

    private Dictionary<string, List<int>>? wordsAt;
    private Dictionary<string, List<int>>? stemsAt;
    private List<Feature>? features;
    private List<Feature>? manner;
    private (Vocabulary Vocabulary, FeatureVector Vector)? read;

    private TextView(List<string> words, List<Sentence> sentences)
    {
        (Words, Sentences) = (words, sentences);
        var stems = new List<string>(words.Count);
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var word in words)
        {
            if (!known.TryGetValue(word, out var stem))
            {
                known[word] = stem = Stemmer.Stem(word);
            }

            stems.Add(stem);
        }

        Stems = stems;
    }

    /// <summary>Folded and written out in full, in order.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>The stem of each word.</summary>
    public IReadOnlyList<string> Stems { get; }

    /// <summary>Where its sentences stand and whether they ask.</summary>
    internal IReadOnlyList<Sentence> Sentences { get; }

    /// <summary>The traces for the scorer, read once for all models that look at the text.</summary>
    internal List<Feature> Features => features ??= FeatureReader.Read(this);

    /// <summary>The same with how it begins, asks and ends, and what its words do: what somebody wants is said there.</summary>
    internal List<Feature> Manner => manner ??= ReadManner();

    /// <summary>The text as one model sees it, kept for the grounds that are asked for after the score.</summary>
    internal FeatureVector Vector(Vocabulary vocabulary)
    {
        if (read is not { } last || last.Vocabulary != vocabulary)
        {
            read = last = (vocabulary, vocabulary.Vector(Features));
        }

        return last.Vector;
    }

    public static TextView Of(string text)
    {
        var sentences = new List<Sentence>();
        return new TextView(Split(PlainText.Fold(text), sentences), sentences);
    }

    private List<Feature> ReadManner()
    {
        var found = new List<Feature>(Features.Count + (Words.Count * MannerOfWord));
        found.AddRange(Features);
        found.AddRange(MannerReader.Read(this));
        found.AddRange(CueReader.Read(this));
        return found;
    }

    /// <summary>Where a word stands.</summary>
    /// <param name="exact">False: any form of the word counts.</param>
    public IReadOnlyList<int> Find(string word, bool exact) =>
        (exact ? wordsAt ??= Places(Words) : stemsAt ??= Places(Stems)).TryGetValue(word, out var at) ? at : [];

    private static Dictionary<string, List<int>> Places(IReadOnlyList<string> words)
    {
        var places = new Dictionary<string, List<int>>(words.Count, StringComparer.Ordinal);
        for (var i = 0; i < words.Count; i++)
        {
            if (!places.TryGetValue(words[i], out var list))
            {
                places[words[i]] = list = [];
            }

            list.Add(i);
        }

        return places;
    }

    private static List<string> Split(string folded, List<Sentence> sentences)
    {
        var words = new List<string>();
        var (start, begun) = (-1, 0);
        for (var i = 0; i <= folded.Length && words.Count < MaxWords; i++)
        {
            var inWord = i < folded.Length && (char.IsLetterOrDigit(folded[i]) || (folded[i] is '\'' or '’' && start >= 0));
            if (inWord && start < 0)
            {
                start = i;
            }
            else if (!inWord && start >= 0)
            {
                Add(words, folded.AsSpan(start, i - start));
                start = -1;
            }

            if (words.Count > begun && (i >= folded.Length || folded[i] is '.' or '?' or '!' or '\n'))
            {
                sentences.Add(new Sentence(begun, words.Count, i < folded.Length && folded[i] == '?'));
                begun = words.Count;
            }
        }

        return words;
    }

    private static void Add(List<string> words, ReadOnlySpan<char> raw)
    {
        Span<char> buffer = stackalloc char[MaxWordLength];
        var length = 0;
        foreach (var c in raw)
        {
            var third = length >= 2 && buffer[length - 1] == c && buffer[length - 2] == c && char.IsLetter(c);
            if (length < MaxWordLength && !third && c is not ('\'' or '’'))
            {
                buffer[length++] = c;
            }
        }

        var word = Reduplicated(buffer[..length]);
        if (word.Length > 0)
        {
            words.Add(word.Length >= 5 && IsNumber(word) ? Number : ChatSpelling.Expand(word.ToString()));
        }
    }

    /// <summary>"orang2" is "orang"; letters drawn out at the end ("tolongg") are written once.</summary>
    private static ReadOnlySpan<char> Reduplicated(ReadOnlySpan<char> word)
    {
        if (word.Length > 3 && word[^1] == '2' && char.IsLetter(word[^2]))
        {
            word = word[..^1];
        }

        return word.Length > 3 && word[^1] == word[^2] && char.IsLetter(word[^1]) ? word[..^1] : word;
    }

    private static bool IsNumber(ReadOnlySpan<char> word)
    {
        foreach (var c in word)
        {
            if (!char.IsDigit(c))
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>Words from one to before another that stand between two ends of sentences or lines.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Sentence(int Start, int End, bool Asks);
