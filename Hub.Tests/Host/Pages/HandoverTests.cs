using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.People.Privacy;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Host.Pages;

public sealed class HandoverTests(RoomsFixture rooms) : IClassFixture<RoomsFixture>
{
    private static readonly Reporter Budi = new() { Name = "Budi Santoso", Email = "budi@contoh.id", Phone = "081234567890" };

    [Fact]
    public async Task Without_the_identity_no_file_names_the_reporter_and_the_trail_says_who_took_it()
    {
        var ticket = await StoreAsync();

        var files = await TakeAsync(ticket, ("purpose", "Permintaan Ombudsman 12/2026"));

        files.Keys.ShouldBe(["ringkasan.pdf", "tiket.json", "riwayat.csv", "jejak-audit.csv", "SHA256SUMS"], ignoreOrder: true);
        foreach (var (name, content) in files)
        {
            var text = name.EndsWith(".pdf", StringComparison.Ordinal) ? PdfText.Of(content) : Encoding.UTF8.GetString(content);
            text.ShouldNotContain("Santoso", Case.Insensitive, name);
            text.ShouldNotContain("budi@contoh.id", Case.Insensitive, name);
            text.ShouldNotContain("081234567890", Case.Insensitive, name);
        }

        Encoding.UTF8.GetString(files["riwayat.csv"]).ShouldContain("andi");
        PdfText.Of(files["ringkasan.pdf"]).ShouldContain(ticket.Number);
        await using var db = rooms.Database.Open();
        (await db.Audit.SingleAsync(a => a.Action == "ticket.handed-over" && a.Subject == ticket.Number)).Detail.ShouldBe("Permintaan Ombudsman 12/2026");
    }

    [Fact]
    public async Task With_the_identity_it_is_in_and_its_opening_is_written_down()
    {
        var ticket = await StoreAsync();

        var files = await TakeAsync(ticket, ("purpose", "Putusan pengadilan"), ("named", "true"));

        Encoding.UTF8.GetString(files["pelapor.json"]).ShouldContain("Budi Santoso");
        await using var db = rooms.Database.Open();
        (await db.Audit.AnyAsync(a => a.Action == "reporter.opened" && a.Subject == ticket.Number)).ShouldBeTrue();
    }

    [Fact]
    public async Task The_list_of_hashes_holds_every_other_file()
    {
        var files = await TakeAsync(await StoreAsync(), ("purpose", "Pemeriksaan berkas"));

        var listed = Encoding.UTF8.GetString(files["SHA256SUMS"]).Split('\n', StringSplitOptions.RemoveEmptyEntries).ToDictionary(l => l[66..], l => l[..64]);
        listed.Keys.ShouldBe(files.Keys.Where(k => k != "SHA256SUMS"), ignoreOrder: true);
        listed.ShouldAllBe(l => l.Value == Convert.ToHexStringLower(SHA256.HashData(files[l.Key])));
    }

    private async Task<Ticket> StoreAsync()
    {
        var ticket = await rooms.AddTicketAsync(
            "Pungutan di loket", body: "Saya Budi Santoso, hubungi 0812-3456-7890 atau budi@contoh.id.\nLoket meminta uang.", reporter: Budi, then: t => t.Answer("andi", "Yth. Budi Santoso, sudah kami periksa.", RoomsFixture.Now));
        await using var db = rooms.Database.Open();
        await rooms.Services.GetRequiredService<ReporterVault>().KeepAsync(db, ticket, Budi, CancellationToken.None);
        await db.SaveChangesAsync();
        return ticket;
    }

    private async Task<Dictionary<string, byte[]>> TakeAsync(Ticket ticket, params (string Name, string Value)[] fields)
    {
        var (form, client) = await rooms.FormAsync($"/tickets/{ticket.Number}", "note");
        using (client)
        {
            using var answer = await client.PostAsync($"/tickets/{ticket.Number}/handover", new FormUrlEncodedContent([.. form, .. fields.Select(f => new KeyValuePair<string, string>(f.Name, f.Value))]));
            answer.EnsureSuccessStatusCode();
            await using var zip = new ZipArchive(await answer.Content.ReadAsStreamAsync(), ZipArchiveMode.Read);
            var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
            foreach (var entry in zip.Entries)
            {
                await using var content = await entry.OpenAsync();
                using var copy = new MemoryStream();
                await content.CopyToAsync(copy);
                files.Add(entry.FullName, copy.ToArray());
            }

            return files;
        }
    }
}
