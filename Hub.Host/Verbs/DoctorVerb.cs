using System.CommandLine;
using Hub.Connectors;
using Hub.Connectors.Email;
using Hub.Connectors.Letters;
using Hub.Domain;
using Hub.Domain.Catalogue;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Audit;
using Hub.Host.Foundation.Backups;
using Hub.Host.Foundation.Security;
using Hub.Host.Mailing.Outbox;
using Hub.Host.People.Privacy;
using Hub.Host.Sources;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Verbs;

/// <summary><c>doctor</c>: tries store, sources, mail and people, and says what is wrong with each.</summary>
internal static class DoctorVerb
{
    /// <summary>Entries; more would take doctor many seconds.</summary>
    private const int MostWalked = 200_000;

    public static Command Create()
    {
        var command = new Command("doctor", VerbTexts.Say("Doctor"))
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        command.SetAction((parsed, token) => RunAsync(parsed.UnmatchedTokens, token));
        return command;
    }

    private static async Task<int> RunAsync(IReadOnlyList<string> settings, CancellationToken token)
    {
        await using var app = await HubApp.ExistingAsync([.. settings], token);
        await app.PrepareAsync(token);
        var well = true;
        await foreach (var (what, probe) in ProbesAsync(app.Services, token))
        {
            well &= probe.Ok;
            await Console.Out.WriteLineAsync(VerbTexts.Say(probe.Ok ? "DoctorGood" : "DoctorWrong", what, probe.Detail));
        }

        return well ? 0 : 1;
    }

    private static async IAsyncEnumerable<(string What, Probe Probe)> ProbesAsync(IServiceProvider services, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token)
    {
        var database = services.GetRequiredService<Database>();
        await using var db = database.Open();
        yield return (VerbTexts.Say("DoctorStore"), new Probe(true, Said.Of<VerbTexts>("DoctorStoreOpen", database.Kind, await db.Tickets.CountAsync(token))));

        if (database.Kind == StoreKind.Sqlite)
        {
            var damage = await StoreCopy.DamageAsync(Path.Combine(services.GetRequiredService<HubOptions>().Data, "hub.db"), token);
            yield return (VerbTexts.Say("DoctorIntegrity"), damage is null ? new Probe(true, Said.Of<VerbTexts>("DoctorWhole")) : new Probe(false, Said.Of<VerbTexts>("DoctorDamaged", damage)));
        }

        yield return (VerbTexts.Say("DoctorKeys"), await KeysProbeAsync(services, db, token));
        yield return (VerbTexts.Say("DoctorTrail"), await TrailProbeAsync(services, db, token));
        var free = DiskSpace.Free(services.GetRequiredService<HubOptions>());
        yield return (VerbTexts.Say("DoctorSpace"), new Probe(free >= DiskSpace.Least, Said.Of<VerbTexts>("DoctorFree", free / (1024 * 1024))));
        yield return (VerbTexts.Say("DoctorBackup"), await BackupProbeAsync(services, token));
        if (services.GetRequiredService<PictureReader>() is { IsOn: true } pictures)
        {
            yield return (VerbTexts.Say("DoctorOcr"), pictures.Fault() is { } fault ? new Probe(false, fault) : new Probe(true, Said.Of<VerbTexts>("DoctorOcrReads")));
        }

        foreach (var source in await db.Sources.AsNoTracking().OrderBy(s => s.Name).ToListAsync(token))
        {
            yield return (VerbTexts.Say("DoctorSource", source.Name), await ProbeAsync(() => services.GetRequiredService<ConfiguredConnectors>().Build(source).ProbeAsync(token)));
        }

        yield return services.GetRequiredService<IMailTransport>() is { IsReady: true } mail
            ? (VerbTexts.Say("DoctorMail"), await ProbeAsync(() => mail.ProbeAsync(token)))
            : (VerbTexts.Say("DoctorMail"), new Probe(false, Said.Of<VerbTexts>("DoctorNoMail")));
        if (services.GetRequiredService<SendingWay>().Second is { } second)
        {
            yield return (VerbTexts.Say("DoctorSecondMail"), await ProbeAsync(() => second.ProbeAsync(token)));
        }

        var staffed = await db.Contacts.Where(c => c.Role == ContactRole.Staff && c.Bureau != null).Select(c => c.Bureau!).Distinct().ToListAsync(token);
        var without = services.GetRequiredService<ServiceCatalogue>().Bureaus.Where(b => !staffed.Contains(b.Code)).Select(b => b.ShortName).ToList();
        yield return (VerbTexts.Say("DoctorContacts"), without.Count == 0 ? new Probe(true, Said.Of<VerbTexts>("DoctorStaffed")) : new Probe(false, Said.Of<VerbTexts>("DoctorNoStaff", string.Join(", ", without))));
    }

    /// <summary>An erased ticket names no key any more: one that is named and not there was lost. What is there has to open what it sealed, beside its own ticket.</summary>
    internal static async Task<Probe> KeysProbeAsync(IServiceProvider services, HubDbContext db, CancellationToken token)
    {
        return await SealCheck.OfAsync(db, services.GetRequiredService<KeyFolder>(), token) switch
        {
            { Missing: > 0 } found => new Probe(false, Said.Of<VerbTexts>("DoctorKeysMissing", found.Missing)),
            { Shut.Count: > 0 } found => new Probe(false, Said.Of<VerbTexts>("SealsShut", string.Join(", ", found.Shut))),
            { Counted.Count: > 0 } found => new Probe(false, Said.Of<VerbTexts>("EventsCounted", string.Join(", ", found.Counted))),
            var found => new Probe(true, Said.Of<VerbTexts>("DoctorKeysWhole", found.Keys)),
        };
    }

    /// <summary>The start has made missing guards again by now; what it found stays for a week.</summary>
    private static async Task<Probe> TrailProbeAsync(IServiceProvider services, HubDbContext db, CancellationToken token)
    {
        var trail = services.GetRequiredService<AuditWatch>();
        var isShort = await db.Audit.OrderBy(e => e.Id).Skip(MostWalked).FirstOrDefaultAsync(token) is null;
        var entries = isShort ? (await trail.WalkAsync(db, token)).Entries : 0;
        return await trail.LookAsync(db, token) switch
        {
            { Broken: { } broken } => new Probe(false, Said.Of<VerbTexts>("DoctorTrailBroken", broken.Entry)),
            { IsGuarded: false } => new Probe(false, Said.Of<VerbTexts>("AuditUnguarded")),
            { UnguardedAt: { } at } when services.GetRequiredService<TimeProvider>().GetUtcNow() - at < TimeSpan.FromDays(7) => new Probe(false, Said.Of<VerbTexts>("DoctorTrailUnguarded", at)),
            _ => new Probe(true, isShort ? Said.Of<VerbTexts>("DoctorTrailWhole", entries) : Said.Of<VerbTexts>("DoctorTrailEnds")),
        };
    }

    private static async Task<Probe> BackupProbeAsync(IServiceProvider services, CancellationToken token)
    {
        var backups = services.GetRequiredService<BackupBook>();
        if (backups.Place is not { } place)
        {
            return new Probe(false, Said.Of<VerbTexts>("DoctorBackupNone"));
        }

        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        try
        {
            return await backups.NewestAsync(token) switch
            {
                null => new Probe(false, Said.Of<VerbTexts>("DoctorBackupNever", place)),
                { } old when now - old.TakenAt > TimeSpan.FromDays(2) => new Probe(false, Said.Of<VerbTexts>("DoctorBackupOld", old.TakenAt, place)),
                { } good => new Probe(true, Said.Of<VerbTexts>("DoctorBackupNew", good.TakenAt)),
            };
        }
        catch (BackupRefusal refusal)
        {
            return new Probe(false, refusal.Said);
        }
    }

    private static async Task<Probe> ProbeAsync(Func<Task<Probe>> probe)
    {
        try
        {
            return await probe();
        }
        catch (Exception e) when (e is ConnectorFailure or SourceUnusable)
        {
            return new Probe(false, Said.Of(e));
        }
    }
}
