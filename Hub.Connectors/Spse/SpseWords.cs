using Hub.Connectors.Reading;
using Hub.Domain.Submissions;

namespace Hub.Connectors.Spse;

/// <summary>The words of SPSE in ours; the table is <c>words.json</c>.</summary>
internal static class SpseWords
{
    private static readonly IReadOnlyDictionary<string, Dictionary<string, string>> Tables = WordTables.Load("Spse/words.json");
    private static readonly WordTable<SourceState> States = new(Tables["status"]);
    private static readonly WordTable<SpseStage> Stages = new(Tables["stage"]);

    /// <summary>A package without a status is open; an unknown word becomes <see cref="SourceState.Unknown"/> and a drift.</summary>
    public static SourceState State(string? word, string field, DriftNotes drifts)
    {
        if (word is null)
        {
            return SourceState.Open;
        }

        if (States.Find(word) is SourceState state)
        {
            return state;
        }

        drifts.Note(field, word);
        return SourceState.Unknown;
    }

    /// <summary>What an unknown status resembles; the table is built in, so there is no line for a setting.</summary>
    public static MappingProposal? Propose(string field, string value) =>
        field.Contains("status", StringComparison.OrdinalIgnoreCase) && States.Nearest(value) is var (word, meaning) ? new MappingProposal(word, meaning.ToString(), null) : null;

    /// <returns>Null for the stages that wait for others.</returns>
    public static SpseStage? Stage(string? word) => Stages.Find(word);
}

/// <summary>Stages of a schedule that wait for the bureau.</summary>
internal enum SpseStage
{
    /// <summary>Masa sanggah: objections may come and must be answered.</summary>
    Objection,

    /// <summary>Surat penunjukan penyedia.</summary>
    Appointment,

    /// <summary>Penandatanganan kontrak.</summary>
    Contract,
}
