using Hub.Domain.Catalogue;
using Hub.Mocks.Lapor;
using Hub.Mocks.Spse;

namespace Hub.Mocks.Demo;

/// <summary>The settings that join a hub to the fakes; a tester pastes them, the demo uses them itself.</summary>
internal static class HubSettings
{
    private const string Sender = "hub.setda@contoh.id";

    /// <summary>Quick polls: a newcomer does not want to wait.</summary>
    private const string Often = "0/15 * * * * ?";

    /// <returns>Key to value, in the order to print.</returns>
    public static IReadOnlyList<KeyValuePair<string, string?>> Of(FakeWorld world, DemoFolder folder)
    {
        var all = new List<KeyValuePair<string, string?>>();
        void Put(string key, string value) => all.Add(new($"Hub:{key}", value));
        foreach (var fake in world.Fakes)
        {
            Source(fake, folder, Put);
        }

        var catalogue = ServiceCatalogue.Embedded();
        foreach (var (bureau, address) in Inboxes())
        {
            Inbox(world, bureau, address, Put);
        }

        // The fakes live on this machine; outside of a demo the hub calls no inner network unless told so.
        Put("AllowPrivateNetworks", "true");
        Put("SecondFactorRequired", "false");
        Put("Mail:Host", "127.0.0.1");
        Put("Mail:Port", $"{world.Mail.SmtpPort}");
        Put("Mail:Security", "None");
        Put("Mail:User", Sender);
        Put("Mail:Password", world.Mail.Password);
        Put("Mail:From", Sender);
        Put("Mail:ImapHost", "127.0.0.1");
        Put("Mail:ImapPort", $"{world.Mail.ImapPort}");
        Put("Mail:ImapSecurity", "None");
        Put("Mail:AuthenticatedBy", Mail.MailServer.Name);
        Put("Mail:SentFolder", Mail.MailBox.SentName);
        // The first intake is a whole office's backlog at once: the newcomer shall see every notice of it, not a digest.
        Put("Sending:DailyBudget", "0");
        Put("Sending:HourlyPerAddress", "0");
        Put("Administrators:0", "admin.hub@contoh.id");
        foreach (var bureau in catalogue.Bureaus)
        {
            Put($"Contacts:{bureau.Code}:Staff:0", $"staf.{bureau.Code}@contoh.id");
            Put($"Contacts:{bureau.Code}:Head:0", $"kepala.{bureau.Code}@contoh.id");
        }

        Put("Contacts:sekda:Staff:0", "sekda@contoh.id");
        return all;
    }

    /// <summary>The inboxes of all bureaus.</summary>
    public static IEnumerable<(Bureau Bureau, string Address)> Inboxes() => ServiceCatalogue.Embedded().Bureaus.SelectMany(b => Inboxes(b).Select(a => (b, a)));

    /// <summary>The source that reads an inbox.</summary>
    public static string SourceOf(string address) => $"email-{address.Split('@')[0].Replace('.', '-')}";

    /// <summary>The bureau's e-mail channels in the decree, misprints left out.</summary>
    public static IEnumerable<string> Inboxes(Bureau bureau) =>
        bureau.Channels.Where(c => c is { Type: "email", Routes: true }).Select(c => c.Value.ToLowerInvariant()).Distinct(StringComparer.Ordinal);

    private static void Source(IFake fake, DemoFolder folder, Action<string, string> put)
    {
        var name = $"Sources:{fake.Name}";
        put($"{name}:Kind", fake.Name);
        put($"{name}:Cron", Often);
        put($"{name}:Options:SpacingMs", "5");
        put($"{name}:Options:RetryDelayMs", "50");
        switch (fake)
        {
            case LaporFake:
                put($"{name}:Options:Address", fake.Address.ToString());
                put($"{name}:Options:AccessKey", LaporFake.AccessKey);
                put($"{name}:Options:Token", LaporFake.Token);
                put($"{name}:Options:InstitutionId", $"{LaporFake.InstitutionId}");
                put($"{name}:Options:UserId", $"{LaporFake.UserId}");
                break;
            case SpseFake spse:
                put($"{name}:Options:Address", spse.Inaproc.ToString());
                put($"{name}:Options:Token", SpseFake.Token);
                put($"{name}:Options:KodeKlpd", SpseFake.KodeKlpd);
                break;
            default:
                put($"{name}:Options:Address", fake.Address.ToString());
                put($"{name}:Options:ApiKey", folder.ApiKey);
                break;
        }
    }

    private static void Inbox(FakeWorld world, Bureau bureau, string address, Action<string, string> put)
    {
        var name = $"Sources:{SourceOf(address)}";
        put($"{name}:Kind", "email");
        put($"{name}:Title", $"Kotak surat {bureau.ShortName}: {address}");
        put($"{name}:Cron", Often);
        put($"{name}:Options:Host", "127.0.0.1");
        put($"{name}:Options:Port", $"{world.Mail.ImapPort}");
        put($"{name}:Options:Security", "None");
        put($"{name}:Options:User", address);
        put($"{name}:Options:Password", world.Mail.Password);
        put($"{name}:Options:AuthenticatedBy", Mail.MailServer.Name);
    }
}
