namespace Hub.Domain.Routing;

/// <summary>Which rules can hold for a text at all: most wait for one of a few words, and most texts have none of them.</summary>
internal sealed class RuleIndex
{
    private readonly IReadOnlyList<CompiledRule> rules;
    private readonly bool[] always;
    private readonly ILookup<string, int> byWord;
    private readonly ILookup<string, int> byStem;

    /// <param name="rules">In the order in which they are tried.</param>
    public RuleIndex(IReadOnlyList<CompiledRule> rules)
    {
        this.rules = rules;
        always = [.. rules.Select(rule => rule.Opening is null)];
        var openers = rules.SelectMany((rule, at) => rule.Opening is { } test ? test.Openers.Select(word => (word, test.Exact, at)) : []).ToList();
        byWord = openers.Where(o => o.Exact).ToLookup(o => o.word, o => o.at, StringComparer.Ordinal);
        byStem = openers.Where(o => !o.Exact).ToLookup(o => o.word, o => o.at, StringComparer.Ordinal);
    }

    /// <returns>In the order in which they are tried.</returns>
    public IEnumerable<CompiledRule> For(TextView text)
    {
        var asked = (bool[])always.Clone();
        Mark(asked, byWord, text.Words);
        Mark(asked, byStem, text.Stems);
        return rules.Where((_, at) => asked[at]);
    }

    private static void Mark(bool[] asked, ILookup<string, int> by, IReadOnlyList<string> words)
    {
        foreach (var word in words)
        {
            foreach (var at in by[word])
            {
                asked[at] = true;
            }
        }
    }
}
