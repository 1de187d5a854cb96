using System.Net;
using Hub.Domain.Routing;
using Hub.Domain.Tickets;
using Hub.Host.Storage.Rows;
using Hub.Tests.Host.Pages;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Offices;

public sealed class OfficePagesTests(RoomsFixture rooms) : IClassFixture<RoomsFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_register_is_kept_in_the_browser_and_a_ticket_is_handed_on_from_triage_with_one_key()
    {
        var ticket = await rooms.AddTicketAsync("Hutan di sekitar kampung dibabat", bureau: null, due: new DateOnly(2026, 3, 20), body: "Kepada Yth. Kepala Dinas Kehutanan, mohon ditinjau.");
        var page = WebUtility.HtmlDecode(await rooms.GetAsync("/triage"));
        page.ShouldContain("""value="dinas-kehutanan/" data-key="3" disabled>""", customMessage: "no mail reaches it yet");
        page.ShouldContain("Belum ada alamat surel");

        (await rooms.PostAsync("/offices/dinas-kehutanan", "office", ("name", "Dinas Kehutanan"), ("liaison", "Yusuf"), ("email", "yusuf"))).ShouldContain("bukan alamat surel");
        (await rooms.PostAsync("/offices/dinas-kehutanan", "office", ("name", "Dinas Kehutanan"), ("liaison", "Yusuf"), ("email", "Yusuf@dishut.contoh"), ("lapor", "151200"))).ShouldContain("Perangkat daerah disimpan.");
        await rooms.PostAsync("/triage", "choose", ("number", ticket.Number), ("place", "dinas-kehutanan/"));

        await using var db = rooms.Database.Open();
        (await db.Tickets.SingleAsync(t => t.Number == ticket.Number, Token)).Bureau.ShouldBe("dinas-kehutanan");
        (await db.Outbox.SingleAsync(m => m.TicketId == ticket.Id && m.Purpose == NoticePurpose.Assigned, Token)).Recipient.ShouldBe("yusuf@dishut.contoh");
        (await db.Audit.AnyAsync(e => e.Action == "office.kept" && e.Subject == "dinas-kehutanan", Token)).ShouldBeTrue();

        WebUtility.HtmlDecode(await rooms.GetAsync($"/tickets/{ticket.Number}")).ShouldContain("<b>Dinas Kehutanan</b>");
        var overview = WebUtility.HtmlDecode(await rooms.GetAsync("/"));
        overview.ShouldContain("Di perangkat daerah");
        overview.ShouldContain("Dihitung terpisah");
        var reports = WebUtility.HtmlDecode(await rooms.GetAsync("/reports?from=2026-03-01&to=2026-03-31"));
        reports.ShouldContain("Per perangkat daerah");
    }

    [Fact]
    public async Task What_the_router_calls_another_authoritys_is_proposed_on_the_ticket_of_the_verifier()
    {
        var ticket = await rooms.AddTicketAsync("Lampu jalan padam", bureau: "organisasi", then: t => typeof(Ticket).GetProperty(nameof(Ticket.Route))!.SetValue(t, t.Route with { NotOurs = "Dinas Perhubungan" }));

        var page = WebUtility.HtmlDecode(await rooms.GetAsync($"/tickets/{ticket.Number}"));

        page.ShouldContain("Teruskan ke Dinas Perhubungan");
        OfficeProposal.For(ticket, Hub.Domain.Catalogue.Office.Shipped())!.Code.ShouldBe("dinas-perhubungan");
    }

    /// <summary>A letter is about somebody else, or nobody needs to choose.</summary>
    [Fact]
    public async Task An_office_is_not_proposed_for_what_it_sent_itself()
    {
        var ticket = await rooms.AddTicketAsync("Lampu jalan padam", bureau: "organisasi", then: t =>
        {
            typeof(Ticket).GetProperty(nameof(Ticket.Route))!.SetValue(t, t.Route with { NotOurs = "Dinas Perhubungan" });
            typeof(Ticket).GetProperty(nameof(Ticket.Organisation))!.SetValue(t, "Dinas Perhubungan Provinsi Kalimantan Utara");
        });

        OfficeProposal.For(ticket, Hub.Domain.Catalogue.Office.Shipped()).ShouldBeNull();
    }

    [Fact]
    public async Task A_report_of_LAPOR_is_disposed_there_by_the_offices_number_and_not_refused()
    {
        var ticket = await rooms.AddTicketAsync("Banjir di Sesayap", bureau: null, then: t =>
        {
            typeof(Ticket).GetProperty(nameof(Ticket.System))!.SetValue(t, "lapor");
            typeof(Ticket).GetProperty(nameof(Ticket.Source))!.SetValue(t, "lapor");
        });
        await rooms.PostAsync("/offices/badan-penanggulangan-bencana-daerah", "office", ("name", "Badan Penanggulangan Bencana Daerah"), ("liaison", "Wati"), ("email", "wati@bpbd.contoh"), ("lapor", "151300"));

        await rooms.PostAsync("/triage?after=0", "other", ("number", ticket.Number), ("bureau", "badan-penanggulangan-bencana-daerah"));

        await using var db = rooms.Database.Open();
        var told = await db.Outbox.SingleAsync(m => m.TicketId == ticket.Id && m.Channel == OutboxChannel.Source, Token);
        told.Payload.ShouldContain("\"target\":\"151300\"");
        told.Payload.ShouldContain("diteruskan kepada Badan Penanggulangan Bencana Daerah");
        System.Text.Json.JsonSerializer.Deserialize<Hub.Host.Work.Tickets.NoticePayload>(told.Payload, System.Text.Json.JsonSerializerOptions.Web)!.Reply.ShouldBe(Hub.Connectors.ReplyKind.Disposition);
        (await db.Tickets.SingleAsync(t => t.Id == ticket.Id, Token)).Status.ShouldBe(TicketStatus.New);
    }

    [Fact]
    public async Task On_the_protected_road_triage_offers_the_inspectorate_and_the_lifting_and_no_bureau()
    {
        var ticket = await rooms.AddTicketAsync("Laporan", bureau: "umum", body: "Bendahara biro umum menggelapkan honor, jangan sebut nama saya.");
        rooms.As = RoomsFixture.StaffOf("umum");
        (await rooms.GetAsync("/tickets")).ShouldNotContain(ticket.Number);
        rooms.As = RoomsFixture.Verifier;

        var page = WebUtility.HtmlDecode(await rooms.GetAsync($"/tickets/{ticket.Number}"));
        page.ShouldContain("Teruskan ke Inspektorat");
        page.ShouldContain("Pelapor meminta namanya dirahasiakan.");
        page.ShouldNotContain("id=\"assign-bureau\"");
        (await rooms.PostAsync($"/tickets/{ticket.Number}", "lift", ("number", ticket.Number), ("reason", " "))).ShouldContain("Isi alasan dahulu.");
        (await rooms.PostAsync($"/tickets/{ticket.Number}", "lift", ("number", ticket.Number), ("reason", "ok"))).ShouldContain("sekurang-kurangnya 3 kata");
        (await rooms.PostAsync($"/tickets/{ticket.Number}", "lift", ("number", ticket.Number), ("reason", "hub salah membacanya"))).ShouldContain("Perlindungan diangkat. Tiket ini sekarang menunggu di triase");

        await using var db = rooms.Database.Open();
        var lifted = await db.Tickets.SingleAsync(t => t.Number == ticket.Number, Token);
        (lifted.Protection, lifted.Secret, lifted.Status).ShouldBe((null, false, TicketStatus.Triage));
    }

    [Fact]
    public async Task Staff_of_a_bureau_do_not_keep_the_register() => await rooms.ActAsAsync(RoomsFixture.StaffOf("kesra"), async () =>
    {
        using var client = rooms.Client();
        (await client.GetAsync("/offices", Token)).StatusCode.ShouldNotBe(HttpStatusCode.OK);
    });

    [Fact]
    public async Task The_register_is_taken_away_in_the_form_in_which_it_is_brought_back()
    {
        var file = await rooms.GetAsync("/offices/offices.csv");

        file.ShouldContain("Kode;Nama;Singkatan;Pejabat penghubung;Surel;Telepon;Alamat;ID LAPOR");
        file.ShouldContain("dinas-sosial;Dinas Sosial;Dinsos");
    }
}
