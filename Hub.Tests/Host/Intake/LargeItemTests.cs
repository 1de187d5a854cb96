using System.Text;
using Hub.Connectors;
using Hub.Domain;
using Hub.Domain.Envelopes;
using Hub.Host.People.Privacy;
using Hub.Host.Storage;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Intake;

/// <summary>What is large goes its own way through memory and comes out as it came.</summary>
public sealed class LargeItemTests
{
    private const int Megabyte = 1024 * 1024;

    private static readonly DateTimeOffset Received = new(2026, 3, 11, 10, 0, 0, Wita.Offset);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_large_mail_and_its_files_lie_in_the_store_byte_for_byte()
    {
        await using var hub = await HubFixture.StartAsync(HubFixture.Mailbox("email-kesra", "birososial.kaltara@gmail.com"));
        byte[][] files = [Noise(1, 5 * Megabyte), Noise(2, 100_000), Noise(3, 2 * Megabyte)];
        var mail = Mail(files);

        await hub.ArriveAsync("email-kesra", "<besar@contoh.id>", "message/rfc822", mail, Received);

        await using var db = hub.Database.Open();
        var stored = await db.Envelopes.AsNoTracking().SingleAsync(Token);
        (stored.Status, stored.CauseCode).ShouldBe((EnvelopeStatus.Done, null));
        hub.Get<TicketSeal>().Raw(stored)!.AsSpan().SequenceEqual(mail).ShouldBeTrue();
        var kept = await db.Attachments.AsNoTracking().OrderBy(a => a.Id).Join(db.Blobs.AsNoTracking(), a => a.ContentHash, b => b.Hash, (a, b) => new { a.Size, Blob = b }).ToListAsync(Token);
        kept.Select(k => k.Size).ShouldBe(files.Select(f => (long)f.Length));
        foreach (var (row, file) in kept.Zip(files))
        {
            hub.Get<TicketSeal>().Content(row.Blob)!.AsSpan().SequenceEqual(file).ShouldBeTrue();
        }
    }

    [Theory]
    [InlineData(true, 7)]
    [InlineData(false, 10)]
    public void What_is_packed_takes_no_more_room_than_it_must(bool isText, int tenths)
    {
        var raw = isText ? Encoding.ASCII.GetBytes(Convert.ToBase64String(Noise(4, 4 * Megabyte))) : Noise(4, 5 * Megabyte);

        var packed = Packed.Pack(raw);

        packed.Length.ShouldBeInRange(raw.Length / 10 * tenths, raw.Length / 10 * (tenths + 1));
        Packed.Unpack(packed, raw.Length).AsSpan().SequenceEqual(raw).ShouldBeTrue();
    }

    [Fact]
    public async Task Large_items_wait_for_each_other_and_small_ones_for_nobody()
    {
        var (held, over) = (new TaskCompletionSource(), new TaskCompletionSource());
        var first = Task.Run(async () =>
        {
            using var turn = HeavyTurn.Begin();
            await HeavyTurn.TakeAsync(28 * Megabyte, Token);
            held.SetResult();
            await over.Task;
        }, Token);
        await held.Task;

        var second = Task.Run(async () =>
        {
            using var turn = HeavyTurn.Begin();
            await HeavyTurn.TakeAsync(28 * Megabyte, Token);
        }, Token);
        await Task.Run(async () =>
        {
            using var turn = HeavyTurn.Begin();
            await HeavyTurn.TakeAsync(Megabyte, Token);
        }, Token);
        await HeavyTurn.TakeAsync(28 * Megabyte, Token);
        second.IsCompleted.ShouldBeFalse();

        over.SetResult();
        await Task.WhenAll(first, second);
    }

    private static byte[] Noise(int seed, int length)
    {
        var noise = new byte[length];
        new Random(seed).NextBytes(noise);
        return noise;
    }

    private static byte[] Mail(byte[][] files)
    {
        var mail = new StringBuilder("From: siti@contoh.id\r\nTo: birososial.kaltara@gmail.com\r\nSubject: Foto jalan\r\nMessage-ID: <besar@contoh.id>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nJalan rusak.\r\n");
        for (var i = 0; i < files.Length; i++)
        {
            mail.Append($"--b\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=berkas-{i}.bin\r\nContent-Transfer-Encoding: base64\r\n\r\n{Convert.ToBase64String(files[i], Base64FormattingOptions.InsertLineBreaks)}\r\n");
        }

        return Encoding.ASCII.GetBytes(mail.Append("--b--\r\n").ToString());
    }
}
