using System.Security.Cryptography;
using System.Text;
using Hub.Connectors;
using Hub.Domain;
using Hub.Domain.Envelopes;
using Hub.Host.Foundation.Security;
using Hub.Host.Intake;
using Hub.Host.People.Access;
using Hub.Host.People.Privacy;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Tests.Host.Access;
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
        hub.Get<ByteStore>().Read(stored)!.AsSpan().SequenceEqual(mail).ShouldBeTrue();
        var kept = await db.Attachments.AsNoTracking().OrderBy(a => a.Id).Join(db.Blobs.AsNoTracking(), a => a.ContentHash, b => b.Hash, (a, b) => new { a.Size, Blob = b }).ToListAsync(Token);
        kept.Select(k => k.Size).ShouldBe(files.Select(f => (long)f.Length));
        foreach (var (row, file) in kept.Zip(files))
        {
            hub.Get<ByteStore>().Read(row.Blob)!.AsSpan().SequenceEqual(file).ShouldBeTrue();
        }
    }

    /// <summary>Neither the row of the item nor that of a file holds large bytes: each change of its state would write them once more.</summary>
    [Fact]
    public async Task Large_bytes_lie_in_pieces_beside_rows_that_stay_small()
    {
        await using var hub = await HubFixture.StartAsync(HubFixture.Mailbox("email-kesra", "birososial.kaltara@gmail.com"));
        var mail = Mail([Noise(1, 3 * Megabyte), Noise(2, Megabyte)]);

        await hub.ArriveAsync("email-kesra", "<besar@contoh.id>", "message/rfc822", mail, Received);

        await using var db = hub.Database.Open();
        (await db.Envelopes.AsNoTracking().SingleAsync(Token)).Raw.ShouldBeEmpty();
        (await db.EnvelopePieces.CountAsync(Token)).ShouldBe((mail.Length + PieceStream.Size - 1) / PieceStream.Size);
        (await db.Blobs.AsNoTracking().Select(b => b.Content.Length).ToListAsync(Token)).Max().ShouldBeLessThan(Megabyte + 100);
        (await db.BlobPieces.CountAsync(Token)).ShouldBe(3 * Megabyte / PieceStream.Size);
    }

    /// <summary>A piece that is lost, changed or stands at another's place is no file and no mail.</summary>
    [Theory]
    [InlineData("DELETE FROM blob_pieces WHERE number = 1", "DELETE FROM envelope_pieces WHERE number = 1")]
    [InlineData("UPDATE blob_pieces SET content = (SELECT p.content FROM blob_pieces p WHERE p.number = 0) WHERE number = 1", "UPDATE envelope_pieces SET content = (SELECT p.content FROM envelope_pieces p WHERE p.number = 0) WHERE number = 1")]
    public async Task Pieces_that_are_not_what_was_kept_are_seen(string files, string items)
    {
        await using var hub = await HubFixture.StartAsync(HubFixture.Mailbox("email-kesra", "birososial.kaltara@gmail.com"));
        await hub.ArriveAsync("email-kesra", "<besar@contoh.id>", "message/rfc822", Mail([Noise(1, 3 * Megabyte)]), Received);
        await using var db = hub.Database.Open();
        await db.Database.ExecuteSqlRawAsync(files, Token);
        await db.Database.ExecuteSqlRawAsync(items, Token);

        var (item, file, bytes) = (await db.Envelopes.AsNoTracking().SingleAsync(Token), await db.Blobs.AsNoTracking().SingleAsync(Token), hub.Get<ByteStore>());

        bytes.Read(file).ShouldBeNull();
        bytes.IsWhole(file).ShouldBeFalse();
        (Should.Throw<Exception>(() => bytes.Read(item)) is CryptographicException or InvalidDataException).ShouldBeTrue();
    }

    /// <summary>The parts that are read meet in the middle of it.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(65_530)]
    [InlineData(65_551)]
    [InlineData(131_075)]
    [InlineData(3_000_000)]
    public void Who_is_named_in_a_large_item_is_found_wherever_it_stands(int at)
    {
        var bytes = new byte[at + 100];
        Encoding.ASCII.GetBytes("Siti@Contoh.ID").CopyTo(bytes, at);

        Mention.Of("siti@contoh.id", new MemoryStream(bytes)).ShouldBeTrue();
        Mention.Of("sita@contoh.id", new MemoryStream(bytes)).ShouldBeFalse();
    }

    /// <summary>Whoever downloads slowly holds no file in memory: neither an attachment nor an original.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Slow_downloads_hold_pieces_and_no_files(bool original)
    {
        await using var hub = await HubFixture.StartAsync(HubFixture.Mailbox("email-organisasi", "organisasi@setda.contoh"));
        var file = Noise(1, 20 * Megabyte);
        var mail = Mail([file]);
        await hub.ArriveAsync("email-organisasi", "<besar@contoh.id>", "message/rfc822", mail, Received);
        await using var db = hub.Database.Open();
        var ticket = await db.Tickets.AsNoTracking().Include(t => t.Attachments).SingleAsync(Token);
        using var verifier = await Visitor.SignedInAsync(hub, "verifikator", null, Roles.Verifier, Roles.Identities);
        var token = Visitor.TokenOf(await verifier.ReadAsync($"/tickets/{ticket.Number}"))!;
        using var slow = new HttpClient(new HttpClientHandler { CookieContainer = verifier.Cookies }) { BaseAddress = hub.Address };
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => slow.SendAsync(original
            ? new(HttpMethod.Post, $"/tickets/{ticket.Number}/raw/{ticket.Attachments.Count}") { Content = new FormUrlEncodedContent([new("__RequestVerificationToken", token), new("purpose", "Memeriksa laporan ini")]) }
            : new(HttpMethod.Get, $"/tickets/{ticket.Number}/files/{ticket.Attachments.Single().Id}"), HttpCompletionOption.ResponseHeadersRead, Token)));

        (GC.GetTotalMemory(forceFullCollection: true) - before).ShouldBeLessThan(file.Length);
        foreach (var answer in answers)
        {
            using (answer)
            {
                (await answer.Content.ReadAsByteArrayAsync(Token)).AsSpan().SequenceEqual(original ? mail : file).ShouldBeTrue($"{answer.StatusCode}");
            }
        }
    }

    /// <summary>Versions before 0.4 kept all bytes in the row; they are read from there.</summary>
    [Fact]
    public async Task Large_bytes_of_an_older_store_are_read_from_their_row()
    {
        await using var hub = await HubFixture.StartAsync(HubFixture.Mailbox("email-kesra", "birososial.kaltara@gmail.com"));
        byte[] file = Noise(1, 3 * Megabyte), mail = Mail([file]);
        var (keys, bytes) = (hub.Get<TicketKeys>(), hub.Get<ByteStore>());
        var key = RawCipher.CreateKey();
        var packed = Packed.Pack(mail);
        RawCipher.SealInPlace(key, packed);
        var item = new StoredEnvelope
        {
            Source = "email-kesra", ExternalId = "lama", ItemVersion = "1", MediaType = "message/rfc822", Raw = packed, RawKey = keys.Seal(null, key), RawLength = mail.Length, ReceivedAt = Received, SeenAt = Received, NextAttemptAt = Received,
        };
        var name = keys.Create();

        bytes.Read(item)!.AsSpan().SequenceEqual(mail).ShouldBeTrue();
        bytes.ItemOf(item)!.Raw.Span.SequenceEqual(mail).ShouldBeTrue();
        bytes.Read(new Blob { Hash = keys.Mark(name, file), Content = keys.Seal(name, file), Key = name, Size = file.Length })!.AsSpan().SequenceEqual(file).ShouldBeTrue();
    }

    /// <summary>With the identity go the pieces: of the mail, and of files that nobody else has.</summary>
    [Fact]
    public async Task Erasing_takes_the_pieces_too()
    {
        await using var hub = await HubFixture.StartAsync(HubFixture.Mailbox("email-kesra", "birososial.kaltara@gmail.com"));
        await hub.ArriveAsync("email-kesra", "<besar@contoh.id>", "message/rfc822", Mail([Noise(1, 3 * Megabyte)]), Received);
        await using var db = hub.Database.Open();
        await using (var transaction = await db.Database.BeginTransactionAsync(Token))
        {
            (await hub.Get<Erasure>().EraseAsync(db, (await db.Tickets.SingleAsync(Token)).Id, Token)).ShouldBeTrue();
            await db.SaveChangesAsync(Token);
            await transaction.CommitAsync(Token);
        }

        (await db.EnvelopePieces.CountAsync(Token), await db.BlobPieces.CountAsync(Token), await db.Blobs.CountAsync(Token)).ShouldBe((0, 0, 0));
        hub.Get<ByteStore>().ItemOf(await db.Envelopes.AsNoTracking().SingleAsync(Token)).ShouldBeNull();
    }

    [Theory]
    [InlineData(true, 7)]
    [InlineData(false, 10)]
    public void What_is_packed_takes_no_more_room_than_it_must(bool isText, int tenths)
    {
        var raw = isText ? Encoding.ASCII.GetBytes(Convert.ToBase64String(Noise(4, Megabyte))) : Noise(4, Megabyte);

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
