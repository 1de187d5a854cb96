using System.Text;
using Hub.Domain.Tickets;
using Hub.Host.People.Access;
using Hub.Host.People.Privacy;
using Hub.Tests.Host.Access;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Attacks;

/// <summary>People name their files after themselves, and after others whom no record knows: after the erasing nothing says such a name any more, with a flag or without.</summary>
public sealed class FileNameErasingTests : IAsyncLifetime
{
    private const string Email = "wahyuni@contoh.id";
    private const string Staff = "staf.organisasi@setda.contoh";
    private const string Unread = "foto rumah Markudius Lawetang";
    private const string Read = "surat_kuasa_Sulastinah_Beringin";
    private static readonly CurrentUser Verifier = new("siti", new HashSet<string> { Roles.Verifier }, null);
    private static readonly string[] Told = ["Markudius", "Lawetang", "Sulastinah", "Beringin", "denahtanah"];

    private HubFixture hub = null!;
    private int looked;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var settings = HubFixture.Mailbox("email-organisasi", "organisasi@setda.contoh");
        HubFixture.SendMail(settings);
        settings["Hub:Contacts:organisasi:Staff:0"] = Staff;
        hub = await HubFixture.StartAsync(settings);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Mohon nama saya dirahasiakan. ")]
    public async Task Names_of_files_go_with_who_is_erased_wherever_they_stand(string plea)
    {
        await ArriveAsync(plea);
        await using var db = hub.Database.Open();
        var ticket = await db.Tickets.AsNoTracking().SingleAsync(Token);
        ticket.IsProtected.ShouldBe(plea.Length > 0);
        await hub.ChangeAsync(ticket.Number, new TicketChange.Note($"Lihat {Unread}.pdf dan surat kuasa Sulastinah Beringin.docx; suratnya sudah lengkap."));
        await hub.ChangeAsync(ticket.Number, new TicketChange.Withdraw(null));
        var before = await OnPageAsync(ticket.Number);
        Told.Where(before.Contains).ShouldBe(Told, "else nothing is tried here");

        (await hub.Get<SubjectRequests>().EraseAsync(Email, "permintaan pelapor", Verifier, Token)).Erased.ShouldBe([ticket.Number]);

        var left = await db.Tickets.AsNoTracking().Include(t => t.Events).Include(t => t.Attachments).SingleAsync(Token);
        left.Attachments.Select(a => a.Name).Order(StringComparer.Ordinal).ShouldBe(["▇▇▇▇", "▇▇▇▇.docx", "▇▇▇▇.pdf"]);
        string stored = $"{left.Body}{left.OriginalBody}{left.Letter}{string.Concat(left.Facts)}{string.Concat(left.Route.Why.SelectMany(w => w.Values))}{string.Concat(left.Events.Select(e => e.Text + e.Data))}{string.Concat(await db.Outbox.Select(m => m.Payload).ToListAsync(Token))}";
        foreach (var told in Told)
        {
            stored.ShouldNotContain(told);
            (await OnPageAsync(ticket.Number)).ShouldNotContain(told);
        }

        stored.Contains("suratnya sudah lengkap", StringComparison.Ordinal).ShouldBe(plea.Length == 0, "what calls no file by its name stays, but for a secret ticket, of which no word does");
    }

    private async Task<string> OnPageAsync(string number)
    {
        using var visitor = await Visitor.SignedInAsync(hub, $"siti{++looked}", null, Roles.Verifier);
        return await visitor.ReadAsync($"/tickets/{number}") + await visitor.ReadAsync("/tickets/export.csv");
    }

    private Task ArriveAsync(string plea)
    {
        var letter = MadeFiles.Zip(
        [
            ("[Content_Types].xml", MadeFiles.Bytes("<Types xmlns=\"http://x\"/>")),
            ("word/document.xml", MadeFiles.Bytes("<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:r><w:t>Mohon evaluasi kelembagaan desa kami menurut surat ini.</w:t></w:r></w:p></w:body></w:document>")),
        ]);
        var mail = $"From: Wahyuni Tandiolak <{Email}>\r\nTo: organisasi@setda.contoh\r\nSubject: Permohonan evaluasi\r\nMessage-ID: <surat-1@contoh.id>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=batas\r\n\r\n--batas\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{plea}Mohon evaluasi kelembagaan. Salam, Wahyuni Tandiolak\r\n"
            + Part($"{Read}.docx", letter) + Part($"{Unread}.pdf", "bukan pdf"u8.ToArray()) + Part("denahtanah", "x"u8.ToArray()) + "--batas--\r\n";
        return hub.ArriveAsync("email-organisasi", "surat-1", "message/rfc822", Encoding.UTF8.GetBytes(mail), TimeProvider.System.GetUtcNow());
    }

    private static string Part(string name, byte[] content) =>
        $"--batas\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=\"{name}\"\r\n\r\n{Convert.ToBase64String(content, Base64FormattingOptions.InsertLineBreaks)}\r\n";

    public ValueTask DisposeAsync() => hub.DisposeAsync();
}
