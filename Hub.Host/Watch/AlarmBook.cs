using System.Globalization;
using System.Text.Json;
using Hub.Domain;
using Hub.Domain.Conversation;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Leases;
using Hub.Host.Mailing.Outbox;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Work.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Watch;

/// <summary>Keeps one alarm for one trouble: opened once, counted while it lasts, ended when it was quiet for a while, told to the administrators once.</summary>
public sealed class AlarmBook(Database database, LeaseBook leases, NoticeToken tokens, HubOptions options, OutboxSignal signal)
{
    /// <summary>A trouble that comes back within this time is still the same one.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromMinutes(10);

    /// <param name="family">Who watches: alarms of others stay as they are.</param>
    /// <param name="findings">All that is wrong now in the eyes of this family.</param>
    /// <returns>The alarms opened now; none when another copy of the hub is writing the same.</returns>
    public async Task<IReadOnlyList<Alarm>> WriteAsync(string family, IReadOnlyList<Finding> findings, DateTimeOffset now, CancellationToken token)
    {
        await using var db = database.Open();
        if (findings.Count == 0 && !await db.Alarms.AnyAsync(a => a.EndedAt == null && a.Family == family, token))
        {
            return [];
        }

        await using var lease = await leases.TakeAsync($"alarms:{family}", token);
        return lease is null ? [] : await WriteAsync(db, family, findings, now, token);
    }

    private async Task<IReadOnlyList<Alarm>> WriteAsync(HubDbContext db, string family, IReadOnlyList<Finding> findings, DateTimeOffset now, CancellationToken token)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        var open = await db.Alarms.Where(a => a.EndedAt == null && a.Family == family).ToDictionaryAsync(a => a.Key, token);
        var opened = new List<Alarm>();
        foreach (var finding in findings)
        {
            if (open.Remove(finding.Key, out var alarm))
            {
                (alarm.Cause, alarm.NextStep, alarm.LastSeenAt, alarm.Count) = (finding.Cause, finding.NextStep, now, alarm.Count + 1);
            }
            else
            {
                opened.Add(Open(family, finding, now));
            }
        }

        // A clock that was set back must not keep an alarm for ever: the distance counts, not its sign.
        foreach (var alarm in open.Values.Where(a => (now - a.LastSeenAt).Duration() >= Quiet))
        {
            alarm.EndedAt = now;
        }

        db.Alarms.AddRange(opened);
        await db.SaveChangesAsync(token);
        await TellAsync(db, opened, now, token);
        await db.SaveChangesAsync(token);
        await transaction.CommitAsync(token);
        signal.Raise();
        return opened;
    }

    private static Alarm Open(string family, Finding finding, DateTimeOffset now) => new()
    {
        Family = family,
        Key = finding.Key,
        Code = finding.Code,
        Subject = finding.Subject,
        Cause = finding.Cause,
        NextStep = finding.NextStep,
        FirstSeenAt = finding.Since < now ? finding.Since : now,
        LastSeenAt = now,
        Count = 1,
    };

    private async Task TellAsync(HubDbContext db, List<Alarm> opened, DateTimeOffset now, CancellationToken token)
    {
        if (opened.Count == 0)
        {
            return;
        }

        var administrators = await db.Contacts.AsNoTracking().Where(c => c.Role == ContactRole.Administrator && c.BouncingSince == null).OrderBy(c => c.Address).Select(c => c.Address).ToListAsync(token);
        db.Outbox.AddRange(opened.SelectMany(alarm => administrators.Select(address => Row(alarm, address, now))));
    }

    private OutboxMessage Row(Alarm alarm, string address, DateTimeOffset now)
    {
        var key = $"alarm/{alarm.Id}/{address}";
        var since = Wita.At(alarm.FirstSeenAt).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " WITA";
        return new OutboxMessage
        {
            Key = key,
            Channel = OutboxChannel.Mail,
            Recipient = address,
            Purpose = NoticePurpose.Alarm,
            Payload = JsonSerializer.Serialize(new NoticePayload(alarm.Cause.Stored, Level: since, Target: alarm.NextStep.Stored), JsonSerializerOptions.Web),
            MessageId = tokens.MessageId("alarm", key, Domain()),
            DueAt = now,
            CreatedAt = now,
        };
    }

    private string Domain() => options.Mail?.From is string from && from.IndexOf('@', StringComparison.Ordinal) is var at and >= 0 ? from[(at + 1)..].ToLowerInvariant() : "hub.invalid";
}
