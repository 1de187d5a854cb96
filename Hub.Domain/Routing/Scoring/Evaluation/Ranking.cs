namespace Hub.Domain.Routing.Scoring.Evaluation;

/// <summary>Something that can put labels in order for a text: the model, or a baseline to beat.</summary>
public sealed class Ranking
{
    private const double Smoothing = 0.1;

    private readonly Func<TextView, IReadOnlyList<string>> rank;

    private Ranking(string name, Func<TextView, IReadOnlyList<string>> rank)
    {
        Name = name;
        this.rank = rank;
    }

    /// <summary><c>model</c>, <c>naive-bayes</c>, <c>keyword</c> or <c>majority</c>.</summary>
    public string Name { get; }

    /// <summary>Labels, the likeliest first; at least three where there are three.</summary>
    public IReadOnlyList<string> Of(TextView text) => rank(text);

    public static Ranking Model(TextModel model) => new("model", text =>
    {
        var shares = model.Score(text);
        return [.. model.Labels.Select((label, i) => (label, shares[i])).OrderByDescending(l => l.Item2).Select(l => l.label)];
    });

    /// <summary>Always the most frequent label of training.</summary>
    public static Ranking Majority(IReadOnlyList<TrainingRow> rows)
    {
        var ranked = ByFrequency(rows);
        return new Ranking("majority", _ => ranked);
    }

    /// <summary>For each label the ten words that stand out most in its texts; the label with most of its words in the text wins.</summary>
    public static Ranking Keyword(IReadOnlyList<TrainingRow> rows)
    {
        var all = ByFrequency(rows);
        var texts = rows.Select(row => (row.Label, Words: Words(TextView.Of(row.Text)).ToHashSet(StringComparer.Ordinal))).ToList();
        var everywhere = texts.SelectMany(t => t.Words).CountBy(word => word, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var keywords = texts.GroupBy(t => t.Label, StringComparer.Ordinal).ToDictionary(
            group => group.Key,
            group => group
                .SelectMany(t => t.Words).CountBy(word => word, StringComparer.Ordinal)
                .OrderByDescending(word => word.Value * Math.Log(word.Value * (double)texts.Count / (everywhere[word.Key] * (double)group.Count())))
                .ThenBy(word => word.Key, StringComparer.Ordinal)
                .Take(10).Select(word => word.Key).ToHashSet(StringComparer.Ordinal),
            StringComparer.Ordinal);
        return new Ranking("keyword", text =>
        {
            var words = Words(text).ToHashSet(StringComparer.Ordinal);
            return [.. all.OrderByDescending(label => keywords[label].Count(words.Contains))];
        });
    }

    /// <summary>Multinomial naive Bayes over words of three letters or more, smoothing 0.1 (on the complaints of docs/routing-measured.md better than 1).</summary>
    public static Ranking NaiveBayes(IReadOnlyList<TrainingRow> rows)
    {
        var labels = ByFrequency(rows);
        var counts = labels.ToDictionary(label => label, _ => new Dictionary<string, int>(StringComparer.Ordinal), StringComparer.Ordinal);
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            foreach (var word in RawWords(row.Text))
            {
                known.Add(word);
                counts[row.Label][word] = counts[row.Label].GetValueOrDefault(word) + 1;
            }
        }

        var prior = rows.CountBy(row => row.Label, StringComparer.Ordinal).ToDictionary(l => l.Key, l => Math.Log(l.Value / (double)rows.Count), StringComparer.Ordinal);
        var whole = counts.ToDictionary(label => label.Key, label => label.Value.Values.Sum() + (Smoothing * known.Count), StringComparer.Ordinal);
        return new Ranking("naive-bayes", text =>
        {
            var words = Words(text).Where(known.Contains).ToList();
            return [.. labels.OrderByDescending(label => prior[label] + words.Sum(word => Math.Log((counts[label].GetValueOrDefault(word) + Smoothing) / whole[label])))];
        });
    }

    private static List<string> ByFrequency(IReadOnlyList<TrainingRow> rows) =>
        [.. rows.CountBy(row => row.Label, StringComparer.Ordinal).OrderByDescending(l => l.Value).ThenBy(l => l.Key, StringComparer.Ordinal).Select(l => l.Key)];

    private static IEnumerable<string> RawWords(string text) => Words(TextView.Of(text));

    private static IEnumerable<string> Words(TextView text) => text.Words.Where(word => word.Length >= 3 && word.All(char.IsLetter));
}
