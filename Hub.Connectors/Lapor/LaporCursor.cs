using System.Text.Json;
using Hub.Domain;

namespace Hub.Connectors.Lapor;

/// <summary>How far the reports of one source have been taken.</summary>
/// <param name="Since">The newest change that is certainly behind us; the next run reads again from a little before it. Null before the first run ended.</param>
/// <param name="Changed">In the middle of a run: the change of the last report taken.</param>
/// <param name="Id">In the middle of a run: its number, which orders equal changes.</param>
/// <param name="Again">Reports that could not be fetched, while others could; tried again at every run.</param>
internal sealed record LaporCursor(DateTimeOffset? Since, DateTimeOffset? Changed, long? Id, IReadOnlyList<long> Again)
{
    public static readonly LaporCursor Start = new(null, null, null, []);

    public static LaporCursor Parse(string? text)
    {
        if (text is null)
        {
            return Start;
        }

        try
        {
            return JsonSerializer.Deserialize<LaporCursor>(text) ?? Start;
        }
        catch (JsonException e)
        {
            throw new ConnectorFailure(FailureKind.Malformed, Said.Of<LaporTexts>("CursorUnreadable"), e);
        }
    }

    public override string ToString() => JsonSerializer.Serialize(this);

    /// <summary>True for a row that this run has taken already.</summary>
    public bool IsBehind(LaporRow row) =>
        Changed is DateTimeOffset changed && (row.Changed < changed || (row.Changed == changed && row.Id <= Id));

    public LaporCursor Past(LaporRow row) => this with { Changed = row.Changed, Id = row.Id };
}
