using System.Globalization;
using Hub.Connectors.Reading;
using Hub.Domain.Submissions;

namespace Hub.Connectors.Lapor;

/// <summary>LAPOR's words in ours, for the interface, the export and the public site alike; the table is <c>words.json</c>.</summary>
internal static class LaporWords
{
    private static readonly IReadOnlyDictionary<string, Dictionary<string, string>> Tables = WordTables.Load("Lapor/words.json");
    private static readonly WordTable<SourceState> States = new(Tables["status"]);
    private static readonly WordTable<SubmissionKind> Kinds = new(Tables["kind"]);
    private static readonly WordTable<SupervisionClass> Classes = new(Tables["class"]);

    /// <summary>Unknown words become <see cref="SourceState.Unknown"/> and a drift.</summary>
    public static SourceState State(string? word, string field, DriftNotes drifts)
    {
        if (word is null)
        {
            return SourceState.Unknown;
        }

        if (States.Find(word) is SourceState state)
        {
            return state;
        }

        drifts.Note(field, word);
        return SourceState.Unknown;
    }

    /// <summary>What an unknown word of a field resembles; the tables are built in, so there is no line for a setting.</summary>
    public static MappingProposal? Propose(string field, string value) =>
        field.Contains("status", StringComparison.OrdinalIgnoreCase) ? Of(States.Nearest(value))
        : field.Contains("lasifi", StringComparison.OrdinalIgnoreCase) ? Of(Kinds.Nearest(value))
        : null;

    private static MappingProposal? Of<T>((string Word, T Value)? near)
        where T : struct, Enum => near is var (word, meaning) ? new MappingProposal(word, meaning.ToString(), null) : null;

    /// <summary>Whole stars from 1 to 5; anything else is a drift and no rating. The scale is not documented; a value outside it must not move an average.</summary>
    public static int? Rating(string? text, string field, DriftNotes drifts)
    {
        if (text is null or "-")
        {
            return null;
        }

        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var stars) && stars is >= 1 and <= 5 && stars == decimal.Truncate(stars))
        {
            return (int)stars;
        }

        drifts.Note(field, text);
        return null;
    }

    public static bool IsReturned(string? word) => word is not null && States.Find(word) == SourceState.Returned;

    /// <summary>The word says that the report is over.</summary>
    public static bool Ends(string? word) => word is not null && States.Find(word) is SourceState.Closed or SourceState.Archived or SourceState.Returned;

    /// <summary>Unknown words leave the kind to the router and become a drift.</summary>
    public static SubmissionKind? Kind(string? word, string field, DriftNotes drifts)
    {
        if (word is not null && Kinds.Find(word) is null)
        {
            drifts.Note(field, word);
        }

        return Kinds.Find(word);
    }

    /// <returns>The catalogue's class code; null when no word says one.</returns>
    public static string? Class(params ReadOnlySpan<string?> words)
    {
        foreach (var word in words)
        {
            if (Classes.Find(word) is SupervisionClass found)
            {
                return found switch
                {
                    SupervisionClass.BerkadarPengawasan => "berkadar-pengawasan",
                    SupervisionClass.TidakBerkadarPengawasan => "tidak-berkadar-pengawasan",
                    _ => "normatif",
                };
            }
        }

        return null;
    }

    /// <summary>The classes of the decree for LAPOR (catalogue table <c>lapor</c>).</summary>
    internal enum SupervisionClass
    {
        Normatif,
        TidakBerkadarPengawasan,
        BerkadarPengawasan,
    }
}
