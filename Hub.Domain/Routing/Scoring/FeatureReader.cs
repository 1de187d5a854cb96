using System.Runtime.InteropServices;

namespace Hub.Domain.Routing.Scoring;

/// <summary>What kind of trace a text leaves.</summary>
internal enum FeatureGroup
{
    /// <summary>A word as it stands.</summary>
    Word,

    /// <summary>The stem of a word.</summary>
    Stem,

    /// <summary>Two stems in a row.</summary>
    Pair,

    /// <summary>Three to five letters in a row, word edges included: misspellings share most of them.</summary>
    Letters,

    /// <summary>A stem at the beginning, in a question or at the end.</summary>
    Manner,

    /// <summary>What a writer does with words.</summary>
    Cue,
}

/// <summary>One trace: a 64-bit key and the word it came from.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Feature(ulong Key, FeatureGroup Group, int Word);

/// <summary>Reads the traces of a text, never more than <see cref="MaxFeatures"/>.</summary>
internal static class FeatureReader
{
    /// <summary>The bound on the work that one text can cause, whatever is in it.</summary>
    public const int MaxFeatures = 40_000;

    public const int Groups = 6;
    private const int MinLetters = 3;
    private const int MaxLetters = 5;
    private const ulong Basis = 14_695_981_039_346_656_037;
    private const ulong Prime = 1_099_511_628_211;

    public static List<Feature> Read(TextView text)
    {
        var features = new List<Feature>(Math.Min(MaxFeatures, text.Words.Count * 20));
        for (var i = 0; i < text.Words.Count && features.Count < MaxFeatures; i++)
        {
            features.Add(new Feature(Hash(FeatureGroup.Word, text.Words[i]), FeatureGroup.Word, i));
            features.Add(new Feature(Hash(FeatureGroup.Stem, text.Stems[i]), FeatureGroup.Stem, i));
            if (i > 0)
            {
                features.Add(new Feature(Hash(FeatureGroup.Pair, text.Stems[i - 1], " ", text.Stems[i]), FeatureGroup.Pair, i));
            }

            Letters(features, text.Words[i], i);
        }

        return features;
    }

    /// <summary>A trace of what stands somewhere: the parts of its name in a row.</summary>
    public static Feature Named(FeatureGroup group, int word, params ReadOnlySpan<string> name) => new(Hash(group, name), group, word);

    /// <summary>The whole text in 64 bits: equal for texts of the same words in the same order.</summary>
    public static ulong Fingerprint(TextView text)
    {
        var hash = Basis;
        foreach (var word in text.Words)
        {
            hash = Add(Add(hash, word), " ");
        }

        return hash;
    }

    private static void Letters(List<Feature> features, string word, int at)
    {
        Span<char> edged = stackalloc char[TextView.MaxWordLength + 16];
        var length = Math.Min(word.Length, edged.Length - 2);
        edged[0] = '_';
        word.AsSpan(0, length).CopyTo(edged[1..]);
        edged[length + 1] = '_';
        var whole = edged[..(length + 2)];
        // The traces that begin at one letter share their beginnings.
        for (var start = 0; start + MinLetters <= whole.Length; start++)
        {
            var hash = Start(FeatureGroup.Letters);
            var most = Math.Min(MaxLetters, whole.Length - start);
            for (var size = 1; size <= most && features.Count < MaxFeatures; size++)
            {
                hash = Add(hash, whole[start + size - 1]);
                if (size >= MinLetters)
                {
                    features.Add(new Feature(hash, FeatureGroup.Letters, at));
                }
            }
        }
    }

    private static ulong Hash(FeatureGroup group, params ReadOnlySpan<string> parts)
    {
        var hash = Start(group);
        foreach (var part in parts)
        {
            hash = Add(hash, part);
        }

        return hash;
    }

    private static ulong Start(FeatureGroup group) => (Basis ^ ((ulong)group + 1)) * Prime;

    /// <summary>FNV-1a over the characters.</summary>
    private static ulong Add(ulong hash, ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            hash = Add(hash, c);
        }

        return hash;
    }

    private static ulong Add(ulong hash, char c) => (hash ^ c) * Prime;
}
