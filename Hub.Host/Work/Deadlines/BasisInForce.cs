using System.Text;
using Hub.Domain;
using Hub.Domain.Deadlines;
using Hub.Host.Foundation;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Work.Deadlines;

/// <summary>What dates rest on now: the embedded calendar and standards, and the acts and readings that were approved here, which are kept in the database.</summary>
public sealed class BasisInForce(Database database)
{
    /// <summary>Prefix of the stored acts among the settings.</summary>
    internal const string ActPrefix = "calendar:act:";

    /// <summary>Prefix of the stored decisions on a bare "hari".</summary>
    internal const string ReadingPrefix = "standard:reading:";

    private static readonly Basis Embedded = Basis.Embedded();

    private volatile Basis current = Embedded;

    public Basis Current => current;

    public WorkingCalendar Calendar => current.Calendar;

    public Standards Standards => current.Standards;

    /// <summary>Takes in what is stored, at the start and when another copy of the hub has applied an amendment.</summary>
    /// <exception cref="StartupRefusal">What is stored does not fit: without a valid calendar no date is counted.</exception>
    /// <returns>True when it is another basis than before.</returns>
    public async Task<bool> LoadAsync(CancellationToken token)
    {
        await using var db = database.Open();
        var stored = await ReadAsync(db, token);
        var changed = stored.Version != current.Version;
        current = stored;
        return changed;
    }

    /// <summary>What is in force in a hub's store, read from outside of it.</summary>
    /// <exception cref="StartupRefusal">The store cannot be read, or what is stored does not fit.</exception>
    internal static async Task<Basis> OfAsync(Database hub, CancellationToken token)
    {
        await using var db = hub.Open();
        try
        {
            return await ReadAsync(db, token);
        }
        catch (Exception e) when (StoreTrouble.Is(e))
        {
            throw new StartupRefusal(Said.Of<StartTexts>("StoreUnread", StoreTrouble.Of(e)), e);
        }
    }

    internal void Use(Basis basis) => current = basis;

    internal static async Task<Basis> ReadAsync(HubDbContext db, CancellationToken token)
    {
        var stored = await db.Settings.AsNoTracking()
            .Where(s => s.Name.StartsWith(ActPrefix) || s.Name.StartsWith(ReadingPrefix)).OrderBy(s => s.Name).ToListAsync(token);
        if (stored.Count == 0)
        {
            return Embedded;
        }

        try
        {
            return new Basis(ReadStandards(stored), ReadCalendar(stored));
        }
        catch (CalendarException e)
        {
            throw new StartupRefusal(Said.Of<StartTexts>("BasisUnusable", e.Message), e);
        }
    }

    /// <summary>How an amendment is kept; null for one that decrees nothing.</summary>
    internal static Setting? Stored(Amendment amendment) => amendment switch
    {
        CalendarAmendment calendar => new Setting { Name = ActPrefix + calendar.Act.Id, Value = calendar.Act.ToJson() },
        ReadingAmendment reading => new Setting { Name = $"{ReadingPrefix}{reading.Decision.Service}", Value = reading.Decision.ToJson() },
        _ => null,
    };

    private static WorkingCalendar ReadCalendar(IEnumerable<Setting> stored)
    {
        var acts = stored.Where(s => s.Name.StartsWith(ActPrefix, StringComparison.Ordinal)).Select(s => CalendarAct.Read(Utf8(s), s.Name))
            .Where(act => Embedded.Calendar.Acts.All(e => e.Id != act.Id)).ToList();
        return acts.Count == 0 ? Embedded.Calendar : WorkingCalendar.Of(Embedded.Calendar.Acts.Concat(acts), Embedded.Calendar.OfficeHours);
    }

    private static Standards ReadStandards(IEnumerable<Setting> stored) => Embedded.Standards.Decided(
        stored.Where(s => s.Name.StartsWith(ReadingPrefix, StringComparison.Ordinal)).Select(s => ReadingDecision.Read(Utf8(s), s.Name)));

    private static MemoryStream Utf8(Setting setting) => new(Encoding.UTF8.GetBytes(setting.Value));
}
