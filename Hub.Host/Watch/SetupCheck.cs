using Hub.Domain;
using Hub.Domain.Catalogue;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Audit;
using Hub.Host.Foundation.Backups;
using Hub.Host.Intake;
using Hub.Host.Mailing.Account;
using Hub.Host.People.Access;
using Hub.Host.Sources;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Work.Deadlines;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Watch;

/// <summary>What an office still lacks before it can work with the hub. Each step is judged by what is, not by a tick that somebody once set, save for the clock, which only a person can compare.</summary>
public sealed class SetupCheck(Database database, MailAccount account, MailRound round, BasisInForce basis, ServiceCatalogue catalogue, ClockWatch clocks, AuditTrail audit, BackupBook backups, HubOptions options, TimeProvider clock) : IDisposable
{
    private const string AddressMark = "setup-address";
    private const string ClockMark = "setup-clock";

    /// <summary>Dates that are counted today reach so far.</summary>
    private const int DaysAhead = 31;

    private readonly HttpClient client = new() { Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>Every step, in the order in which one takes them.</summary>
    public async Task<IReadOnlyList<SetupPart>> LookAsync(CancellationToken token)
    {
        await using var db = database.Open();
        var marks = await db.Marks.AsNoTracking().Where(m => m.Name == AddressMark || m.Name == ClockMark).ToDictionaryAsync(m => m.Name, m => m.Value, token);
        return
        [
            Address(marks.GetValueOrDefault(AddressMark)),
            Clock(marks.GetValueOrDefault(ClockMark)),
            await MailAsync(token),
            await SourcesAsync(db, token),
            await RecipientsAsync(db, token),
            Calendar(),
            await VerifierAsync(db, token),
            await BackupAsync(token),
        ];
    }

    /// <summary>Opens the public address as a reader of a mail would; what answers there must be a hub.</summary>
    /// <returns>What is wrong there; null when a hub answered.</returns>
    public async Task<Said?> TryAddressAsync(string actor, CancellationToken token)
    {
        var trouble = await TroubleAtAddressAsync(token);
        await using var db = database.Open();
        await db.KeepAsync(AddressMark, trouble is null ? options.PublicAddress.AbsoluteUri : "", token);
        await audit.WriteAsync(db, actor, "setup.address-tried", "hub", null, token);
        return trouble is null ? null : Said.Of<SetupTexts>("AddressSilent", options.PublicAddress, trouble);
    }

    /// <summary>A person compared the hub's clock with another one.</summary>
    public async Task AgreeClockAsync(string actor, CancellationToken token)
    {
        await using var db = database.Open();
        await db.KeepAsync(ClockMark, clock.GetUtcNow().ToString("O"), token);
        await audit.WriteAsync(db, actor, "setup.clock-agreed", "hub", null, token);
    }

    private SetupPart Address(string? reached) =>
        options.PublicAddress.IsLoopback ? Lacks(SetupStep.Address, "AddressLocal", options.PublicAddress)
        : reached == options.PublicAddress.AbsoluteUri ? Has(SetupStep.Address, "AddressReached", options.PublicAddress)
        : Lacks(SetupStep.Address, "AddressUntried", options.PublicAddress);

    private SetupPart Clock(string? agreed) =>
        agreed is null || !DateTimeOffset.TryParse(agreed, out var at) ? Lacks(SetupStep.Clock, "ClockNow", clock.GetUtcNow())
        : clocks.SetAt > at ? Lacks(SetupStep.Clock, "ClockSet", clocks.SetAt, clock.GetUtcNow())
        : Has(SetupStep.Clock, "ClockAgreed", at);

    private async Task<SetupPart> MailAsync(CancellationToken token)
    {
        try
        {
            await account.LoadAsync(token);
        }
        catch (SourceUnusable e)
        {
            return new SetupPart(SetupStep.Mail, false, Said.Of(e));
        }

        return account.Options is not { } mail ? Lacks(SetupStep.Mail, "MailNone")
            : !await round.WentWellAsync(token) ? Lacks(SetupStep.Mail, "MailUntried", mail.From)
            : options.SecondMail is { } second ? Has(SetupStep.Mail, "MailWorksTwice", mail.From, second.From)
            : Has(SetupStep.Mail, "MailWorks", mail.From);
    }

    private static async Task<SetupPart> SourcesAsync(HubDbContext db, CancellationToken token)
    {
        var all = await db.Sources.CountAsync(token);
        var running = await db.Sources.CountAsync(
            s => s.PausedAt == null && db.SourceHealth.Any(h => h.Source == s.Name && h.FailingSince == null && (s.Cron == null || h.LastSuccessAt != null)), token);
        return all == 0 ? Lacks(SetupStep.Sources, "SourcesNone") : running == 0 ? Lacks(SetupStep.Sources, "SourcesRest", all) : Has(SetupStep.Sources, "SourcesRun", running, all);
    }

    private async Task<SetupPart> RecipientsAsync(HubDbContext db, CancellationToken token)
    {
        var staffed = await db.Contacts.Where(c => c.Role == ContactRole.Staff && c.Bureau != null).Select(c => c.Bureau!).Distinct().ToListAsync(token);
        var without = catalogue.Bureaus.Where(b => !staffed.Contains(b.Code)).Select(b => b.ShortName).ToList();
        return without.Count == 0 ? Has(SetupStep.Recipients, "RecipientsWhole") : Lacks(SetupStep.Recipients, "RecipientsLack", string.Join(", ", without));
    }

    private SetupPart Calendar()
    {
        var (today, ahead) = (Wita.DateOf(clock.GetUtcNow()), Wita.DateOf(clock.GetUtcNow()).AddDays(DaysAhead));
        return !basis.Calendar.IsDecreed(today) ? Lacks(SetupStep.Calendar, "CalendarOpen", today.Year)
            : !basis.Calendar.IsDecreed(ahead) ? Lacks(SetupStep.Calendar, "CalendarOpen", ahead.Year)
            : Has(SetupStep.Calendar, "CalendarDecreed", basis.Calendar.LastDay);
    }

    private async Task<SetupPart> BackupAsync(CancellationToken token)
    {
        try
        {
            return backups.Place is not { } place ? Lacks(SetupStep.Backup, "BackupNone")
                : await backups.NewestAsync(token) is { } newest ? Has(SetupStep.Backup, "BackupMade", newest.TakenAt)
                : Lacks(SetupStep.Backup, "BackupWaits", place);
        }
        catch (BackupRefusal refusal)
        {
            return new SetupPart(SetupStep.Backup, false, refusal.Said);
        }
    }

    private static async Task<SetupPart> VerifierAsync(HubDbContext db, CancellationToken token)
    {
        var there = await (from user in db.Users
                           join link in db.UserRoles on user.Id equals link.UserId
                           join role in db.Roles on link.RoleId equals role.Id
                           where role.Name == Roles.Verifier && user.DisabledAt == null
                           select user.Id).AnyAsync(token);
        return there ? Has(SetupStep.Verifier, "VerifierThere") : Lacks(SetupStep.Verifier, "VerifierLacks");
    }

    private async Task<Said?> TroubleAtAddressAsync(CancellationToken token)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri(options.PublicAddress, "health/live"), token);
            return answer.IsSuccessStatusCode && answer.Content.Headers.ContentType?.MediaType == "application/json" ? null : Said.Of<SetupTexts>("AddressOther", (int)answer.StatusCode);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !token.IsCancellationRequested)
        {
            return Said.Of(e);
        }
    }

    private static SetupPart Has(SetupStep step, string state, params object?[] values) => new(step, true, Said.Of<SetupTexts>(state, values));

    private static SetupPart Lacks(SetupStep step, string state, params object?[] values) => new(step, false, Said.Of<SetupTexts>(state, values));

    public void Dispose() => client.Dispose();
}

/// <summary>One step and how it stands.</summary>
public sealed record SetupPart(SetupStep Step, bool IsDone, Said State);

/// <summary>What an office needs from the hub before it can work with it.</summary>
public enum SetupStep
{
    /// <summary>The links in mails open where people are.</summary>
    Address,

    /// <summary>Dates and the days of the office are right.</summary>
    Clock,

    /// <summary>Notices leave and answers come back.</summary>
    Mail,

    /// <summary>Something comes in.</summary>
    Sources,

    /// <summary>Every bureau hears of its tickets.</summary>
    Recipients,

    /// <summary>Deadlines are not provisional.</summary>
    Calendar,

    /// <summary>Somebody decides what the rules leave open.</summary>
    Verifier,

    /// <summary>What is lost comes back.</summary>
    Backup,
}

/// <summary>Marker of the resource files <c>SetupTexts.resx</c>.</summary>
public sealed class SetupTexts;
