using System.Net;
using System.Text;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.Mailing.Outbox;
using Hub.Mocks;
using Hub.Mocks.Lapor;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Pages;

/// <summary>Files on the answer that is written in the browser.</summary>
public sealed class AnswerFilesPageTests(RoomsFixture rooms) : IClassFixture<RoomsFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_chosen_for_an_answer_is_kept_with_it_and_shown_at_the_ticket()
    {
        var ticket = await rooms.AddTicketAsync("Minta formulir");

        var page = await AnswerAsync(ticket.Number, "Formulirnya terlampir.", ("formulir.pdf", "%PDF-1.7"), ("daftar.csv", "a;b"));

        page.ShouldContain("formulir.pdf");
        page.ShouldContain("Dikirim bersama jawaban");
        await using var db = rooms.Database.Open();
        var answered = await db.TicketEvents.SingleAsync(e => e.TicketId == ticket.Id && e.Kind == TicketEventKind.Answered, Token);
        (await db.Attachments.Where(a => a.TicketId == ticket.Id).OrderBy(a => a.Id).Select(a => new { a.Name, a.SentWith }).ToListAsync(Token))
            .ShouldBe([new { Name = "formulir.pdf", SentWith = (int?)answered.Sequence }, new { Name = "daftar.csv", SentWith = (int?)answered.Sequence }]);
    }

    [Fact]
    public async Task A_file_that_is_not_what_its_name_says_is_refused_before_anything_leaves()
    {
        var ticket = await rooms.AddTicketAsync("Minta formulir lagi");

        var page = await AnswerAsync(ticket.Number, "Formulirnya terlampir.", ("formulir.pdf", "MZ"));

        page.ShouldContain("Isi formulir.pdf bukan jenis yang disebut namanya");
        page.ShouldContain("Formulirnya terlampir.");
        page.ShouldContain("Belum terkirim: formulir.pdf");
        await using var db = rooms.Database.Open();
        (await db.Attachments.AnyAsync(a => a.TicketId == ticket.Id, Token)).ShouldBeFalse();
        (await db.TicketEvents.AnyAsync(e => e.TicketId == ticket.Id && e.Kind == TicketEventKind.Answered, Token)).ShouldBeFalse();
    }

    [Fact]
    public async Task Files_larger_than_a_request_may_be_are_refused_with_their_limit_and_the_typed_words_stay()
    {
        var ticket = await rooms.AddTicketAsync("Minta berkas besar");
        var (form, client) = await rooms.FormAsync($"/tickets/{ticket.Number}", "answer");
        using var open = client;
        var page = await client.GetStringAsync($"/tickets/{ticket.Number}", Token);
        page.ShouldContain("data-most-bytes=\"10485760\"", customMessage: "the browser refuses before anything is sent");
        page.ShouldContain("paling banyak 5 berkas, bersama-sama 10 MB. Pilih berkas yang lebih kecil");
        using var body = new MultipartFormDataContent();
        foreach (var (name, value) in form.Append(new("writer", FormFields.Of(page).First(f => f.Name == "writer").Value)).Append(new("text", "Jawaban yang sudah panjang.")))
        {
            body.Add(new StringContent(value), name);
        }

        body.Add(new ByteArrayContent(new byte[31_000_000]), "files", "besar.pdf");

        using var answer = await client.PostAsync($"/tickets/{ticket.Number}", body, Token);

        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        var said = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Token));
        said.ShouldContain("Kiriman paling besar 30 MB; berkas pada jawaban bersama-sama paling besar 10 MB.");
        said.ShouldNotContain("di pihak hub");
        WebUtility.HtmlDecode(await client.GetStringAsync($"/tickets/{ticket.Number}", Token)).ShouldContain("Jawaban yang sudah panjang.");
    }

    [Fact]
    public async Task A_source_that_takes_files_gets_them_with_the_answer_and_the_page_says_of_others_that_they_take_none()
    {
        using var lapor = LaporFake.Start(new FakeOptions { Now = RoomsFixture.Now });
        await using var hub = await HubFixture.StartAsync(new Dictionary<string, string?>
        {
            ["Hub:Sources:lapor:Kind"] = "lapor",
            ["Hub:Sources:lapor:Options:Address"] = lapor.Address.ToString(),
            ["Hub:Sources:lapor:Options:AccessKey"] = LaporFake.AccessKey,
            ["Hub:Sources:lapor:Options:Token"] = LaporFake.Token,
            ["Hub:Sources:lapor:Options:InstitutionId"] = $"{LaporFake.InstitutionId}",
            ["Hub:Sources:lapor:Options:UserId"] = $"{LaporFake.UserId}",
            ["Hub:Sources:lapor:Options:FirstResponseTemplate"] = "first_response",
        });
        var route = new Hub.Domain.Routing.RoutingDecision { Bureau = "kesra", Kind = SubmissionKind.Complaint, Score = 1, Triage = false, Why = [] };
        var ticket = Ticket.Open(new TicketOrigin("KU-2026-000001", "lapor", "lapor", "lapor", $"{lapor.Ids[0]}"), new Submission { Title = "Laporan", Body = "Isi.", ReceivedAt = RoomsFixture.Now }, route, RoomsFixture.Now);
        await using (var db = hub.Database.Open())
        {
            db.Tickets.Add(ticket);
            await db.SaveChangesAsync(Token);
        }

        await hub.ChangeAsync(ticket.Number, new TicketChange.Answer("Terlampir.") { Files = [new Attachment { Name = "bukti.pdf", MediaType = "application/pdf", Content = "%PDF"u8.ToArray() }] });
        await hub.Get<DispatchWorker>().DispatchAsync(Token);

        lapor.Effects.Select(e => e.Kind).ShouldBe(["upload", "followup"]);
        var other = await rooms.AddTicketAsync("Dari SIHAB");
        await using (var db = rooms.Database.Open())
        {
            await db.Tickets.Where(t => t.Id == other.Id).ExecuteUpdateAsync(set => set.SetProperty(t => t.System, "sihab"), Token);
        }

        WebUtility.HtmlDecode(await rooms.GetAsync($"/tickets/{other.Number}")).ShouldContain("Sistem asal hanya menerima teks");
    }

    private async Task<string> AnswerAsync(string number, string text, params (string Name, string Content)[] files)
    {
        var (form, client) = await rooms.FormAsync($"/tickets/{number}", "answer");
        using (client)
        using (var body = new MultipartFormDataContent())
        {
            foreach (var (name, value) in form.Append(new("text", text)).Append(new("last", "false")))
            {
                body.Add(new StringContent(value), name);
            }

            foreach (var (name, content) in files)
            {
                body.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(content)), "files", name);
            }

            using var answer = await client.PostAsync($"/tickets/{number}", body, Token);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Token));
        }
    }
}
