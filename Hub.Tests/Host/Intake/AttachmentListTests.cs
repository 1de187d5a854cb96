using System.Security.Cryptography;
using System.Text;
using Hub.Domain;
using Hub.Domain.Tickets;
using Hub.Host.People.Privacy;
using Hub.Host.Watch;
using Hub.Host.Work.Tickets;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Intake;

/// <summary>Attachments arrive whole, and the hub sees it when one does not.</summary>
public sealed class AttachmentListTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Received = new(2026, 3, 11, 10, 0, 0, Wita.Offset);
    private static readonly byte[][] Files = [.. Enumerable.Range(1, 16).Select(Noise)];
    private HubFixture hub = null!;

    public async ValueTask InitializeAsync() => hub = await HubFixture.StartAsync(HubFixture.Mailbox("email-kesra", "birososial.kaltara@gmail.com"));

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\n")]
    public async Task Sixteen_files_beside_8bit_parts_arrive_whole_whatever_the_line_ends(string lineEnd)
    {
        await ArriveAsync(lineEnd);

        await using var db = hub.Database.Open();
        var kept = await db.Attachments.OrderBy(a => a.Id).ToListAsync();
        var contents = new List<byte[]?>();
        foreach (var file in kept.Where(a => a.Name.EndsWith(".bin", StringComparison.Ordinal)))
        {
            contents.Add(hub.Get<ByteStore>().Read(await db.Blobs.SingleAsync(b => b.Hash == file.ContentHash)));
        }

        contents.ShouldBe(Files);
        var envelope = await db.Envelopes.SingleAsync();
        envelope.CauseCode.ShouldBeNull();
        envelope.Files!.ShouldContain("berkas-16.bin");
    }

    [Theory]
    [InlineData("CREATE TRIGGER rusak AFTER INSERT ON blobs WHEN NEW.size = 1007 BEGIN UPDATE blobs SET content = substr(content, 2) WHERE hash = NEW.hash; END")]
    [InlineData("CREATE TRIGGER hilang AFTER INSERT ON ticket_attachments WHEN NEW.name = 'berkas-7.bin' BEGIN DELETE FROM ticket_attachments WHERE id = NEW.id; END")]
    public async Task A_store_that_loses_or_changes_a_file_is_found_out_at_once(string fault)
    {
        Need.SqliteFile();
        await using var db = hub.Database.Open();
        await db.Database.ExecuteSqlRawAsync(fault);

        await ArriveAsync("\r\n");

        var envelope = await db.Envelopes.AsNoTracking().SingleAsync();
        envelope.CauseCode.ShouldBe(AttachmentList.FaultCode);
        envelope.Cause!.ToString().ShouldContain("berkas-7.bin");
        (await db.TicketEvents.AnyAsync(e => e.Kind == TicketEventKind.Note && e.Text!.Contains("NotWhole"))).ShouldBeTrue();
        await hub.Get<WatchdogWorker>().LookAsync(CancellationToken.None);
        (await db.Alarms.SingleAsync(a => a.Code == "attachments")).Subject.ShouldBe("KU-2026-000001".Replace("2026", $"{Wita.DateOf(TimeProvider.System.GetUtcNow()).Year}"));
    }

    private Task ArriveAsync(string lineEnd)
    {
        var mail = new StringBuilder("From: panitia@contoh.id\nTo: birososial.kaltara@gmail.com\nSubject: Berkas proposal\nMessage-ID: <berkas@contoh.id>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=batas\n\n--batas\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\nTerlampir berkas – lengkap.\n");
        for (var i = 0; i < Files.Length; i++)
        {
            mail.Append($"--batas\nContent-Type: application/octet-stream\nContent-Disposition: attachment; filename=berkas-{i + 1}.bin\nContent-Transfer-Encoding: base64\n\n");
            mail.Append(Convert.ToBase64String(Files[i], Base64FormattingOptions.InsertLineBreaks).ReplaceLineEndings("\n")).Append('\n');
            mail.Append($"--batas\nContent-Type: text/plain; charset=utf-8; name=catatan-{i + 1}.txt\nContent-Disposition: attachment; filename=catatan-{i + 1}.txt\nContent-Transfer-Encoding: 8bit\n\nCatatan ke–{i + 1}\n");
        }

        mail.Append("--batas--\n");
        return hub.ArriveAsync("email-kesra", "berkas", "message/rfc822", Encoding.UTF8.GetBytes(mail.ToString().ReplaceLineEndings(lineEnd)), Received);
    }

    private static byte[] Noise(int seed)
    {
        var bytes = new byte[1000 + seed];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public ValueTask DisposeAsync() => hub.DisposeAsync();
}
