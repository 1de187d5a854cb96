using Hub.Domain;
using Hub.Domain.Catalogue;
using Hub.Host.Foundation;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Mailing.Notices;

/// <summary>Brings the people of the settings into the database, once; liaison officers of offices are not theirs.</summary>
internal sealed class ContactSeeding(Database database, ServiceCatalogue catalogue, HubOptions options)
{
    /// <exception cref="StartupRefusal">A bureau code is unknown.</exception>
    public async Task SeedAsync(CancellationToken token)
    {
        if (options.Contacts.Keys.FirstOrDefault(code => code != "sekda" && catalogue.FindBureau(code) is null) is string unknown)
        {
            throw new StartupRefusal(Said.Of<StartTexts>("ContactBureauUnknown", unknown, string.Join(", ", catalogue.Bureaus.Select(b => b.Code))));
        }

        await using var db = database.Open();
        var bureaus = catalogue.Bureaus.Select(b => b.Code).ToList();
        if (await db.Contacts.AnyAsync(c => c.Bureau == null || bureaus.Contains(c.Bureau), token))
        {
            return;
        }

        foreach (var (code, people) in options.Contacts)
        {
            var bureau = code == "sekda" ? null : code;
            Add(db, bureau, bureau is null ? ContactRole.Leadership : ContactRole.Staff, people.Staff);
            Add(db, bureau, bureau is null ? ContactRole.Leadership : ContactRole.Head, people.Head);
        }

        Add(db, null, ContactRole.Administrator, options.Administrators);
        await db.SaveChangesAsync(token);
    }

    private static void Add(HubDbContext db, string? bureau, ContactRole role, string[] addresses) =>
        db.Contacts.AddRange(addresses.Select(a => new Contact { Bureau = bureau, Role = role, Address = a.Trim().ToLowerInvariant() }));
}
