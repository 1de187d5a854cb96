using System.Text;
using Hub.Domain;
using Hub.Domain.Tickets;
using Hub.Host.Figures;
using Hub.Host.Foundation;
using Hub.Host.Mailing.Links;
using Hub.Host.People.Access;
using Hub.Host.People.Privacy;
using Hub.Host.Storage.Rows;
using Hub.Host.Work.Offices;
using Hub.Tests.Host.Access;
using Hub.Tests.Connectors.Tabular;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Offices;

/// <summary>A ticket that is handed to an office of the province: by mail word and link, answered by a liaison officer without an account.</summary>
public sealed class OfficeRoadTests : IAsyncLifetime
{
    private const string Office = "dinas-perhubungan";
    private const string Liaison = "penghubung@dishub.contoh";
    private const string Triager = "staf.organisasi@setda.contoh";
    private const string Reporter = "warga@contoh.id";

    private static readonly DateTimeOffset Received = new(2026, 3, 11, 10, 0, 0, Wita.Offset);

    private HubFixture hub = null!;
    private int arrived;

    private static readonly CurrentUser Keeper = new("budi", new HashSet<string>(StringComparer.Ordinal) { Roles.Administrator }, null);
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        hub = await HubFixture.StartAsync(HubFixture.Mailbox("email-organisasi", "birorganisasi.kaltara@gmail.com"));
        await ArriveAsync(Reporter, "Lampu jalan padam", "Lampu jalan dan rambu di depan pelabuhan speedboat padam, mohon diperbaiki.", null);
    }

    [Fact]
    public async Task By_mail_word_it_goes_to_the_liaison_officer_who_answers_by_reply()
    {
        await FillAsync();
        await AnswerAsync(Triager, "TERUSKAN ke Dinas Perhubungan: lampu jalan urusan dinas");

        var ticket = await TicketAsync();
        (ticket.Bureau, ticket.Status, ticket.Service).ShouldBe((Office, TicketStatus.New, null));
        ticket.Clocks.ShouldContain(c => c.Rule == "custody" && c.IsOpen, "custody is at the office");
        (await SentToAsync(Liaison)).ShouldBe([NoticePurpose.Assigned]);

        await AnswerAsync(Liaison, "SELESAI lampu sudah diganti");

        (await TicketAsync()).Status.ShouldBe(TicketStatus.Resolved);
        (await SentToAsync(Reporter)).ShouldContain(NoticePurpose.Answer);
    }

    [Fact]
    public async Task By_a_link_the_liaison_officer_acts_without_an_account()
    {
        await FillAsync();
        await hub.ChangeAsync((await TicketAsync()).Number, new TicketChange.Assign(Office, null, null));
        await using var db = hub.Database.Open();
        var (contact, row) = (await db.Contacts.SingleAsync(c => c.Address == Liaison, Token), await db.Outbox.SingleAsync(m => m.Recipient == Liaison, Token));
        var link = hub.Get<ActionLinks>().Create(LinkAct.Accept, (await TicketAsync()).Number, contact, row.Id, row.CreatedAt).PathAndQuery;

        await new Visitor(hub).SubmitAsync(link, "act");

        var ticket = await TicketAsync();
        (ticket.Status, ticket.Events[^1].Actor).ShouldBe((TicketStatus.InProgress, "Rina"));
    }

    [Fact]
    public async Task An_office_without_an_address_is_said_at_once_with_the_next_step()
    {
        var number = (await TicketAsync()).Number;

        var refused = await Should.ThrowAsync<TicketRefusal>(() => hub.ChangeAsync(number, new TicketChange.Assign(Office, null, null)));

        refused.Message.ShouldContain("Dinas Perhubungan belum punya alamat surel");
        refused.Message.ShouldContain("mengisinya di Perangkat daerah");
        (await TicketAsync()).Bureau.ShouldNotBe(Office);
    }

    [Fact]
    public async Task What_an_office_holds_is_on_no_bureaus_score()
    {
        await FillAsync();
        await hub.ChangeAsync((await TicketAsync()).Number, new TicketChange.Assign(Office, null, null));

        await using var db = hub.Database.Open();
        (await db.Tickets.WithBureaus(db).CountAsync(Token)).ShouldBe(0);
        (await hub.Get<PublicStatistics>().ReadAsync(Token)).Bureaus.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_fills_the_register_and_every_bad_row_says_why()
    {
        const string file = "Nama;Pejabat penghubung;Surel;Telepon;ID LAPOR\r\nDinas Perhubungan;Rina;RINA@dishub.contoh;0552 1234;151100\r\nDinas Sosial;Budi;bukan surel;;\r\nDinas Kesehatan;Wati;;;\r\nBiro Umum;;;;\r\nMuseum Daerah;;museum@contoh.id;;15a\r\nDinas Perhubungan;;;;\r\nGaleri Daerah;;galeri@contoh.id;;\r\n";
        var register = hub.Get<OfficeRegister>();

        var import = await register.ImportAsync("kantor.csv", new MemoryStream(Encoding.UTF8.GetBytes(file)), Keeper, Token);

        import.Refused.Select(r => (r.Row, r.Column)).ShouldBe([(3, "Surel"), (4, "Surel"), (5, "Nama"), (6, "ID LAPOR"), (7, "Nama")]);
        import.Refused[0].Cause.ToString().ShouldBe("\"bukan surel\" bukan alamat surel.");
        var entries = await register.EntriesAsync(Token);
        entries.Count.ShouldBe(37);
        var filled = entries.Single(e => e.Code == Office);
        (filled.Liaison, filled.Email, filled.Phone, filled.LaporId, filled.Also).ShouldBe(("Rina", "rina@dishub.contoh", "0552 1234", "151100", "Dishub"));
        entries.ShouldContain(e => e.Code == "galeri-daerah");

        await register.ImportAsync("kantor.csv", new MemoryStream("Nama,Telepon\nDinas Perhubungan,0552 9999\n"u8.ToArray()), Keeper, Token);

        (await register.EntriesAsync(Token)).Single(e => e.Code == Office).ShouldBe(filled with { Phone = "0552 9999" }, "what the file does not say stays");
    }

    [Fact]
    public async Task A_column_that_is_none_of_ours_and_a_row_whose_figures_are_no_longer_whole_are_named()
    {
        var register = hub.Get<OfficeRegister>();

        (await register.ImportAsync("kantor.csv", new MemoryStream("Nama;No. LAPOR;Telepon\nDinas Perhubungan;151100;0552 1234\n"u8.ToArray()), Keeper, Token)).Unknown.ShouldBe(["No. LAPOR"]);

        // Excel holds 15 digits of a number.
        using var book = new XlsxBuilder().Row("Nama", "Telepon").Row("Dinas Sosial", 62812345678901234L).Row("Dinas Kesehatan", "0552 1234").Build();
        var import = await register.ImportAsync("kantor.xlsx", book, Keeper, Token);
        (import.Taken.Count, import.Refused.ShouldHaveSingleItem().Row).ShouldBe((1, 2));
        import.Refused[0].Cause.ToString().ShouldContain("tidak lagi utuh");
    }

    [Fact]
    public async Task A_liaison_officer_who_is_not_reached_is_told_of_to_the_verifier()
    {
        await FillAsync();
        await hub.ChangeAsync((await TicketAsync()).Number, new TicketChange.Assign(Office, null, null));
        await using (var db = hub.Database.Open())
        {
            await db.Contacts.Where(c => c.Address == Liaison).ExecuteUpdateAsync(set => set.SetProperty(c => c.BouncingSince, Received), Token);
        }

        await ArriveAsync(Reporter, $"Re: [{(await TicketAsync()).Number}]", "Masih padam dan sekarang jalan juga gelap gulita.", $"In-Reply-To: <{(await SentAsync(Reporter)).MessageId}>\r\n");

        (await SentToAsync(Triager)).ShouldContain(NoticePurpose.Changed);
    }

    private async Task FillAsync() =>
        (await hub.Get<OfficeRegister>().SaveAsync((await hub.Get<OfficeRegister>().EntriesAsync(Token)).Single(e => e.Code == Office) with { Liaison = "Rina", Email = Liaison, LaporId = "151100" }, Keeper, Token)).ShouldBeNull();

    private async Task AnswerAsync(string from, string text) => await ArriveAsync(from, "Re: [KU] tiket", text, $"In-Reply-To: <{(await SentAsync(from)).MessageId}>\r\n");

    private async Task<OutboxMessage> SentAsync(string to)
    {
        var mark = hub.Get<TicketSeal>().MarkOf(to);
        await using var db = hub.Database.Open();
        return await db.Outbox.AsNoTracking().Where(m => m.Recipient == to || m.Recipient == mark).OrderBy(m => m.Id).FirstAsync(Token);
    }

    private Task ArriveAsync(string from, string subject, string text, string? headers)
    {
        var id = $"<surat-{++arrived}@contoh.id>";
        var mail = $"{HubFixture.Vouched(from)}From: {from}\r\nTo: birorganisasi.kaltara@gmail.com\r\nSubject: {subject}\r\nMessage-ID: {id}\r\n{headers}\r\n{text}\r\n";
        return hub.ArriveAsync("email-organisasi", id, "message/rfc822", Encoding.UTF8.GetBytes(mail), Received);
    }

    private async Task<Ticket> TicketAsync()
    {
        await using var db = hub.Database.Open();
        return await db.Tickets.AsNoTracking().Include(t => t.Events.OrderBy(e => e.Sequence)).Include(t => t.Clocks).OrderBy(t => t.Id).FirstAsync(Token);
    }

    private async Task<List<NoticePurpose>> SentToAsync(string address)
    {
        var mark = hub.Get<TicketSeal>().MarkOf(address);
        await using var db = hub.Database.Open();
        return await db.Outbox.Where(m => m.Recipient == address || m.Recipient == mark).OrderBy(m => m.Id).Select(m => m.Purpose).ToListAsync(Token);
    }

    public ValueTask DisposeAsync() => hub.DisposeAsync();
}
