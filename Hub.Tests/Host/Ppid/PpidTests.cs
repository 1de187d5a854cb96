using System.Net;
using Hub.Domain;
using Hub.Domain.Conversation;
using Hub.Domain.Deadlines;
using Hub.Domain.Tickets;
using Hub.Host.FollowUp;
using Hub.Host.Storage.Rows;
using Hub.Tests.Host.Pages;
using Hub.Tests.Support;

namespace Hub.Tests.Host.Ppid;

/// <summary>A request under UU 14/2008: by words, by mail and by page, to its decision, objection and dispute.</summary>
public sealed class PpidTests
{
    private const string Reporter = "pemohon@contoh.id";
    private const string Staff = "staf.organisasi@setda.contoh";

    [Fact]
    public async Task By_mail_it_is_decided_objected_to_after_its_closing_and_goes_to_the_commission()
    {
        await using var office = await MailOffice.OpenAsync(new DateTimeOffset(2026, 10, 1, 9, 0, 0, Wita.Offset));
        var number = await AskedAsync(office);
        await office.AnswerAsync(Staff, await office.TicketAsync(number), NoticePurpose.Assigned, "PPID TOLAK 17h memuat data pribadi pegawai");

        var refused = await office.TicketAsync(number);
        refused.Status.ShouldBe(TicketStatus.Resolved);
        refused.Events.Single(e => e.Kind == TicketEventKind.PpidDecided).Of<Happening.PpidDecided>().ShouldBe(new Happening.PpidDecided(PpidDecision.Refused, PpidGround.PrivateSecret));
        (await office.MailAsync(refused, NoticePurpose.Answer)).ShouldContain("memuat data pribadi pegawai");

        office.Clock.SetUtcNow(new DateTimeOffset(2026, 10, 20, 9, 0, 0, Wita.Offset));
        await office.Hub.Get<ClosingRun>().RunAsync(TestContext.Current.CancellationToken);
        (await office.TicketAsync(number)).Status.ShouldBe(TicketStatus.Closed);
        await office.AnswerAsync(Reporter, refused, NoticePurpose.Answer, "Dengan ini saya mengajukan keberatan atas penolakan tersebut.");

        var objected = await office.TicketAsync(number);
        objected.Status.ShouldBe(TicketStatus.InProgress);
        objected.Clocks.Single(c => c.Binding).ShouldSatisfyAllConditions(c => c.Rule.ShouldBe(PpidRules.Objection), c => c.DueOn.ShouldBe(new DateOnly(2026, 12, 1)));

        await office.AnswerAsync(Staff, objected, NoticePurpose.Assigned, "PPID TOLAK 17h atasan PPID menguatkan penolakan");
        await office.AnswerAsync(Staff, objected, NoticePurpose.Assigned, "PPID SENGKETA surat 12/KI/2026 tanggal 20 Oktober 2026");

        var disputed = await office.TicketAsync(number);
        disputed.Status.ShouldBe(TicketStatus.WaitingForAuthority);
        disputed.Waiting.ShouldBe(new Happening.WaitingBegan(PpidRules.Commission, PpidRules.CommissionName, "12/KI/2026", new DateOnly(2026, 10, 20)));
    }

    [Theory]
    [InlineData("Kami akan mengajukan keberatan bila tidak dijawab.", false)]
    [InlineData("Saya tidak keberatan.", false)]
    [InlineData("Bersama ini kami menyampaikan keberatan.", true)]
    [InlineData("Keberatan atas tidak ditanggapinya permintaan kami.", true)]
    public void That_somebody_will_object_is_no_objection(string words, bool objects) => PpidWords.Object(words).ShouldBe(objects);

    [Theory]
    [InlineData("", PpidStep.Start, null, "")]
    [InlineData("KABUL datanya terlampir", PpidStep.Decide, null, "datanya terlampir")]
    [InlineData("SEBAGIAN pasal 17 huruf i: nota dinas dikecualikan", PpidStep.Decide, PpidGround.Memorandum, "nota dinas dikecualikan")]
    [InlineData("TOLAK 6 kami tidak menguasainya", PpidStep.Decide, PpidGround.NotHeld, "kami tidak menguasainya")]
    [InlineData("TOLAK belum ada alasannya", PpidStep.Decide, null, "belum ada alasannya")]
    public void The_word_PPID_says_what_became_of_it(string argument, PpidStep step, PpidGround? ground, string words)
    {
        var said = PpidCommand.Parse(argument);
        (said.Step, said.Ground, said.Words).ShouldBe((step, ground, words));
    }

    [Fact]
    public async Task On_its_page_it_is_decided_with_a_ground_and_stands_in_the_register_without_its_applicant()
    {
        var rooms = new RoomsFixture();
        await rooms.InitializeAsync();
        await using var end = rooms;
        var ticket = await rooms.AddTicketAsync("Permintaan data hibah", reporter: new Hub.Domain.Submissions.Reporter { Name = "Rahmat Sentosa", Email = "rahmat@contoh.id" });
        await rooms.PostAsync($"/tickets/{ticket.Number}", "ppid");

        (await rooms.PostAsync($"/tickets/{ticket.Number}", "ppid-decide", ("decision", "Refused"), ("ground", ""), ("text", "Tidak dapat diberikan."))).ShouldContain("Sebutkan alasan penolakannya");
        await rooms.PostAsync($"/tickets/{ticket.Number}", "ppid-decide", ("decision", "Refused"), ("ground", "LawEnforcement"), ("text", "Sedang disidik."));
        await rooms.PostAsync($"/tickets/{ticket.Number}", "ppid-object", ("on", "2026-03-25"));

        var page = WebUtility.HtmlDecode(await rooms.GetAsync("/ppid?year=2026"));
        page.ShouldContain("Pasal 17 huruf a: penegakan hukum");
        page.ShouldContain("tersegel");
        page.ShouldNotContain("Rahmat");
        var file = await rooms.GetAsync("/ppid/register.csv?year=2026");
        file.ShouldContain($"1;{ticket.Number}");
        file.ShouldContain("ditolak");
        file.ShouldNotContain("Rahmat");
        rooms.As = RoomsFixture.StaffOf("hukum");
        (await rooms.GetAsync("/ppid?year=2026")).ShouldNotContain(ticket.Number, customMessage: "a bureau sees its own");
    }

    private static async Task<string> AskedAsync(MailOffice office)
    {
        var ticket = await office.WriteAsync(Reporter, "Permintaan informasi publik", "Berdasarkan UU 14/2008 saya meminta salinan daftar pemegang tanda pengenal ASN di Biro Organisasi.");
        if (ticket.Bureau != "organisasi")
        {
            await office.Hub.ChangeAsync(ticket.Number, new TicketChange.Assign("organisasi", null, null));
        }

        if (!(await office.TicketAsync(ticket.Number)).IsPpid)
        {
            await office.Hub.ChangeAsync(ticket.Number, new TicketChange.StartPpid());
        }

        return ticket.Number;
    }
}
