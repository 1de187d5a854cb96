using System.Diagnostics;
using System.Globalization;
using System.Text;
using Hub.Domain.Deadlines;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Work.Deadlines;

/// <summary>What dates rest on now: the embedded calendar and standards, and the acts and readings that were approved here, which are kept in the database.</summary>
public sealed class BasisInForce(Database database)
{
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
            throw new StartupRefusal($"Basis data hub tidak dapat dibaca: {StoreTrouble.Say(e)}", e);
        }
    }

    internal void Use(Basis basis) => current = basis;

    internal static async Task<Basis> ReadAsync(HubDbContext db, CancellationToken token)
    {
        var acts = await db.Acts.AsNoTracking().OrderBy(a => a.Id).ToListAsync(token);
        var readings = await db.Readings.AsNoTracking().OrderBy(r => r.Service).ToListAsync(token);
        if (acts.Count == 0 && readings.Count == 0)
        {
            return Embedded;
        }

        try
        {
            return new Basis(ReadStandards(readings), ReadCalendar(acts));
        }
        catch (CalendarException e)
        {
            throw new StartupRefusal($"Kalender atau standar di basis data tidak dapat dipakai: {e.Message}", e);
        }
    }

    /// <summary>Keeps what an amendment decrees, in the caller's transaction; one that decrees nothing leaves nothing.</summary>
    internal static async Task KeepAsync(HubDbContext db, Amendment amendment, CancellationToken token)
    {
        switch (amendment)
        {
            case CalendarAmendment calendar:
                await db.Acts.Where(a => a.Id == calendar.Act.Id).ExecuteDeleteAsync(token);
                db.Acts.Add(new StoredAct { Id = calendar.Act.Id, Json = calendar.Act.ToJson() });
                break;
            case ReadingAmendment reading:
                await db.Readings.Where(r => r.Service == reading.Decision.Service).ExecuteDeleteAsync(token);
                db.Readings.Add(new StoredReading { Service = reading.Decision.Service, Json = reading.Decision.ToJson() });
                break;
            case Recounting:
                break;
            default:
                throw new UnreachableException();
        }

        await db.SaveChangesAsync(token);
    }

    private static WorkingCalendar ReadCalendar(IEnumerable<StoredAct> stored)
    {
        var acts = stored.Select(s => CalendarAct.Read(Utf8(s.Json), s.Id)).Where(act => Embedded.Calendar.Acts.All(e => e.Id != act.Id)).ToList();
        return acts.Count == 0 ? Embedded.Calendar : WorkingCalendar.Of(Embedded.Calendar.Acts.Concat(acts), Embedded.Calendar.OfficeHours);
    }

    private static Standards ReadStandards(IEnumerable<StoredReading> stored) =>
        Embedded.Standards.Decided(stored.Select(s => ReadingDecision.Read(Utf8(s.Json), string.Create(CultureInfo.InvariantCulture, $"{s.Service}"))));

    private static MemoryStream Utf8(string json) => new(Encoding.UTF8.GetBytes(json));
}
