using System.Text;
using Hub.Domain.Deadlines;
using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Deadlines;

/// <summary>The calendar in force: the embedded acts and those that were approved here, which are kept in the database.</summary>
public sealed class Calendars(Database database)
{
    /// <summary>Prefix of the stored acts among the settings.</summary>
    internal const string ActPrefix = "calendar:act:";

    private volatile WorkingCalendar current = WorkingCalendar.Embedded();

    public WorkingCalendar Current => current;

    /// <summary>Takes the stored acts in, at the start and when another copy of the hub has applied one.</summary>
    /// <exception cref="StartupRefusal">A stored act does not fit: without a valid calendar no date is counted.</exception>
    public async Task LoadAsync(CancellationToken token)
    {
        await using var db = database.Open();
        current = await ReadAsync(db, token);
    }

    /// <summary>Looks whether another copy of the hub has changed the calendar.</summary>
    public async Task RefreshAsync(CancellationToken token)
    {
        await using var db = database.Open();
        var stored = await db.Settings.AsNoTracking().Where(s => s.Name.StartsWith(ActPrefix)).Select(s => s.Name).ToListAsync(token);
        if (stored.Any(name => current.Acts.All(a => ActPrefix + a.Id != name)))
        {
            current = await ReadAsync(db, token);
        }
    }

    internal void Use(WorkingCalendar calendar) => current = calendar;

    internal static async Task<WorkingCalendar> ReadAsync(HubDbContext db, CancellationToken token)
    {
        var stored = await db.Settings.AsNoTracking().Where(s => s.Name.StartsWith(ActPrefix)).OrderBy(s => s.Name).ToListAsync(token);
        var embedded = WorkingCalendar.Embedded();
        try
        {
            return stored.Count == 0
                ? embedded
                : WorkingCalendar.Of(embedded.Acts.Concat(stored.Select(Act).Where(a => embedded.Acts.All(e => e.Id != a.Id))), embedded.OfficeHours);
        }
        catch (CalendarException e)
        {
            throw new StartupRefusal($"Kalender di basis data tidak dapat dipakai: {e.Message}", e);
        }
    }

    private static CalendarAct Act(Setting setting) => CalendarAct.Read(new MemoryStream(Encoding.UTF8.GetBytes(setting.Value)), setting.Name);
}
