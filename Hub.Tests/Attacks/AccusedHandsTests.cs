using Hub.Domain;
using Hub.Domain.Tickets;
using Hub.Host.Foundation;
using Hub.Host.People.Access;
using Hub.Host.People.Privacy;
using Hub.Host.Storage.Rows;
using Hub.Host.Work.Tickets;
using Hub.Tests.Host.Access;
using Hub.Tests.Support;

namespace Hub.Tests.Attacks;

/// <summary>What accuses Biro Organisasi and cannot be handed over yet, because the Inspektorat has no address, lies before those whom it accuses: they see that it is there, and neither end it nor learn who wrote it.</summary>
public sealed class AccusedHandsTests : IAsyncLifetime
{
    private const string Accusation = "Pegawai Biro Organisasi meminta uang pelicin untuk mengurus tanda pengenal.";
    private static readonly CurrentUser Verifier = new("siti", new HashSet<string> { Roles.Verifier }, null);

    private MailOffice office = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => office = await MailOffice.OpenAsync(new DateTimeOffset(2026, 11, 3, 9, 0, 0, Wita.Offset));

    [Theory]
    [InlineData("lift")]
    [InlineData("withdraw")]
    [InlineData("close")]
    [InlineData("not-ours")]
    public async Task The_accused_neither_end_it_nor_let_it_off(string act)
    {
        var ticket = await office.WriteAsync("warga@contoh.id", "Laporan", Accusation);
        (ticket.AccusesVerifier, ticket.Bureau).ShouldBe((true, null));
        TicketChange change = act switch
        {
            "lift" => new TicketChange.LiftProtection("hub salah membaca laporan"),
            "withdraw" => new TicketChange.Withdraw("pelapor mencabut"),
            "close" => new TicketChange.Close("tidak perlu dijawab"),
            _ => new TicketChange.NotOurs("Kabupaten", "bukan wewenang kami"),
        };
        var contact = new Actor.Correspondent(new Contact { Bureau = "organisasi", Role = ContactRole.Staff, Address = "staf.organisasi@setda.contoh" }, "organisasi");

        foreach (Actor actor in new Actor[] { new Actor.Person(Verifier), contact })
        {
            (await Should.ThrowAsync<TicketRefusal>(() => office.Hub.Get<TicketRoad>().ChangeAsync(ticket.Number, change, actor, null, Token), $"{act} by {actor.Name}")).Message.ShouldContain("Inspektorat");
        }

        var left = await office.TicketAsync(ticket.Number);
        (left.Status, left.AccusesVerifier).ShouldBe((TicketStatus.Triage, true));
    }

    [Fact]
    public async Task The_accused_do_not_learn_who_wrote()
    {
        var ticket = await office.WriteAsync("warga@contoh.id", "Laporan", Accusation);

        await Should.ThrowAsync<IdentityClosed>(() => office.Hub.Get<ReporterVault>().OpenAsync(ticket.Id, "Klarifikasi dengan pelapor", Verifier, Token));
        (await office.Hub.Get<SubjectRequests>().ExportAsync("warga@contoh.id", "permintaan pelapor", Verifier, Token)).Items.ShouldBeEmpty();
    }

    /// <summary>The pages said that nobody but Biro Organisasi sees it and that the bureau it names is told nothing: it is the bureau.</summary>
    [Fact]
    public async Task The_accused_read_beforehand_that_they_do_not_decide()
    {
        var ticket = await office.WriteAsync("warga@contoh.id", "Laporan", Accusation);
        using var siti = await Visitor.SignedInAsync(office.Hub, "siti", null, Roles.Verifier);

        foreach (var page in (string[])[$"/tickets/{ticket.Number}", "/triage"])
        {
            var shown = await siti.ReadAsync(page);
            shown.ShouldContain("Verifikatornya tidak memutuskannya");
            shown.ShouldNotContain("Hanya Biro Organisasi yang melihat");
        }
    }

    /// <summary>With an address it goes past them, and nothing above stands in its way.</summary>
    [Fact]
    public async Task It_is_handed_over_all_the_same()
    {
        var ticket = await office.WriteAsync("warga@contoh.id", "Laporan", Accusation);
        await office.AddContactAsync("inspektorat", ContactRole.Staff, "penghubung@inspektorat.contoh");

        await office.Hub.ChangeAsync(ticket.Number, new TicketChange.Assign("inspektorat", null, null));

        (await office.TicketAsync(ticket.Number)).KeepsVerifierOut.ShouldBeTrue();
    }

    public ValueTask DisposeAsync() => office.DisposeAsync();
}
