using System.Net;
using Hub.Domain.Privacy;
using Hub.Domain.Tickets;
using Hub.Host.People.Access;
using Hub.Tests.Host.Access;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Offices;

/// <summary>A protected report goes to the Inspektorat: while nobody there is reached, the card says what is missing, who gives it and what already waits, and leads nobody to a form that they may not keep.</summary>
public sealed class UnreachedOfficeTests
{
    private const string Form = "href=\"/offices/inspektorat\"";
    private const string Room = "/offices/inspektorat";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_verifier_reads_who_gives_the_address_and_then_that_a_proposal_waits()
    {
        await using var hub = await HubFixture.StartAsync(HubFixture.Mailbox("email-organisasi", "organisasi@setda.contoh"));
        using var verifier = await Visitor.SignedInAsync(hub, "siti", null, Roles.Verifier);
        using var administrator = await Visitor.SignedInAsync(hub, "budi", null, Roles.Administrator);
        using var other = await Visitor.SignedInAsync(hub, "citra", null, Roles.Administrator);
        await hub.ArriveAsync("email-organisasi", "1", "message/rfc822", "From: a@warga.contoh\r\nTo: organisasi@setda.contoh\r\nSubject: Pungli di Biro Organisasi\r\nMessage-ID: <a@warga.contoh>\r\n\r\nPegawai Biro Organisasi meminta suap dari kami.\r\n"u8.ToArray(), new(2026, 11, 20, 1, 0, 0, TimeSpan.Zero));
        await using var db = hub.Database.Open();
        var number = await db.Tickets.Where(t => t.Protection != null).Select(t => t.Number).SingleAsync(Token);

        foreach (var page in new[] { "/triage", $"/tickets/{number}" })
        {
            var said = await ReadAsync(verifier, page);
            said.ShouldContain("Inspektorat belum mempunyai alamat surel");
            said.ShouldContain("hanya diisi administrator, di Setelan, Perangkat daerah: budi, citra");
            said.ShouldNotContain(Form);
        }

        (await ReadAsync(verifier, Room)).ShouldContain("hanya diisi administrator");
        (await ReadAsync(administrator, Room)).ShouldNotContain("readonly");
        using var kept = await administrator.SubmitAsync(Room, "office", ("name", "Inspektorat"), ("email", "penghubung@inspektorat.contoh"));

        foreach (var page in new[] { "/triage", $"/tickets/{number}", Room })
        {
            var said = await ReadAsync(verifier, page);
            said.ShouldContain("penghubung@inspektorat.contoh (Inspektorat) diusulkan budi pada");
            said.ShouldContain("Administrator lain atau pimpinan menyetujuinya");
            said.ShouldNotContain("href=\"/settings/appointments\"");
        }

        (await ReadAsync(other, Room)).ShouldContain("href=\"/settings/appointments\"");
    }

    private static async Task<string> ReadAsync(Visitor visitor, string page) => WebUtility.HtmlDecode(await visitor.ReadAsync(page));
}
