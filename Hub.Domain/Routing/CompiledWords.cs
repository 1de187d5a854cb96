namespace Hub.Domain.Routing;

/// <summary>A word test whose entries are already split, folded and stemmed.</summary>
internal sealed class CompiledWords
{
    private readonly bool exact;
    private readonly Entry[] any;
    private readonly Entry[] all;
    private readonly Entry[] none;
    private readonly Entry[] near;
    private readonly int within;

    public CompiledWords(WordTest test)
    {
        In = test.In;
        exact = test.Exact;
        any = Entries(test.Any);
        all = Entries(test.All);
        none = Entries(test.None);
        near = Entries(test.Near?.Words ?? []);
        within = test.Near?.Within ?? 0;
    }

    public TextPart In { get; }

    /// <summary>Words as they stand (true), or stems.</summary>
    public bool Exact => exact;

    /// <summary>A text in which the test holds has one of these; empty when it may hold without any.</summary>
    public IEnumerable<string> Openers => (any, all, near) switch
    {
        ({ Length: > 0 }, _, _) => any.Select(Opener),
        (_, [var first, ..], _) => [Opener(first)],
        (_, _, [var first, ..]) => [Opener(first)],
        _ => [],
    };

    /// <returns>The entries that were found; null when the test does not hold.</returns>
    public IReadOnlyList<string>? Match(TextView text)
    {
        if ((any.Length > 0 && !Holds(any, text)) || Holds(none, text) || !HoldsAll(text) || (near.Length > 0 && !Close(text)))
        {
            return null;
        }

        return [.. any.Where(entry => First(entry, text) >= 0).Select(entry => entry.Text), .. all.Select(entry => entry.Text), .. near.Select(entry => entry.Text)];
    }

    private bool Holds(Entry[] entries, TextView text)
    {
        foreach (var entry in entries)
        {
            if (First(entry, text) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private bool HoldsAll(TextView text)
    {
        foreach (var entry in all)
        {
            if (First(entry, text) < 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether some window of the allowed width holds every entry.</summary>
    private bool Close(TextView text)
    {
        var places = near.Select(entry => Places(entry, text).ToList()).ToList();
        return places.TrueForAll(p => p.Count > 0)
            && places[0].Exists(start => places.TrueForAll(p => p.Exists(at => Math.Abs(at - start) <= within)));
    }

    /// <returns>Where it first stands; -1 when it does not.</returns>
    private int First(Entry entry, TextView text)
    {
        var (wanted, given) = exact ? (entry.Words, text.Words) : (entry.Stems, text.Stems);
        foreach (var at in text.Find(wanted[0], exact))
        {
            if (Follows(wanted, given, at))
            {
                return at;
            }
        }

        return -1;
    }

    private IEnumerable<int> Places(Entry entry, TextView text)
    {
        var (wanted, given) = exact ? (entry.Words, text.Words) : (entry.Stems, text.Stems);
        return text.Find(wanted[0], exact).Where(at => Follows(wanted, given, at));
    }

    private string Opener(Entry entry) => (exact ? entry.Words : entry.Stems)[0];

    private static bool Follows(IReadOnlyList<string> wanted, IReadOnlyList<string> given, int at)
    {
        if (at + wanted.Count > given.Count)
        {
            return false;
        }

        for (var i = 1; i < wanted.Count; i++)
        {
            if (given[at + i] != wanted[i])
            {
                return false;
            }
        }

        return true;
    }

    private static Entry[] Entries(IReadOnlyList<string> texts) =>
        [.. texts.Select(text => (text, view: TextView.Of(text))).Select(e => new Entry(e.text, e.view.Words, e.view.Stems))];

    private sealed record Entry(string Text, IReadOnlyList<string> Words, IReadOnlyList<string> Stems);
}
