using System.Collections.Frozen;

namespace Hub.Domain.Routing.Scoring;

/// <summary>Reads what a writer does with words: asks, pleads, tells of a wrong, reports, wishes; what is pleaded for, and in which order.</summary>
internal static class CueReader
{
    /// <summary>Two acts this close belong together.</summary>
    private const int Near = 6;
    private const int Object = 3;
    private const int Opening = 4;
    private const int Closing = 3;

    private static readonly FrozenDictionary<string, string> Acts = Read();

    public static IEnumerable<Feature> Read(TextView text)
    {
        string?[] done = [.. text.Words.Zip(text.Stems, (word, stem) => Acts.GetValueOrDefault(word) ?? Acts.GetValueOrDefault(stem))];
        var acts = new List<(string Act, int At)>();
        for (var i = 0; i < done.Length; i++)
        {
            if (done[i] is { } act)
            {
                acts.Add((act, i));
            }
        }

        return acts.Count == 0
            ? []
            : [.. Places(acts, text.Words.Count), .. Pairs(acts), .. acts.Where(a => a.Act is "plea" or "wish").SelectMany(a => Objects(text, done, a.Act, a.At)), .. InSentences(text, done), .. Order(acts)];
    }

    private static IEnumerable<Feature> Places(List<(string Act, int At)> acts, int words) =>
        acts.SelectMany(a => (Feature[])[Cue("is", a.Act, a.At), Cue(a.At < words / 3 ? "first" : a.At < 2 * words / 3 ? "middle" : "last", a.Act, a.At)]);

    private static IEnumerable<Feature> Pairs(List<(string Act, int At)> acts)
    {
        for (var i = 0; i < acts.Count; i++)
        {
            if (i == 0)
            {
                yield return Cue("after ", "<", acts[i].Act, acts[i].At);
            }
            else if (acts[i].At - acts[i - 1].At <= Near)
            {
                yield return Cue("after ", acts[i - 1].Act, acts[i].Act, acts[i].At);
            }
        }
    }

    private static IEnumerable<Feature> Objects(TextView text, string?[] done, string act, int at)
    {
        for (var i = at + 1; i <= at + Object && i < text.Words.Count; i++)
        {
            yield return Cue("object ", act, text.Stems[i], i);
            yield return Cue("form ", act, Form(text.Words[i]), i);
            if (done[i] is { } other)
            {
                yield return Cue("act ", act, other, i);
            }
        }
    }

    private static IEnumerable<Feature> InSentences(TextView text, string?[] done)
    {
        for (var s = 0; s < text.Sentences.Count; s++)
        {
            var (sentence, ends) = (text.Sentences[s], s >= text.Sentences.Count - 2);
            for (var i = sentence.Start; i < sentence.End && (ends || sentence.Asks); i++)
            {
                if (done[i] is not { } act)
                {
                    continue;
                }

                if (ends)
                {
                    yield return Cue(sentence.Asks ? "ends asking" : "ends", act, i);
                }

                if (sentence.Asks)
                {
                    yield return Cue("asks", act, i);
                }
            }
        }
    }

    private static IEnumerable<Feature> Order(List<(string Act, int At)> acts)
    {
        yield return Cue("opens", string.Join('>', acts.Take(Opening).Select(a => a.Act)), acts[0].At);
        yield return Cue("closes", string.Join('>', acts.TakeLast(Closing).Select(a => a.Act)), acts[^1].At);
    }

    private static Feature Cue(string where, string what, int word) => FeatureReader.Named(FeatureGroup.Cue, word, where, "=", what);

    private static Feature Cue(string where, string whose, string what, int word) => FeatureReader.Named(FeatureGroup.Cue, word, where, whose, "=", what);

    /// <summary>"diperbaiki" asks for an act where "data" asks for a thing.</summary>
    private static string Form(string word) => string.Concat(
        word.StartsWith("di", StringComparison.Ordinal) ? "di" : word.StartsWith("me", StringComparison.Ordinal) ? "me" : word.StartsWith("pe", StringComparison.Ordinal) ? "pe" : "",
        word.EndsWith("kan", StringComparison.Ordinal) ? "kan" : word.EndsWith("nya", StringComparison.Ordinal) ? "nya" : "");

    /// <summary>Each word and its stem under the first list that has it.</summary>
    private static FrozenDictionary<string, string> Read()
    {
        var lexicon = Lexicon.Read("speech");
        var acts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var act in (string[])["ask", "can", "plea", "want", "told", "wrong", "not", "report", "done", "wish", "praise", "mend", "give"])
        {
            foreach (var word in lexicon.Words(act))
            {
                acts.TryAdd(word, act);
                acts.TryAdd(Stemmer.Stem(word), act);
            }
        }

        return acts.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
