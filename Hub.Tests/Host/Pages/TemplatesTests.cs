using Hub.Connectors.Email;
using Hub.Host.Foundation;
using Hub.Host.Mailing.Notices;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Host.Pages;

public sealed class TemplatesTests(RoomsFixture rooms) : IClassFixture<RoomsFixture>
{
    private const string Address = "/settings/templates?notice=Answer";

    private NoticeWording Wording => rooms.Services.GetRequiredService<NoticeWording>();

    [Fact]
    public async Task A_saved_sentence_stands_in_the_next_mail_and_an_empty_one_gives_the_products_back()
    {
        var page = await rooms.PostAsync(Address, "words", ("LeadAnswer", "Salam hormat, inilah jawaban untuk {0}."), ("act", "save"));

        page.ShouldContain("Kalimat disimpan");
        Mail().ShouldContain("Salam hormat, inilah jawaban untuk KU-2026-000123.");
        await using (var db = rooms.Database.Open())
        {
            (await db.Audit.Where(a => a.Action == "notice-text.changed").OrderBy(a => a.Id).LastAsync()).Detail!.ShouldContain("Salam hormat");
        }

        await rooms.PostAsync(Address, "words", ("LeadAnswer", ""), ("act", "save"));
        Mail().ShouldContain("Berikut jawaban kami untuk KU-2026-000123.");
    }

    [Fact]
    public async Task A_preview_shows_what_is_typed_and_saves_nothing()
    {
        var page = await rooms.PostAsync(Address, "words", ("FooterAnswer", "Sampai jumpa di loket."), ("act", "show"));

        page.ShouldContain("Sampai jumpa di loket.");
        Mail().ShouldNotContain("Sampai jumpa di loket.");
    }

    [Theory]
    [InlineData("LeadAnswer", "Jawaban untuk {0} dan {5}.", "kurung kurawal")]
    [InlineData("LeadAnswer", "Jawaban {nomor}", "kurung kurawal")]
    [InlineData("LeadAnswer", "Jawaban {0", "kurung kurawal")]
    [InlineData("LeadAnswer", "Sandi Anda berakhir. Masuk di http://maling.contoh/masuk", "bukan milik hub")]
    [InlineData("LeadAnswer", "Masuk di maling.contoh, ya.", "bukan milik hub")]
    [InlineData("LeadAnswer", "Masuk di http://10.0.0.1", "bukan milik hub")]
    [InlineData("LeadAnswer", "Masuk di {0}.contoh", "bukan milik hub")]
    [InlineData("LeadAnswer", "Masuk di maling\u3002contoh", "bukan milik hub")]
    [InlineData("LeadAnswer", "Kirim NIK dan nama ke maling@jahat.contoh", "bukan milik hub")]
    [InlineData("LeadAnswer", "Kirim NIK dan nama ke maling\uFF20jahat\u200B\uFF0Econtoh", "bukan milik hub")]
    [InlineData("LeadAnswer", "Balas ke wa.me/6281234567890", "bukan milik hub")]
    [InlineData("LeadAnswer", "Hubungi 0812-3456-7890.", "bukan milik hub")]
    [InlineData("LeadAnswer", "Hubungi +62 (812) 3456 7890", "bukan milik hub")]
    [InlineData("LeadAnswer", "Hubungi 6281234567890", "bukan milik hub")]
    [InlineData("SubjectAnswer", "Perihal\r\nBcc: orang@lain.contoh", "satu baris")]
    public async Task A_sentence_that_cannot_be_filled_in_is_refused_in_words(string name, string text, string said)
    {
        var page = await rooms.PostAsync(Address, "words", (name, text), ("act", "save"));

        page.ShouldContain(said);
        Wording.Own(name).ShouldBeNull();
    }

    [Fact]
    public void The_hubs_own_address_may_stand_in_a_sentence()
    {
        var own = rooms.Services.GetRequiredService<HubOptions>().PublicAddress;

        Wording.FaultOf("LeadAnswer", $"Jawaban {{0}}, dll. Lacak di {own.Scheme}://{own.Authority}/track.").ShouldBeNull();
        Wording.FaultOf("LeadAnswer", $"Lacak di {own.Scheme}://{own.Authority}.jahat.contoh/track").ShouldBe("templates.address");
        Wording.FaultOf("LeadAnswer", $"Lacak di {own.Scheme}://{own.Authority}@jahat.contoh/track").ShouldBe("templates.address");
    }

    [Theory]
    [InlineData("Ditandatangani Siti Aminah, S.Sos., M.Si. untuk {0}.")]
    [InlineData("Loket dibuka pukul 08.15-16.00, Senin sampai Jumat.")]
    [InlineData("Nomor {0} tahun 2026.")]
    public void A_title_and_the_hours_of_an_office_are_no_address(string text) => Wording.FaultOf("LeadAnswer", text).ShouldBeNull();

    [Fact]
    public void The_address_that_the_hub_sends_from_may_stand_in_a_sentence()
    {
        var options = rooms.Services.GetRequiredService<HubOptions>();
        var before = options.SecondMail;
        options.SecondMail = new SmtpOptions { From = "hub@setda.lain.contoh" };
        try
        {
            Wording.FaultOf("LeadAnswer", "Balas ke Hub@setda.lain.contoh.").ShouldBeNull();
            Wording.FaultOf("LeadAnswer", "Balas ke bukan-hub@setda.lain.contoh.").ShouldBe("templates.address");
        }
        finally
        {
            options.SecondMail = before;
        }
    }

    /// <summary>Saved before addresses were refused.</summary>
    [Fact]
    public async Task A_stored_sentence_that_would_be_refused_now_does_not_leave()
    {
        await using var db = rooms.Database.Open();
        db.OwnWordings.Add(new OwnWording { Name = "LeadQuestion", Text = "Kirim NIK Anda ke http://maling.contoh/nik" });
        db.OwnWordings.Add(new OwnWording { Name = "LeadReminder", Text = "Mohon segera dijawab." });
        await db.SaveChangesAsync();

        // Saving another one reads all of them.
        await rooms.PostAsync(Address, "words", ("act", "save"));

        Wording.Own("LeadQuestion").ShouldBeNull();
        Wording.Own("LeadReminder").ShouldBe("Mohon segera dijawab.");
        await db.OwnWordings.Where(w => w.Name == "LeadQuestion" || w.Name == "LeadReminder").ExecuteDeleteAsync();
        await rooms.PostAsync(Address, "words", ("act", "save"));
    }

    [Fact]
    public async Task Every_notice_has_its_page()
    {
        foreach (var purpose in NoticeWording.Editable.Keys)
        {
            (await rooms.GetAsync($"/settings/templates?notice={purpose}")).ShouldContain("KU-2026-000123", customMessage: purpose.ToString());
        }
    }

    private string Mail() => rooms.Services.GetRequiredService<NoticeSample>().Make(NoticePurpose.Answer, Wording).ToText();
}
