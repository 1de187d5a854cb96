namespace Hub.Domain.Routing.Scoring;

/// <summary>Reads how a text speaks: its first words, what it asks, and with what it ends.</summary>
internal static class MannerReader
{
    private const int First = 12;
    private const int Last = 25;
    private const int Asked = 20;

    /// <summary>Lengths in words at which another way of writing begins.</summary>
    private static readonly int[] Lengths = [6, 12, 25, 60, 120];

    public static IEnumerable<Feature> Read(TextView text)
    {
        if (text.Words.Count == 0)
        {
            yield break;
        }

        var questions = text.Sentences.Where(s => s.Asks).ToList();
        yield return FeatureReader.Named(FeatureGroup.Manner, text.Words.Count - 1, "?=", $"{Math.Min(questions.Count, 3)}");
        yield return FeatureReader.Named(FeatureGroup.Manner, text.Words.Count - 1, "#=", $"{Lengths.Count(length => text.Words.Count >= length)}");
        foreach (var feature in Span(text, "<", 0, Math.Min(First, text.Words.Count)).Concat(Span(text, ">", Math.Max(0, text.Words.Count - Last), text.Words.Count)))
        {
            yield return feature;
        }

        foreach (var feature in questions.SelectMany(question => Span(text, "?", question.Start, Math.Min(question.End, question.Start + Asked))))
        {
            yield return feature;
        }
    }

    private static IEnumerable<Feature> Span(TextView text, string where, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            yield return FeatureReader.Named(FeatureGroup.Manner, i, where, "=", text.Stems[i]);
            if (i > from)
            {
                yield return FeatureReader.Named(FeatureGroup.Manner, i, where, "=", text.Stems[i - 1], " ", text.Stems[i]);
            }
        }
    }
}
